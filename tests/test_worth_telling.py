"""What is worth telling: the words of the file, and who is told of."""

import pytest

from pipeline.worth_telling import choose, load_worth, signs, weight


@pytest.mark.parametrize(("entry", "text"), [(e.id, text) for e in load_worth() for text in e.match])
def test_words_are_met(entry, text):
    assert entry in signs(text)


@pytest.mark.parametrize(("entry", "text"), [(e.id, text) for e in load_worth() for text in e.no_match])
def test_words_that_are_none_are_not_met(entry, text):
    assert entry not in signs(text)


def said(number, member, text, **more):
    return {
        "statement_id": f"s{number}", "document_id": "d1", "line": number, "member": member, "text": text,
        "topics": [], "stage": "",
    } | more  # fmt: skip


def test_a_decision_weighs_more_than_small_talk():
    decided = said(1, "Lund", "Fullmäktige antog den nya planen i juni.")
    chatted = said(2, "Lund", "Roligt att se hur mycket som pågår hos er.")
    assert weight(decided) > 0 > weight(chatted)
    assert weight(decided, figures={"s1"}) > weight(decided)


def test_nobody_is_left_out_and_nobody_takes_all_the_room():
    rows = [said(n, "Lund", f"Fullmäktige antog plan nummer {n} i juni.") for n in range(1, 6)]
    rows.append(said(9, "Mora", "Vi jobbar vidare med cyklarna som förut i år.", topics=["transport"]))
    chosen = choose(rows, most=3, each=2)
    assert [row["member"] for row in chosen] == ["Lund", "Lund", "Mora"]
    assert choose(rows, most=1, each=2, heard={"Lund"})[0]["member"] == "Mora"


def test_what_is_chosen_comes_in_the_order_in_which_it_was_said():
    rows = [said(1, "Lund", "Vi har cyklar på jobbet numera, ganska många.", topics=["transport"])]
    rows.append(said(2, "Lund", "Fullmäktige antog planen och Eva går i pension."))
    assert [row["line"] for row in choose(rows, most=2, each=2)] == [1, 2]
