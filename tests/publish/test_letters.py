"""Letters: who, what, when and in which words; drafts that nobody sends."""

import io
import re
from email import message_from_bytes
from email.policy import default

import pytest
from openpyxl import load_workbook

from pipeline.commands.office import write_letters
from pipeline.errors import RundaError
from pipeline.introductions import expired
from pipeline.publish.addresses import Addresses
from pipeline.publish.decisions import Decision, decision, decisions_in
from pipeline.publish.ledger import Answer, Ledger
from pipeline.publish.letters import letter_files, letters
from pipeline.publish.mail import draft
from pipeline.publish.workbook import workbook
from tests.publish.office_material import HOSTILE


@pytest.fixture(scope="module")
def made(ledger):
    return letters(ledger)


def test_one_letter_for_each_request_that_waits_and_still_stands(made, ledger):
    waits = (Answer.PROPOSED, Answer.OTHER_ROUND)
    standing = {
        row["member"]
        for row in ledger.table("requests")
        if ledger.answer(row) in waits and not expired(row, ledger.latest, ledger.last_asked(row))
    }
    assert len(made) >= 1 and {letter.subject.split(" och ")[0] for letter in made} <= standing
    assert not any(letter.date < "2023" for letter in made), "years old"
    assert len({letter.name for letter in made}) == len(made)


def test_for_a_round_of_old_its_own_day_counts(ledger):
    old = letters(ledger, date="2020-11-17")
    assert len(old) >= 3 and {letter.date for letter in old} == {"2020-11-17"}
    notes = " ".join(note for letter in old for note in letter.notes)
    assert "Obs: frågan ställdes 17 november 2020. Kontrollera att den är aktuell." in notes


def test_a_letter_quotes_need_and_experience_and_says_when(ledger):
    statements = ledger.table("statements")
    made = [letter for row in ledger.rounds for letter in letters(ledger, date=row["date"])]
    assert len(made) >= 15
    for letter in made:
        assert len(letter.body) < 1300, "a short letter"
        quotations = [part.text for part in letter.paragraphs if not isinstance(part, str)]
        assert len(quotations) == 2
        for quotation in quotations:
            start = quotation.strip("”… ")[:12].replace("’", "”")
            assert any(start in " ".join(row["text"].replace("“", "”").split()) for row in statements), start
        assert "rundan den" in letter.body
        assert letter.body.endswith("Kansliet")


def test_only_the_round_asked_for(ledger):
    assert {letter.date for letter in letters(ledger, date="2019-10-08")} == {"2019-10-08"}


def test_accepted_proposals_alone_are_written_about(ledger):
    match = ledger.table("matches")[-1]
    (letter,) = letters(ledger, accepted={(match["request_id"], match["helper"])})
    assert match["helper"] in letter.subject and match["seeker"] in letter.subject


def test_a_yes_in_the_workbook_is_read_back(ledger, tmp_path):
    book = load_workbook(io.BytesIO(workbook(ledger)))
    sheet = book["Förslag"]
    headers = [cell.value for cell in sheet[1]]
    for row, answer in ((2, "Ja"), (3, "nej"), (4, " x "), (5, "ring Kim först")):
        sheet.cell(row, headers.index("Ert beslut") + 1, answer)
    book.save(tmp_path / "runda.xlsx")
    chosen = decisions_in(tmp_path / "runda.xlsx")
    column = {name: headers.index(name) + 1 for name in ("Nyckel", "Kan hjälpa")}
    pairs = {
        row: (sheet.cell(row, column["Nyckel"]).value, sheet.cell(row, column["Kan hjälpa"]).value)
        for row in (2, 4)
    }
    assert chosen.accepted == set(pairs.values())
    assert chosen.rows == {pair: row for row, pair in pairs.items()}
    assert chosen.unclear == ((5, "ring Kim först"),)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("ja", "Ja tack", "JA!", "Ja, gärna", "yes", "x", "X", "ok", "OK.", "okej", "✓", "✔", True, 1, 1.0,
          "Jajamän", "kör på", "absolut", "japp", "visst"), Decision.YES),
        (("nej", "Nej tack", "no", "n", "-", "–", 0, False, "inte nu", "ej aktuellt"), Decision.NO),
        ((None, "", "  "), Decision.NONE),
        (("vet ej", "kanske", "ja, men vänta", "ok om Eva går med på det", "?", "ring Kim först", 7,
          "ja fast senare"), Decision.UNCLEAR),
    ],
)  # fmt: skip
def test_a_yes_is_a_yes_however_it_is_put(cells, said):
    for cell in cells:
        assert decision(cell) is said, cell


def test_what_no_letter_comes_of_is_told_with_its_row(example_run, tmp_path):
    _, out = example_run
    book = load_workbook(out / "runda.xlsx")
    sheet = book["Förslag"]
    headers = [cell.value for cell in sheet[1]]
    decided, key = headers.index("Ert beslut") + 1, headers.index("Nyckel") + 1
    for row, answer in ((2, "Ja tack"), (3, "vet inte"), (4, "ja")):
        sheet.cell(row, decided, answer)
    sheet.cell(4, key, "okänd")
    book.save(tmp_path / "beslut.xlsx")
    told = []
    number, _ = write_letters(out, to=tmp_path / "brev", accepted=tmp_path / "beslut.xlsx", warn=told.append)
    assert number == 1
    assert [re.search(r"row (\d+)", text)[1] for text in told] == ["3", "4"]
    assert '"vet inte" is neither a yes nor a no' in told[0] and "no longer proposes" in told[1]


def test_a_file_that_is_no_workbook_is_told(tmp_path):
    (tmp_path / "x.xlsx").write_bytes(b"nej")
    with pytest.raises(RundaError, match="not a workbook"):
        decisions_in(tmp_path / "x.xlsx")


def test_the_draft_opens_for_editing_and_has_known_addresses_only(ledger):
    first = letters(ledger)[0]
    (name, _), *_ = first.to
    member = next(row["member"] for row in ledger.table("requests") if name in row["persons"])
    book = Addresses([(member, f"{name} Ek", "kontakt@exempel.se")])
    letter = next(made for made in letters(ledger, addresses=book) if made.name == first.name)
    content = letter_files([letter])[f"{letter.name}.eml"]
    message = message_from_bytes(content, policy=default)
    assert message["X-Unsent"] == "1"
    assert [address.addr_spec for address in message["To"].addresses] == ["kontakt@exempel.se"]
    assert message["From"] is None and message["Date"] is None
    assert message.get_content().replace("\r\n", "\n").strip() == letter.body.strip()


def test_no_address_is_guessed():
    known = Addresses([("Lund", "Eva Ek", "a@x.se"), ("Lund", "Eva Al", "b@x.se"), ("Mora", "Bo", "c@x.se")])
    assert known.find("Lund", "Eva") == ""
    assert known.find("Lund", "Eva Ek") == "a@x.se"
    assert known.find("lund", "eva al") == "b@x.se"
    assert known.find("Mora", "Bo Ek") == "c@x.se"
    assert known.find("Lund", "Bo") == "" and known.find("Ale", "Bo") == ""


def test_notes_to_the_office_are_no_part_of_the_mail(made):
    files = letter_files(made[:1])
    mail = message_from_bytes(files[f"{made[0].name}.eml"], policy=default).get_content()
    assert "Till kansliet" not in mail and "rad " not in mail
    assert "Till kansliet, före utskick" in files[f"{made[0].name}.md"].decode("utf-8")


def test_the_office_is_we():
    document = {"document_id": "d1", "source": "r.txt", "date": "2022-05-03", "kind": "round"}
    said = {
        "statement_id": "s1", "document_id": "d1", "date": "2022-05-03", "member": "Kansliet",
        "persons": ["Kim"], "text": "Vi söker någon som vill berätta om solceller.", "line": 4,
        "char_start": 0, "char_end": 45, "topics": ["solar"], "request": "phrased", "reply_to": "",
    }  # fmt: skip
    told = said | {
        "statement_id": "s2", "member": "Region Skåne", "persons": ["Ida"], "request": "", "line": 9,
        "text": "Vi har solceller på alla sjukhus.", "char_start": 500, "char_end": 533,
    }  # fmt: skip
    request = said | {
        "request_id": "s1",
        "statement_ids": ["s1"],
        "answered_by": [],
        "due": "",
        "due_text": "",
    }
    match = {
        "request_id": "s1", "document_id": "d1", "seeker": "Kansliet", "helper": "Region Skåne",
        "helper_persons": ["Ida"], "rank": 1, "score": 0.9, "topics": ["solar"], "reasons": ["done"],
        "evidence_id": "s2", "evidence_text": told["text"], "evidence_date": "2022-05-03",
        "explanation": "Region Skåne har.", "evidence_line": 9,
    }  # fmt: skip
    rows = {"documents": [document], "statements": [said, told], "requests": [request], "matches": [match]}
    (letter,) = letters(Ledger(rows, ()))
    assert "tog vi på kansliet upp det här:" in letter.body
    assert "berättade Ida på Region Skåne:" in letter.body
    assert "Ska vi höras om det?" in letter.body
    assert letter.body.startswith("Hej Ida!") and [name for name, _ in letter.to] == ["Ida"]


def test_headers_cannot_be_forged():
    content = draft("Hej\r\nBcc: alla@ond.example", "Ord", [("A\nB", "a@x.se"), ("C", "c@x.se\nBcc: d@x.se")])
    message = message_from_bytes(content, policy=default)
    assert message["Bcc"] is None
    assert [address.addr_spec for address in message["To"].addresses] == ["a@x.se"]


def test_hostile_words_are_text(hostile):
    made = letters(hostile, accepted={(m["request_id"], m["helper"]) for m in hostile.table("matches")})
    files = letter_files(made)
    assert any(HOSTILE[1] in letter.body for letter in made)
    for name, content in files.items():
        assert ".." not in name and "<" not in name and "=" not in name
        if name.endswith(".eml"):
            message = message_from_bytes(content, policy=default)
            assert message.get_content_type() == "text/plain" and message["Bcc"] is None
