from pipeline.scoring import Evaluation, Figure, Miss
from pipeline.scoring.changes import compare


def evaluation(value, *misses):
    return Evaluation({"request": Figure(value, 10, value, value, 10)}, tuple(misses))


SAME = Miss("request", "a.txt", 3, "phrased", "", "Någon som vet?")
GONE = Miss("request", "a.txt", 5, "phrased", "", "Tipsa gärna!")
NEW = Miss("request", "a.txt", 9, "", "phrased", "Vi hjälper skolan.")


def test_changes_are_told_apart_by_place_and_label_not_by_signals():
    old = evaluation(0.8, SAME, GONE)
    again = Miss("request", "a.txt", 3, "phrased", "", "Någon som vet?", ("request: model",))
    changes = compare(old, evaluation(0.7, again, NEW))
    assert changes.better == (GONE,)
    assert changes.worse == (NEW,)


def test_the_text_shows_figures_and_places():
    text = compare(evaluation(0.8, GONE), evaluation(0.9, NEW)).as_text()
    assert "0.800  0.900  +0.100" in text
    assert "Better now: request\n  a.txt, line 5: wanted phrased; got - “Tipsa gärna!”" in text
    assert "Worse now: request\n  a.txt, line 9" in text


def test_nothing_changed():
    changes = compare(evaluation(0.8, SAME), evaluation(0.8, SAME))
    assert not changes.better
    assert not changes.worse
    assert "·" in changes.as_text()
