"""Letters: who, what, when and in which words; drafts that nobody sends."""

import io
from email import message_from_bytes
from email.policy import default

import pytest
from openpyxl import load_workbook

from pipeline.errors import RundaError
from pipeline.publish.addresses import Addresses
from pipeline.publish.decisions import accepted_in
from pipeline.publish.ledger import Answer, Ledger
from pipeline.publish.letters import letter_files, letters
from pipeline.publish.mail import draft
from pipeline.publish.workbook import workbook
from tests.publish.office_material import HOSTILE


@pytest.fixture(scope="module")
def made(ledger):
    return letters(ledger)


def test_one_letter_for_each_request_that_waits(made, ledger):
    waits = (Answer.PROPOSED, Answer.OTHER_ROUND)
    waiting = [
        row
        for row in ledger.table("requests")
        if ledger.answer(row) in waits and ledger.matches.get(row["request_id"])
    ]
    assert len(made) == len(waiting) >= 10
    assert len({letter.name for letter in made}) == len(made)


def test_a_letter_quotes_need_and_experience_and_says_when(ledger, made):
    statements = ledger.table("statements")
    for letter in made:
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
    for row, answer in ((2, "Ja"), (3, "nej"), (4, " x ")):
        sheet.cell(row, headers.index("Ert beslut") + 1, answer)
    book.save(tmp_path / "runda.xlsx")
    chosen = accepted_in(tmp_path / "runda.xlsx")
    column = {name: headers.index(name) + 1 for name in ("Nyckel", "Kan hjälpa")}
    assert chosen == {
        (sheet.cell(row, column["Nyckel"]).value, sheet.cell(row, column["Kan hjälpa"]).value)
        for row in (2, 4)
    }


def test_a_file_that_is_no_workbook_is_told(tmp_path):
    (tmp_path / "x.xlsx").write_bytes(b"nej")
    with pytest.raises(RundaError, match="not a workbook"):
        accepted_in(tmp_path / "x.xlsx")


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
    assert "frågade vi på kansliet:" in letter.body
    assert "sade Ida på Region Skåne:" in letter.body
    assert "Vill du höras om detta?" in letter.body
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
