"""The rooms of the memory, one by one, on invented rounds."""

import pytest

from pipeline.assembly import tables_of_docs
from pipeline.errors import RundaError
from pipeline.lexicon import RESOURCES, load_entries
from pipeline.memory.comparisons import since
from pipeline.memory.people import Contact, read_contacts
from pipeline.memory.record import WordEntry, shows
from pipeline.memory.resources import kind_of, named_documents
from pipeline.schema_memory import ResourceKind

WORDS = load_entries(RESOURCES / "memory.toml", {"word": WordEntry})["word"]


@pytest.mark.parametrize(("entry", "text"), [(e.id, text) for e in WORDS for text in e.match])
def test_words_are_met(entry, text):
    assert entry in shows(text)


@pytest.mark.parametrize(("entry", "text"), [(e.id, text) for e in WORDS for text in e.no_match])
def test_words_that_are_none_are_not_met(entry, text):
    assert entry not in shows(text)


@pytest.mark.parametrize(
    ("text", "date", "day"),
    [
        ("Avgiften är 300 kr sedan årsskiftet.", "2020-11-17", "2020-01-01"),
        ("Infördes den 1 juli, 2 kr per kg.", "2020-11-17", "2020-07-01"),
        ("Höjs till 800 kr fr o m juli.", "2021-03-23", "2021-07-01"),
        ("Har gällt sedan 2018, 400 kr.", "2020-05-05", "2018-01-01"),
        ("Höjdes i fjol från den 1 december till 5 kr.", "2020-05-05", "2019-12-01"),
        ("Ligger på 400 kr.", "2020-05-05", ""),
    ],
)
def test_since_when_a_fee_holds(text, date, day):
    assert since(text, date)[0] == day


def test_documents_are_named_by_what_they_are():
    assert named_documents("Delar gärna vår mall och kravtexterna.") == ["vår mall", "kravtexterna"]
    assert named_documents("Skaras checklista är bra.") == ["Skaras checklista"]
    assert named_documents("Vi har ett möte på torsdag.") == []


def test_kinds_of_resources():
    assert kind_of("https://example.se/a.pdf") is ResourceKind.LINK
    assert kind_of("Kunskapsbanken/byggande") is ResourceKind.PLACE
    assert kind_of("vår mall") is ResourceKind.DOCUMENT


def rounds(nlp, *texts, contacts=None):
    docs = []
    for number, text in enumerate(texts):
        doc = nlp(text)
        doc._.source = f"{number}.txt"
        docs.append(doc)
    if contacts is None:
        return tables_of_docs(docs)
    from pipeline.assembly import analysis_of, missing_links, tables_of

    analyses = [analysis_of(doc) for doc in docs]
    return tables_of(analyses, missing_links(analyses, {}), contacts)


def test_a_step_back_is_flagged_with_both_quotations(nlp):
    rows = rounds(
        nlp,
        "Runda 5 mars 2019\n\nBo, Tibro\n\nHar en antagen koldioxidbudget.\n",
        "Runda 3 mars 2020\n\nBo, Tibro\n\nFunderar på om vi ska ta fram en koldioxidbudget.\n",
    )
    first, second = (row for row in rows["history"] if row["topic"] == "co2_budget")
    assert (first["stage"], first["from"], first["to"]) == ("done", "2019-03-05", "2020-03-03")
    assert (second["stage"], second["change"]) == ("considering", "back")
    assert second["before_text"] == first["evidence"] and "Funderar" in second["evidence"]
    assert "antagen" in second["note"] and "Funderar" in second["note"]


def test_to_have_and_then_to_have_none_is_a_contradiction(nlp):
    rows = rounds(
        nlp,
        "Runda 5 mars 2019\n\nBo, Tibro\n\nHar en koldioxidbudget sedan i fjol.\n",
        "Runda 3 mars 2020\n\nBo, Tibro\n\nHar ingen koldioxidbudget.\n",
    )
    last = [row for row in rows["history"] if row["topic"] == "co2_budget"][-1]
    assert (last["stage"], last["change"]) == ("", "contradiction")


ASKED = "Runda 5 mars 2019\n\nEva, Skara\n\nHjälp: hur försäkrar ni lådcyklar som lånas ut till invånarna?\n"
TOLD = (
    "Runda 3 mars 2020\n\nStina, Hjo\n\n"
    "Lånar ut lådcyklar till invånarna, försäkringen av lådcyklarna går på kommunens egen. "
    "Skickar gärna avtalet.\n"
)


def test_a_helper_whose_person_has_changed_is_marked(nlp):
    rows = rounds(
        nlp, ASKED, TOLD, "Runda 2 mars 2021\n\nIda, Hjo\n\nNy på jobbet.\n\nEva, Skara\n\nAllt väl.\n"
    )
    (match,) = [row for row in rows["matches"] if row["helper"] == "Hjo"]
    assert match["evidence_date"] == "2020-03-03"
    assert match["helper_persons"] == ["Ida"]
    assert "ny kontaktperson sedan dess" in match["note"]
    (need,) = rows["needs"]
    assert need["status"] == "answered_later" and need["answered_date"] == "2020-03-03"
    assert need["rounds_open"] == 1


def test_thanks_end_a_need(nlp):
    rows = rounds(
        nlp, ASKED, TOLD,
        "Runda 2 mars 2021\n\nEva, Skara\n\nTack Stina för hjälpen med försäkringen av lådcyklarna!\n",
    )  # fmt: skip
    (need,) = rows["needs"]
    assert need["status"] == "thanked"
    assert [step.split(" ")[1].rstrip(":") for step in need["steps"]] == [
        "asked",
        "answered_later",
        "thanked",
    ]


def test_an_old_answer_serves_a_new_question(nlp):
    late = ASKED.replace("5 mars 2019", "2 mars 2021")
    rows = rounds(nlp, TOLD, late)
    (need,) = rows["needs"]
    assert need["status"] == "answered_earlier"
    assert rows["news"][0]["helper"] == "Hjo" and "hade redan berättat" in rows["news"][0]["explanation"]


def test_one_first_name_at_two_members_is_two_persons(nlp):
    rows = rounds(
        nlp,
        "Runda 5 mars 2019\n\nEva, Skara\n\nAllt väl.\n\nEva, Hjo\n\nAllt väl.\n",
        "Runda 3 mars 2020\n\nEva Ek, Skara\n\nAllt väl.\n",
        contacts=[Contact("Skara", "Eva Ek", "eva@example.se", "klimatstrateg"), Contact("Tibro", "Bo Al")],
    )
    people = {(row["member"], row["person"]): row for row in rows["people"]}
    assert set(people) == {("Skara", "Eva Ek"), ("Hjo", "Eva"), ("Tibro", "Bo Al")}
    skara = people["Skara", "Eva Ek"]
    assert (skara["first_seen"], skara["last_seen"], skara["rounds"]) == ("2019-03-05", "2020-03-03", 2)
    assert (skara["email"], skara["known_from"]) == ("eva@example.se", "both")
    assert people["Tibro", "Bo Al"]["known_from"] == "contacts"


def test_contacts_are_read_as_excel_saves_them(tmp_path):
    path = tmp_path / "k.csv"
    path.write_text("\ufeffMedlem;Namn;E-post\nSkara;Eva Ek;eva@example.se\n;;\n", encoding="utf-8")
    assert read_contacts(path) == [Contact("Skara", "Eva Ek", "eva@example.se")]
    path.write_text("member,mail\nSkara,x\n", encoding="utf-8")
    with pytest.raises(RundaError, match="line 1"):
        read_contacts(path)
    path.write_text("member,person\nSkara,\n", encoding="utf-8")
    with pytest.raises(RundaError, match="line 2"):
        read_contacts(path)


def test_three_that_ask_one_thing_get_a_meeting(nlp):
    blocks = "".join(
        f"{who}\n\nHjälp: hur följer ni upp koldioxidbudgeten i nämnderna?\n\n"
        for who in ("Eva, Skara", "Bo, Tibro", "Ida, Hjo")
    )
    has = "Ola, Lund\n\nHar en koldioxidbudget som följs upp i nämnderna varje år.\n"
    rows = rounds(nlp, f"Runda 5 mars 2019\n\n{blocks}{has}")
    assert any(set(row["members"]) == {"Skara", "Tibro", "Hjo"} for row in rows["theme_meetings"])


CLOSED = "Runda 2 mars 2021\n\nEva, Skara\n\n{}\n"


@pytest.mark.parametrize(
    "words",
    [
        "Försäkringen av lådcyklarna är löst, behövs inga fler svar.",
        "Lådcyklarnas försäkring ordnade vi själva, så den frågan kan ni stryka.",
        "Försäkra lådcyklar: inte längre aktuellt.",
        "Frågan om försäkring av lådcyklar utgår.",
    ],
)
def test_a_need_is_withdrawn_in_many_words(nlp, words):
    (need,) = rounds(nlp, ASKED, CLOSED.format(words))["needs"]
    assert need["status"] == "withdrawn"


def test_what_a_member_tells_of_something_else_withdraws_nothing(nlp):
    (need,) = rounds(nlp, ASKED, CLOSED.format("Konsult till energiplanen har vi hittat."))["needs"]
    assert need["status"] == "open"


def test_an_answer_after_a_withdrawal_is_none(nlp):
    gone = CLOSED.format("Frågan om försäkring av lådcyklar är inte längre aktuell.").replace("2021", "2019-")
    gone = gone.replace("2 mars 2019-", "3 juni 2019")
    rows = rounds(nlp, ASKED, gone, TOLD)
    (need,) = rows["needs"]
    assert need["status"] == "withdrawn" and not need["answered_by"] and not rows["news"]


def test_what_was_known_before_the_asking_is_no_answer_date(nlp):
    (need,) = rounds(nlp, TOLD, ASKED.replace("5 mars 2019", "2 mars 2021"))["needs"]
    assert (need["status"], need["answered_date"], need["known_since"]) == (
        "answered_earlier",
        "",
        "2020-03-03",
    )


def test_a_need_whose_day_is_past_has_expired(nlp):
    asked = "Runda 5 mars 2019\n\nEva, Skara\n\nHjälp: talare om kolinlagring, senast 1 april.\n"
    (need,) = rounds(nlp, asked, "Runda 3 mars 2020\n\nBo, Tibro\n\nAllt väl.\n")["needs"]
    assert (need["status"], need["expired"]) == ("open", "yes")


FEE = "Runda 5 mars 2019\n\nBo, Tibro\n\nHar en klimatväxling på 400 kr per flygresa.\n"
LEVEL = "Runda 2 mars 2021\n\nEva, Skara\n\nHjälp: vilken nivå har ni på klimatväxlingen per flygresa?\n"


@pytest.mark.parametrize(
    "words",
    ["Har sagt upp klimatväxlingen.", "Klimatväxlingen är avskaffad.", "Har lagt ner klimatväxlingen."],
)
def test_what_a_member_has_given_up_counts_less(nlp, words):
    def score(*texts):
        found = [row["score"] for row in rounds(nlp, *texts)["matches"] if row["helper"] == "Tibro"]
        return max(found, default=0.0)

    gone = f"Runda 3 mars 2020\n\nBo, Tibro\n\n{words}\n"
    assert score(FEE, LEVEL) > 0.6
    assert score(FEE, gone, LEVEL) <= 0.5


def test_a_season_that_is_no_day_to_come_is_none(nlp):
    rows = rounds(
        nlp,
        "Runda 5 mars 2019\n\nEva, Skara\n\nHjälp: kravtexter för snöröjning, frågade förra hösten också.\n",
    )
    assert not rows["upcoming"]


PAGE = """{0} kommun i medlemsutvärderingen

{0} kommun nådde {1} av 67 möjliga poäng i Klimatkommunernas utvärdering. Starka områden är {2}. Svaga
områden är {3}.

Senast uppdaterad: 12 februari 2021
"""


def test_a_weak_area_is_a_need_of_its_own_with_those_that_are_strong(nlp):
    rows = rounds(
        nlp,
        PAGE.format("Skara", 41, "Transporter och Energi", "Upphandling"),
        PAGE.format("Tibro", 50, "Upphandling och Energi", "Samhällsplanering"),
        ASKED,
    )
    (weak,) = [row for row in rows["weak_areas"] if row["member"] == "Skara"]
    assert (weak["area"], weak["date"], weak["current"]) == ("Upphandling", "2021-02-12", "yes")
    assert weak["strong_members"] == ["Tibro"] and "procurement" in weak["topics"]
    assert len(rows["needs"]) == 1  # what was asked, and nothing else


def test_a_strong_area_speaks_for_a_helper_of_another_round(nlp):
    page = PAGE.format("Tibro", 50, "Transporter", "Energi")
    rows = rounds(nlp, FEE, page, LEVEL)
    (match,) = [row for row in rows["matches"] if row["helper"] == "Tibro"]
    assert "evaluated" in match["reasons"] and "styrka" in match["explanation"]
