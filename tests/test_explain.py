import pytest

from pipeline.errors import RundaError
from pipeline.explain import explain_line

TEXT = """Runda 3 maj 2022

Malin, Malmö

Avgiften på flygresor är 400 kr.

Hjälp: hur följer ni upp koldioxidbudgeten per nämnd?

Sara, Örebro: Vi har mall för det, hör av dig!

Sara, Örebro

Vi bygger en solpark.
"""


@pytest.fixture(scope="module")
def doc(nlp):
    doc = nlp(TEXT)
    doc._.source = "runda.txt"
    return doc


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (1, ["title", "2022-05-03"]),
        (2, ["(blank)"]),
        (3, ["block      Malmö (Malin), header at line 3", "header     “Malin, Malmö”"]),
        (5, ["speaker    Malmö (Malin)", "topics     climate_fee", "figure     400 kr", "request    none"]),
        (
            7,
            ["request    explicit", "topics     co2_budget", "signal     request: ", "mention    co2_budget"],
        ),
        (9, ["speaker    Örebro (Sara), in reply to Malmö", "offer      phrased", "signal     offer: "]),
    ],
)
def test_lines(doc, line, told):
    text = explain_line(doc, line)
    assert text.startswith(f"runda.txt, line {line}: ")
    for words in told:
        assert words in text, text


def test_replies_and_requests_tell_of_each_other(doc):
    reply, request = explain_line(doc, 9), explain_line(doc, 7)
    assert "answers    line 7, share" in reply
    assert "block +" in reply
    assert "answered by Örebro (line 9)" in request


def test_line_that_is_not_there(doc):
    with pytest.raises(RundaError, match="no line 99"):
        explain_line(doc, 99)


def test_document_that_was_not_read(nlp):
    doc = nlp.make_doc("")
    doc._.source, doc._.messages = "x.pdf", ["it is encrypted"]
    with pytest.raises(RundaError, match="encrypted"):
        explain_line(doc, 1)


def test_skipped_document_tells_why(nlp):
    from pipeline.job import judge

    doc = judge(nlp("Det var en gång en katt.\n\nDen gick hem.\n"))
    assert "message" in explain_line(doc, 1)
