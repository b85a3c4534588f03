"""Every page is invented, but for the two shared ones, which are read where they lie."""
# ruff: noqa: E501, W291  (pages have long lines and trailing blanks)

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluations import classify, read_evaluation, to_doc
from pipeline.members import gazetteer
from pipeline.pages import page_date, page_title
from pipeline.points import score_after, scores
from pipeline.reading import read
from pipeline.values import DocumentKind

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
RESOLVE = gazetteer().resolve

PROSE = """Orust klarar testet

Orust kommun har genomgått föreningens medlemsutvärdering. Det blev 41 av 67 möjliga poäng, alltså 61 %.

Bäst gick det inom Energi och Transporter. Svagare är kommunen inom upphandling, där 3 av 9 poäng delades ut.

– Vi är nöjda, säger Eva Ek, miljöchef. Utsläppen har minskat med 38 % sedan 1990.

Senast uppdaterad: 4 maj 2022
Publicerad: 3 maj 2022
"""

LISTS = """Du använder en gammal webbläsare.Utvärdering av Region Halland
2023-02-14

Sammanlagt: 52,5/70 poäng

Starka områden:
• Mål, åtgärder och uppföljning (12 av 12)
• Organisation & förankring 9,5/10

Förbättringsområden
• Kommunikation och samarbete: 3 av 8 p

Läs mer om utvärderingen hos Klimatkommunerna.
"""

TABLE = """Så gick Arjeplogs kommuns klimatutvärdering

Område | Poäng | Max
Mål, åtgärder och uppföljning | 9 | 10
Organisation och förankring | 8 | 10
Transporter | 6 | 10
Energi | 10 | 10
Samhällsplanering | 5 | 10
Upphandling | 2 | 8
Kommunikation och samarbete | 6 | 9

Totalt fick kommunen 45 poäng, där max är 67.
"""


def test_prose():
    page = read_evaluation(PROSE, RESOLVE)
    assert page is not None
    assert page.member is not None
    assert page.member.name == "Orust"
    assert (page.points, page.max_points, page.percent) == (41, 67, 61)
    assert page.strong == ("Energi", "Transporter")
    assert page.weak == ("Upphandling",)
    assert (page.date, page.title) == ("2022-05-03", "Orust klarar testet")
    assert page.messages == ()


def test_every_row_points_at_its_words():
    for text in (PROSE, LISTS, TABLE):
        page = read_evaluation(text, RESOLVE)
        assert page is not None
        assert page.rows
        for row in page.rows:
            assert text[row.start : row.end] == row.text


def test_lists_points_and_a_banner_glued_to_the_title():
    page = read_evaluation(LISTS, RESOLVE)
    assert page is not None
    assert page.member is not None
    assert page.member.name == "Region Halland"
    assert page.title == "Utvärdering av Region Halland"
    assert page.date == "2023-02-14"
    assert (page.points, page.max_points, page.percent) == (52.5, 70, 75)
    assert page.strong == ("Mål, åtgärder och uppföljning", "Organisation och förankring")
    assert page.weak == ("Kommunikation och samarbete",)
    assert [(row.points, row.max_points) for row in page.rows] == [(12, 12), (9.5, 10), (3, 8)]


def test_a_table_without_a_word_of_praise_is_rated_by_its_points():
    page = read_evaluation(TABLE, RESOLVE)
    assert page is not None
    assert page.member is not None
    assert page.member.name == "Arjeplog"
    assert (page.points, page.max_points) == (45, 67)
    assert page.strong == ("Mål, åtgärder och uppföljning", "Organisation och förankring", "Energi")
    assert page.weak == ("Samhällsplanering", "Upphandling")
    assert page.messages == ("the areas' points add up to 46, but the page says 45",)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("61 %", "71 %"), "41 of 67 points is 61.2 %, but the page says 71 %"),
        (("41 av", "81 av"), "more than the most possible"),
        (
            ("Svagare är", "Energi är ett svagt område. Svagare är"),
            "Energi is called weak, but strong before",
        ),
        (("Orust", "Lillköpingeby"), "no member that is known"),
    ],
)
def test_what_does_not_add_up_is_told(change, says):
    page = read_evaluation(PROSE.replace(*change), RESOLVE)
    assert page is not None
    assert any(says in message for message in page.messages), page.messages


def test_a_percentage_left_out_is_worked_out():
    page = read_evaluation(PROSE.replace(", alltså 61 %", ""), RESOLVE)
    assert page is not None
    assert page.percent == 61
    assert page.messages == ()


def test_a_percentage_alone():
    text = PROSE.replace("41 av 67 möjliga poäng, alltså 61 %", "61 procent av poängen").replace(
        ", där 3 av 9 poäng delades ut", ""
    )
    page = read_evaluation(text, RESOLVE)
    assert page is not None
    assert (page.points, page.max_points, page.percent) == (None, None, 61)


@pytest.mark.parametrize(
    ("sentence", "points", "most"),
    [
        ("Kommunen fick 41 av 67 poäng.", 41, 67),
        ("Kommunen nådde 41 poäng av totalt 67.", 41, 67),
        ("Resultatet: 41/67 poäng", 41, 67),
        ("Av 67 möjliga poäng fick kommunen 41.", 41, 67),
        ("Kommunen fick 41 poäng (max 67).", 41, 67),
        ("Det blev 41 poäng. Maxpoängen är 67.", 41, 67),
        ("Det blev 41 p (67).", 41, 67),
        ("Kommunen fick 41,5 poäng av maximalt 67.", 41.5, 67),
        ("Kommunen tog 41 av de 67 poäng som går att få.", 41, 67),
        ("Resultatet blev 41 av 67 poäng, jämfört med 38 av 67 poäng för fyra år sedan.", 41, 67),
        ("Förra gången blev det 38 av 67 poäng, nu blev det 41 av 67 poäng.", 41, 67),
        ("Snittet är 45 av 67 poäng. Kommunen fick 41 av 67 poäng.", 41, 67),
        ("I utvärderingen av medlemmarna får Orust 41 poäng av 67 möjliga.", 41, 67),
        ("Energi gav 9 av 9 poäng. Totalt blev det 41 av 67 poäng.", 41, 67),
    ],
)
def test_ways_to_state_the_result(sentence, points, most):
    text = f"Orust utvärderat\n\nOrust har utvärderats som medlem.\n\n{sentence}\n\nStarkast är kommunen inom energi och transporter.\n"
    page = read_evaluation(text, RESOLVE)
    assert page is not None
    assert (page.points, page.max_points) == (points, most)


@pytest.mark.parametrize(
    "text",
    [
        "3 av 4 kommuner",
        "mötet 20/9 2021 gav poäng",
        "Poäng: 7 av 10 invånare",
        "5 av 12 medlemmar fick poäng",
        "45 av 60",
    ],
)
def test_not_every_ratio_is_points(text):
    assert list(scores(text)) == []


def test_points_behind_an_area():
    for text in (
        "Energi: 8 av 10",
        "Energi (8/10)",
        "Energi | 8 | 10",
        "Energi – 8 p av 10",
        "Energi\t8\t10",
        "Energi 8 (10)",
    ):
        score = score_after(text, 6, len(text))
        assert score is not None, text
        assert (score.points, score.most) == (8, 10)
    assert score_after("Energi: 8 av 10 kommuner", 6, 24) is None


MINUTES = """{title}

Malin, Malmö

Vi har fått vår medlemsutvärdering, 54 av 67 poäng, bäst på energi, sämst på upphandling.

Hjälp: hur har ni andra höjt er i utvärderingen?

Sara, Örebro

Vår utvärdering är på gång. Tips: börja med mål, åtgärder och uppföljning.
"""


@pytest.mark.parametrize(
    "title", ["Runda 3 maj 2022", "Anteckningar från mötet", "Utvärderingar 3 maj 2022", ""]
)
def test_minutes_that_tell_of_an_evaluation_are_minutes(title):
    assert not classify(MINUTES.format(title=title), RESOLVE)
    assert not classify(MINUTES.format(title=title))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Orust kommun bygger solceller.",
        "Utvärdering av kursen\n\nKursen fick 8 av 10 poäng i utvärderingen.",
        "Klimatkommunernas utvärdering\n\nParametrar:\n• Energi\n• Transporter\n• Upphandling\n",
        "Energi är vi starka inom. Svagare är upphandling.",
        "Utvärdering av rådgivningen\n\nRådgivarna fick 8 av 10 poäng för energi och transporter i utvärderingen.",
        "Orust tvåa i rankningen\n\nMed 45 av 60 poäng är kommunen bäst på energi och transporter.",
    ],
)
def test_other_texts_are_no_evaluation(text):
    assert not classify(text, RESOLVE)
    assert read_evaluation(text, RESOLVE) is None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Rubrik\nPublicerad 3 maj 2022, uppdaterad 5 maj 2022", "2022-05-03"),
        ("Rubrik\nSenast uppdaterad: 2022-05-05\nPublicerad: 2022-05-03", "2022-05-03"),
        ("Rubrik\nSidan uppdaterades senast den 5 maj 2022", "2022-05-05"),
        ("Rubrik\n3/5 2022\nText", "2022-05-03"),
        ("Rubrik\n3.5.2022\nText", "2022-05-03"),
        ("Rubrik\nPublicerades den 3:e maj 2022 kl 13.05", "2022-05-03"),
        ("Rubrik\n14 dec. 2022\n" + "text\n" * 10 + "Senast uppdaterad 1 jan 2023", "2022-12-14"),
        ("Rubrik\n31 februari 2022", ""),
        ("Rubrik\n" + "text\n" * 20 + "Vi startade 3 maj 2002.", ""),
    ],
)
def test_dates(text, date):
    assert page_date(text) == date


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\n\n# Orust klarar det\n\nText", "Orust klarar det"),
        ("Den här sidan använder kakor.\nOrust klarar det", "Orust klarar det"),
        ("Publicerad: 3 maj 2022\nOrust klarar det", "Orust klarar det"),
        ("3 maj 2022\n\nOrust klarar det!\n", "Orust klarar det!"),
        ("Vi använder cookies. Läs mer. ", "Läs mer."),
        ("", ""),
    ],
)
def test_titles(text, title):
    assert page_title(text) == title


def test_kept_on_a_doc(tmp_path):
    import spacy
    from spacy.tokens import DocBin

    nlp = spacy.blank("sv")
    page = read_evaluation(PROSE, RESOLVE)
    assert page is not None
    doc = to_doc(nlp.make_doc(PROSE), page)
    stored = DocBin(store_user_data=True)
    stored.add(doc)
    doc = next(iter(DocBin().from_bytes(stored.to_bytes()).get_docs(nlp.vocab)))
    assert doc._.kind == DocumentKind.EVALUATION
    assert (doc._.title, doc._.date) == ("Orust klarar testet", "2022-05-03")
    assert doc._.evaluation["member"] == "Orust"
    row = doc._.evaluation["rows"][-1]
    assert (row["area"], row["rating"]) == ("Upphandling", "weak")
    assert doc.text[row["start"] : row["end"]] == row["text"]


@given(
    st.text(st.sampled_from("Orust utvärdering fick 4 av 67 poäng % starkast Energi\n•|,.:5"), max_size=200)
)
def test_any_text_is_read_or_refused(text):
    page = read_evaluation(text, RESOLVE)
    if page is not None:
        assert len({row.area for row in page.rows}) == len(page.rows)


#: Page, member, points, most, per cent, date, strong, weak.
PAGES = [
    (
        """Vara kommun bland de bästa i klimatutvärdering

Publicerat: 2022-11-30

I Klimatkommunernas utvärdering av medlemmarna får Vara kommun 58 poäng av 67 möjliga. Det motsvarar 87 procent.

Kommunen får full poäng inom tre av sju områden: mål, åtgärder och uppföljning, energi samt upphandling.
- Det är fantastiskt roligt, säger kommunstyrelsens ordförande Per Persson.

Områdena där kommunen har störst förbättringspotential är samhällsplanering och transporter.
""",
        "Vara",
        58,
        67,
        87,
        "2022-11-30",
        "Mål, åtgärder och uppföljning; Energi; Upphandling",
        "Samhällsplanering; Transporter",
    ),
    (
        """Nyheter
Mora är ny medlem i Klimatkommunerna

2019-03-05 Mora kommun har klarat inträdestestet. Kommunen fick 39 av 62 poäng (63 %). 

Starka sidor
* Organisation och förankring – 8 av 9 poäng
* Samhällsplanering – 7 av 9 poäng
Svaga sidor
* Transporter – 3 av 9 poäng
* Kommunikation och samarbete – 4 av 8 poäng

Sidan uppdaterades 7 mars 2019 av Eva Ek
""",
        "Mora",
        39,
        62,
        63,
        "2019-03-05",
        "Organisation och förankring; Samhällsplanering",
        "Transporter; Kommunikation och samarbete",
    ),
    (
        """**Resultat från Klimatkommunernas utvärdering 2023**

Region Skåne har för andra gången utvärderats av Klimatkommunerna.

| Område | Resultat |
| --- | --- |
| Mål, åtgärder och uppföljning | 90 % |
| Organisation och förankring | 85 % |
| Upphandling | 40 % |

Totalt: 49 av 67 p (73 %), att jämföra med 44 av 67 p vid förra utvärderingen.

Regionens styrkor är mål, åtgärder och uppföljning samt organisation och förankring. Upphandling är det område som behöver utvecklas mest.
""",
        "Region Skåne",
        49,
        67,
        73,
        "",
        "Mål, åtgärder och uppföljning; Organisation och förankring",
        "Upphandling",
    ),
    (
        """Habo kommun antagen som medlem

Efter genomförd utvärdering står det klart att Habo blir medlem i Klimatkommunerna. Habo kommun uppnådde 72 % av maxpoängen.
Särskilt goda resultat uppvisas i kategorierna Energi, Samhällsplanering och Transporter.
I kategorin Upphandling var resultatet svagare och här finns det en hel del att jobba vidare med.

Faktaruta
Klimatkommunerna utvärderar sju områden: mål, åtgärder och uppföljning; organisation och förankring; transporter; energi; samhällsplanering; upphandling; kommunikation och samarbete.
Senast ändrad 12 juni 2020
""",
        "Habo",
        None,
        None,
        72,
        "2020-06-12",
        "Energi; Samhällsplanering; Transporter",
        "Upphandling",
    ),
    (
        """Klimatkommunernas bedömning av Upplands Väsby kommun
Upplands Väsby kommun har ansökt om medlemskap och har därför
utvärderats enligt föreningens modell. Kommunen erhöll totalt 47,5 poäng
av 67 (71 %). Kommunen är stark när det gäller transporter och har
mycket höga poäng för energi och samhällsplanering. Svagast är resultatet för
kommunikation och samarbete, där endast 4 av 9 poäng uppnåddes.
Kansliet rekommenderar att kommunen antas.
""",
        "Upplands Väsby",
        47.5,
        67,
        71,
        "",
        "Transporter; Energi; Samhällsplanering",
        "Kommunikation och samarbete",
    ),
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[1])
def test_pages_of_many_makes(page):
    text, member, points, most, percent, date, strong, weak = page
    found = read_evaluation(text, RESOLVE)
    assert found is not None
    assert found.member is not None
    assert (found.member.name, found.points, found.max_points, found.percent, found.date) == (
        member,
        points,
        most,
        percent,
        date,
    )
    assert ("; ".join(found.strong), "; ".join(found.weak)) == (strong, weak)
    assert found.messages == ()


@pytest.fixture
def kalmar() -> str:
    path = next(iter(sorted((SHARED / "seeds").glob("003_*.txt"))), None)
    if path is None:
        pytest.skip("the shared evaluation page is not on this machine")
    return read(path).text


def test_the_shared_page(kalmar):
    for text in (
        kalmar,
        "Du använder en föråldrad webbläsare. Öka din säkerhet, uppgradera din webbläsare." + kalmar,
    ):
        page = read_evaluation(text, RESOLVE)
        assert page is not None
        assert page.member is not None
        assert (page.member.name, page.member.code) == ("Kalmar", "0880")
        assert (page.points, page.max_points, page.percent) == (54, 67, 81)
        assert page.date == "2021-09-20"
        assert page.title.startswith("Kalmar kommun")
        assert set(page.strong) == {
            "Mål, åtgärder och uppföljning",
            "Organisation och förankring",
            "Transporter",
            "Energi",
        }
        assert set(page.weak) == {"Kommunikation och samarbete", "Upphandling"}
        assert page.messages == ()


def test_no_shared_round_is_an_evaluation_page():
    paths = sorted((SHARED / "gold").rglob("*.txt"))
    if not paths:
        pytest.skip("the shared rounds are not on this machine")
    for path in paths:
        text = read(path).text
        assert not classify(text, RESOLVE), path.name
        assert not classify(text), path.name
