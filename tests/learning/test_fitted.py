"""The shipped models: what they may do, and that one command makes them again."""

import json

import pytest
import spacy

from pipeline import carrier
from pipeline.components.fitted import MODELS, FittedAsking, fitted_stage, shipped_models
from pipeline.components.stages import Stages
from pipeline.language import load
from pipeline.learning.hashing import WIDTH
from pipeline.learning.linear import LinearModel
from pipeline.learning.tasks import OWN, unread_asking, unread_stage
from pipeline.learning.training import Example, fit


@pytest.fixture(scope="module")
def rules():
    return load(rules_only=True)


@pytest.fixture(scope="module")
def both():
    return load()


ROUND = """Runda 3 mars 2022

Ulla, Ale

Vi har en koldioxidbudget sedan 2019.

Hjälp: har någon en mall för energiplan?

Finns det fler som har lånecyklar?

Nils, Habo

Tips: boka tåget i tid.

Vi delar gärna vår mall för energiplan.
"""


def marks(doc):
    return [(s._.request, s._.offer) for s in doc.spans[carrier.STATEMENTS]]


def test_models_keep_what_a_marker_decides(rules, both):
    for a, b in zip(marks(rules(ROUND)), marks(both(ROUND)), strict=True):
        if "explicit" in a:
            assert a == b


def test_a_decision_carries_its_probability(both):
    doc = both(ROUND)
    asked = [s for s in doc.spans[carrier.STATEMENTS] if s._.request == "phrased"]
    assert asked
    for span in asked:
        assert 0.5 <= span._.probability["request"] <= 1
        assert any(x["label"] == "request" and x["name"] == "model" for x in span._.signals)


def test_rules_only_knows_no_probabilities(rules):
    doc = rules(ROUND)
    assert all(not s._.probability for s in doc.spans[carrier.STATEMENTS])


def test_a_model_can_overrule_the_rules_and_says_so():
    import numpy as np

    weights = np.zeros((1, WIDTH + 1), np.float32)
    sure = LinearModel("request", ("no", "yes"), ("rules:score",), weights, np.array([9.0], np.float32), 0.5)
    nlp = load(rules_only=True)
    doc = nlp("Runda 3 mars 2022\n\nUlla, Ale\n\nVi har bytt lampor.\n")
    (span,) = doc.spans[carrier.STATEMENTS]
    assert span._.request == ""
    FittedAsking({"request": sure})(doc)
    assert span._.request == "phrased"
    assert span._.probability["request"] == pytest.approx(1, abs=0.01)


def test_a_stage_model_that_agrees_changes_nothing():
    import numpy as np

    classes = ("none", "considering", "planned", "ongoing", "done")
    names = tuple(f"rules:{name}" for name in classes)
    weights = np.zeros((5, WIDTH + 5), np.float32)
    weights[:, WIDTH:] = np.eye(5) * 9
    echo = LinearModel("stage", classes, names, weights, np.zeros(5, np.float32))
    nlp = load(rules_only=True)
    doc = nlp(ROUND)
    before = [dict(s._.stages) for s in doc.spans[carrier.STATEMENTS]]
    Stages(fitted_stage(echo))(doc)
    assert [dict(s._.stages) for s in doc.spans[carrier.STATEMENTS]] == before


def test_shipped_models_are_small_and_name_what_they_learnt_from():
    files = [MODELS / f"{name}.npz" for name in ("request", "offer", "stage")]
    assert sum(path.stat().st_size for path in MODELS.glob("*")) < 5_000_000
    for path in files:
        head = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        assert head["trained_on"]["examples"] > 1000
        assert "2020-04-27" not in head["trained_on"]["rounds"]
    assert set(shipped_models()) == {"request", "offer"}


def toy(n=40):
    examples = []
    for i in range(n):
        said = i % 2 == 0
        text = f"söker hjälp {i}" if said else f"har byggt {i}"
        examples.append(
            Example("", (f"{text}", i), text, {"rules:score": float(said)}, "yes" if said else "no")
        )
    return examples


def test_fitting_is_deterministic_and_learns():
    def unread(example):
        return example.bag[1] % 4 > 1

    first, again = (fit("toy", toy(), ("no", "yes"), unread) for _ in range(2))
    assert (first.weights == again.weights).all()
    assert first.probabilities("söker hjälp nu", {"rules:score": 1.0})["yes"] > 0.5
    assert first.probabilities("har byggt klart", {"rules:score": 0.0})["yes"] < 0.5


def test_blank_pipelines_can_host_the_component():
    nlp = spacy.blank("sv")
    nlp.add_pipe("runda_structure")
    nlp.add_pipe("runda_statements")
    nlp.add_pipe("runda_fitted")
    doc = nlp(ROUND)
    assert list(doc.spans[carrier.STATEMENTS])


@pytest.mark.parametrize(
    ("reply", "offered"),
    [
        ("Samma undran här, säg till om ni får svar.", False),
        ("Det minns jag inte, vi slutade ju.", False),
        ("Gärna, skicka!", False),
        ("Vi har en mall, mejla så skickar jag den.", True),
    ],
)
def test_to_reply_is_no_offer_by_itself(both, reply, offered):
    text = ROUND.replace("Finns det fler", f"Nils, Habo: {reply}\n\nFinns det fler")
    doc = both(text)
    given = [s for s in doc.spans[carrier.STATEMENTS] if s._.reply_to == "Ale"]
    assert given
    assert any(s._.offer for s in given) is offered


def test_own_sentences_do_not_weigh_the_rules():
    own = Example(OWN, ("En mening.", 1), "En mening.", {}, "no")
    assert not unread_asking(own)
    assert not unread_stage(own)
