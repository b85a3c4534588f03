"""What several rounds say together, as the report page has it: picked from the tables, nothing added."""

import json
import re

import pytest

from pipeline.publish.locale import load_catalogue
from pipeline.publish.report.data import page_data
from pipeline.publish.report.memory import memory_of
from pipeline.publish.report.needs import STEPS, needs_of
from pipeline.publish.report.sources import Sources
from pipeline.schema_memory import NeedStatus, Step
from pipeline.topics import load_topics


@pytest.fixture(scope="module")
def rows(example_run):
    return example_run[0].tables.rows()


@pytest.fixture(scope="module")
def data(example_run):
    page = (example_run[1] / "report.html").read_text(encoding="utf-8")
    return json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL).group(1))


def words(data, place):
    """The words at a place, as the page cuts them."""
    if len(place) > 4:
        return place[4]
    units = data["docs"][place[0]]["text"].encode("utf-16-le", "surrogatepass")
    return units[2 * place[1] : 2 * place[2]].decode("utf-16-le")


def test_questions_and_needs_add_up(data, rows):
    assert sum(doc["asked"] for doc in data["docs"]) == len(rows["requests"])
    assert sum(doc["answered"] for doc in data["docs"]) == sum(
        bool(r["answered_by"]) for r in rows["requests"]
    )
    assert len(data["needs"]) == len(rows["needs"]) <= len(rows["requests"])


def test_who_got_an_answer_agrees_with_the_requests(data, rows):
    asked = {request["request_id"]: bool(request["answered_by"]) for request in rows["requests"]}
    own = {need["need_id"]: need["request_ids"] for need in rows["needs"]}
    for need in data["needs"]:
        if need["detail"] == "answered":
            assert need["answered"] and any(asked[request] for request in own[need["id"]])
        elif need["state"] != "answered":
            assert not any(asked[request] for request in own[need["id"]])


def test_figures_keep_the_latest_and_the_earlier(data, rows):
    wanted = [row for row in rows["comparisons"] if row["kind"] != "year"]
    assert len(data["figures"]) == len(wanted)
    assert (
        sum(bool(f.get("earlier")) for f in data["figures"]) == sum(r["current"] == "no" for r in wanted) > 0
    )
    assert all(words(data, figure["at"]).strip() for figure in data["figures"])


def test_only_dates_to_come_are_soon_and_each_once(data, rows):
    assert data["upcoming"]
    assert all(row["due"] >= data["latest"] for row in data["upcoming"])
    lines = [(row["at"][0], row["at"][3], row["member"], row["due_text"]) for row in data["upcoming"]]
    assert len(lines) == len(set(lines))


def test_those_who_have_it_but_never_offered_are_apart_from_those_who_did(data):
    willing = {(offer["member"], topic) for offer in data["offers"] for topic in offer.get("topics", ())}
    quiet = {(row["member"], row["topic"]) for row in data["quiet"]}
    assert quiet and not quiet & willing


def test_load_is_that_of_the_table(data, rows):
    assert data["load"] == {
        row["member"]: [row["proposed"], row["answered"], row["offered"], row["asked"]]
        for row in rows["load"]
    }


def test_a_need_is_late_only_where_its_day_has_passed_unanswered(data):
    late = [need for need in data["needs"] if need.get("late")]
    assert late
    for need in late:
        assert need["due"] < data["latest"] and need["state"] in {"proposed", "open"}


def test_steps_of_a_life_are_those_of_the_table(data, rows):
    steps = {}
    for row in rows["need_steps"]:
        steps.setdefault(row["need_id"], []).append((row["step"], row["member"], row["line"]))
    for need in data["needs"]:
        told = [(STEPS[step], member, place[3]) for step, member, place, *_ in need.get("steps", ())]
        assert told == (steps[need["id"]] if len(steps[need["id"]]) > 1 else [])


def test_whom_to_learn_together_with_is_quoted_from_its_line(data, rows):
    near = {row["need_id"]: row for row in rows["needs"] if row["nearest_text"]}
    shown = [need for need in data["needs"] if "near" in need]
    assert shown
    for need in shown:
        told = near[need["id"]]
        assert need["near"]["member"] == told["nearest"][0]
        if "at" in need["near"]:
            letters = "".join(filter(str.isalnum, words(data, need["near"]["at"])))
            assert letters[:20] in "".join(filter(str.isalnum, told["nearest_text"]))


def test_who_takes_something_back_is_shown_with_both_quotations(data, rows):
    flagged = [row for row in data["positions"] if "flag" in row]
    assert len(flagged) == sum(bool(row["before_id"]) for row in rows["history"]) > 0
    for row in flagged:
        before, now = words(data, row["before"]), words(data, row["at"])
        assert before != now and data["docs"][row["before"][0]]["date"] < data["docs"][row["at"][0]]["date"]


def test_who_is_strong_where_another_is_weak_is_told_of_the_latest_page_alone(rows):
    weak = {"member": "Habo", "area": "Energi", "strong_members": ["Lund"], "current": "yes"}
    earlier = weak | {"area": "Transporter", "current": "no"}
    nobody = weak | {"area": "Upphandling", "strong_members": []}
    sources = Sources(rows["documents"], {})
    made = memory_of({**rows, "weak_areas": [weak, earlier, nobody]}, sources)
    assert made["strong"] == {"Habo\nEnergi": ["Lund"]}


def test_a_meeting_of_one_question_is_called_by_its_words(rows):
    meeting = {
        "meeting_id": "d1-s1", "subject": "”Hjälp – hur får man cheferna att följa policyn?”", "topics": [],
        "members": [], "need_ids": [], "speakers": ["Mora"], "speaker_ids": ["gone"], "last_asked": "",
    }  # fmt: skip
    (made,) = memory_of({**rows, "theme_meetings": [meeting]}, Sources(rows["documents"], {}))["meetings"]
    assert made["subject"] == "Hur får man cheferna att följa policyn?"
    assert made["speakers"] == []  # whose words are not there speaks for nobody


def test_news_name_a_need_of_the_page(data):
    needs = {need["id"] for need in data["needs"]}
    assert data["news"] and all(row["need"] in needs for row in data["news"])


def statement(number, member, text, start):
    return {
        "statement_id": f"d1-s{number}", "document_id": "d1", "date": "2022-03-01", "member": member,
        "persons": [], "text": text, "request": "",
        "line": number, "char_start": start, "char_end": start + len(text),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("status", "answered", "state", "detail"),
    [
        ("open", [], "open", "open"),
        ("answered_at_table", ["Lund"], "answered", "answered"),
        ("answered_at_table", [], "proposed", "said_at_table"),  # a tip, but none given to the asker
        ("answered_later", [], "proposed", "answered_later"),
        ("answered_earlier", [], "proposed", "answered_earlier"),
        ("thanked", [], "answered", "thanked"),
        ("withdrawn", [], "closed", "withdrawn"),
    ],
)
def test_a_need_is_answered_only_where_somebody_answered_it(status, answered, state, detail):
    """Words in another round are a proposal, however well they fit, until somebody has used them."""
    text = "Hur gör ni?\nVi gör så här med kravtexten."
    asked = statement(1, "Mora", "Hur gör ni?", 0) | {
        "request_id": "d1-s1", "topics": [], "due": "", "due_text": "", "answered_by": answered,
    }  # fmt: skip
    need = {
        "need_id": "d1-s1", "request_ids": ["d1-s1"], "status": status, "nearest": [], "nearest_text": "",
        "times_asked": 1, "also_asked_by": [], "due": "", "due_text": "",
    }  # fmt: skip
    said = statement(2, "Lund", "Vi gör så här med kravtexten.", 12)
    steps = [{**asked, "need_id": "d1-s1", "step": "asked", "note": ""}]
    if status.startswith("answered"):
        steps.append({**said, "need_id": "d1-s1", "step": status, "note": ""})
    document = {"document_id": "d1", "date": "2022-03-01", "kind": "round"}
    rows = {
        "documents": [document], "statements": [statement(1, "Mora", "Hur gör ni?", 0), said],
        "requests": [asked], "needs": [need], "need_steps": steps, "matches": [],
    }  # fmt: skip
    (card,) = needs_of(rows, Sources([document], {"d1": text}))
    assert (card["state"], card["detail"]) == (state, detail)
    if state == "proposed":  # whoever said it is shown, though no match was made
        assert [helper["member"] for helper in card["helpers"]] == ["Lund"]


def test_every_status_and_step_has_its_words():
    for language in ("sv", "en"):
        known = load_catalogue(language).words
        told = {"answered_at_table": "said_at_table"}
        assert all(f"status.{told.get(status, status)}" in known for status in NeedStatus)
        assert all(f"life.{step}" in known for step in Step)


def test_a_page_of_no_documents_is_a_page():
    from pipeline.tables import Tables

    made = page_data(Tables.from_docs([]), {}, load_topics().topics, load_catalogue())
    assert made["needs"] == made["news"] == made["docs"] == [] and made["latest"] == ""
