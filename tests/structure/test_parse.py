from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.structure.model import Structure
from pipeline.structure.parse import parse
from pipeline.values import Marker

MEMBERS = [
    "Malmö",
    "Upplands Väsby",
    "LUND",
    "Region Skåne",
    "Lunds kommun",
    "Vara",
    "kansliet",
    "Gbg",
    "Narvik",
]
PERSONS = ["Malin", "Sara och Bo", "P-O", "Eva Ek", "Anna-Karin, Siv", "Xerxes", ""]
SIGNS = [", ", " – ", " / ", " (", ": ", "  ", " i ", ""]
DRESS = ["", "## ", "**", "1. ", "- ", "> ", "\t", "10:12 ", "(", "→ ", "Kommentar ", "Ordet till "]
WORDS = [
    "Vi har en plan.",
    "Hjälp: hur gör ni?",
    "Tips",
    "HJÄLP",
    "i övrigt",
    "(Lund har samma sak)",
    "Sara: nej",
    "och så",
    "Närvarande:",
    "från chatten",
    "Nästa möte",
    "mvh",
    "http://x.se/a:b",
    "…",
    "😀 Toppen!",
    "12.30",
    "---",
]

#: Lines of what is pasted from elsewhere: chats, mail, tables, forms, notes on a board.
PASTED = [
    "\nMalin Ek  09:02\n",
    "\n[09:03] Sara\n",
    "\n    ↳ Bo 09:04  ja\n",
    "\nFrån: Bo, Lund\nSkickat: i går\n",
    "\nDen 4 mars skrev Eva, Malmö:\n",
    "\n> hur gör ni?\n",
    "\nMvh\nSara\n",
    "\nKommun | Gör | Tips\n--- | --- | ---\n",
    "\nLund | Karin | bygger | –\n",
    "\nVäxjö\tBo\tträ\t\n\t\tmer\n",
    "\nKommun;Gör\nLund;x\n",
    "\nNärvarande: Malin Ek (Malmö), Sara (Örebro), Bo (Lund)\n",
    "\ntre tak (Bo, Lund)\n",
    "\nSvar till Lund: nej /Sara\n",
    "\n[Malmö] text\n",
    "\n1. Vilken kommun? Lund\n",
    "\nÖvriga frågor\n- Bo (Lund): mer\n",
    "||| |",
    "😂",
]

piece = st.sampled_from([*MEMBERS, *PERSONS, *SIGNS, *DRESS, *WORDS, *PASTED, "\n", "\n\n", " "])
documents = st.lists(piece, max_size=60).map("".join)


def covered(text: str, found: Structure) -> set[int]:
    parts = [*([found.title] if found.title else []), *found.headers, *found.turns, *found.furniture]
    return {at for part in parts for at in range(part.start, part.end)}


def check(text: str) -> None:
    found = parse(text)
    assert {at for at, char in enumerate(text) if not char.isspace()} <= covered(text, found)
    for part in (*found.headers, *found.turns, *found.furniture):
        assert text[part.start : part.end].strip()
    spoken = sorted((turn.start, turn.end) for turn in found.turns)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spoken))
    assert all(turn.speaker for turn in found.turns)
    assert all(turn.speaker != turn.reply_to for turn in found.turns)


@settings(max_examples=150, deadline=None)
@given(documents)
def test_no_text_vanishes_from_generated_documents(text: str) -> None:
    check("Runda 3 maj 2021\n\n" + text)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_no_text_vanishes_from_any_text(text: str) -> None:
    check(text)


ROUND = """Runda 3 maj 2021

Malin, Malmö

{body}

Sara, Örebro

Allt väl.

Bo, Lund

Allt väl här med.
"""


def speakers(body: str) -> list[tuple[str, str, str]]:
    text = ROUND.format(body=body)
    found = parse(text)
    assert [block.owner.name for block in found.blocks] == ["Malmö", "Örebro", "Lund"]
    return [(t.speaker, t.reply_to, text[t.start : t.end]) for t in found.turns if t.block == 0]


@pytest.mark.parametrize(
    ("body", "replier"),
    [
        ("Vi bygger.\n\nSara, Örebro: Vi med.", "Örebro"),
        ("Vi bygger.\n\nSara: Vi med.", "Örebro"),
        ("Vi bygger.\nÖrebro: Vi med.", "Örebro"),
        ("Vi bygger.\n\nÖrebro (Sara) svarar: Vi med.", "Örebro"),
        ("Vi bygger.\n\nSara säger: Vi med.", "Örebro"),
        ("Vi bygger.\n\nSvar från Örebro: Vi med.", "Örebro"),
        ("Vi bygger.\n\nKommentar Lund: Vi med.", "Lund"),
        ("Vi bygger.\n\n> Bo (Lund): Vi med.", "Lund"),
        ("Vi bygger.\n\n→ Lund: Vi med.", "Lund"),
        ("Vi bygger.\n\n(Lund: Vi med.)", "Lund"),
        ("Vi bygger.\n\nSara inflikar: Vi med.", "Örebro"),
        ("Vi bygger.\n- Örebro: Vi med.", "Örebro"),
        ("Vi bygger. (Lund har samma sak, i tre skolor.) Klart i höst.", "Lund"),
        ("Vi bygger. Sara: nej men man kan hyra.", "Örebro"),
        ("Vi bygger → Lund: vi sa upp det", "Lund"),
        ("Vi bygger.\n\nLund svarar att det finns en mall.", "Lund"),
        ("Vi bygger.\n\n– Vi gör det med, säger Sara på Örebro kommun.", "Örebro"),
        ("Vi bygger.\n\nSara via chatten: Vi med.", "Örebro"),
        ("Vi bygger.\n\nÖrebro kort: Vi med.", "Örebro"),
    ],
)
def test_another_members_words_are_its_reply(body: str, replier: str) -> None:
    found = speakers(body)
    assert found[0][:2] == ("Malmö", "")
    assert (replier, "Malmö") in [(speaker, reply) for speaker, reply, _ in found]
    assert {speaker for speaker, _, _ in found} == {"Malmö", replier}


@pytest.mark.parametrize(
    "body",
    [
        "Malmö, Lund och Örebro har bjudit in till ett möte.",
        "Har lärt oss av Örebro: de hade rätt.",
        "Tips: Lund har en bra checklista.",
        "Malin: Vi bygger.",
        "Malmö: Vi bygger.",
        "Lund har fått pengar, kul för dem.",
        "Projekt: solceller på taket.",
        "Kl 10: 30 fanns det fika.",
        "Mark: tre nya planer är klara.",
        "Vi är fler (Kalmar och Växjö är med) i gruppen.",
    ],
)
def test_the_owner_goes_on_speaking(body: str) -> None:
    assert {(speaker, reply) for speaker, reply, _ in speakers(body)} == {("Malmö", "")}


def test_the_repliers_list_is_the_repliers() -> None:
    found = speakers("Vi bygger.\n\nSara, Örebro: Två saker!\n\n* En.\n\n* Två.\n\nVi river också.")
    assert [speaker for speaker, _, _ in found] == ["Malmö", "Örebro", "Örebro", "Örebro", "Malmö"]


def test_a_bullet_of_the_owners_form_goes_back_to_the_owner() -> None:
    found = speakers("• Vi bygger.\n• Hur gör ni?\nSara, Örebro: Två saker:\n- en\n- två\n• Vi river.")
    assert [speaker for speaker, _, _ in found] == ["Malmö", "Malmö", "Örebro", "Örebro", "Örebro", "Malmö"]


def test_the_owner_answers_back_in_its_own_name() -> None:
    found = speakers("Vi bygger.\n\nSara: Vi med.\n\nMalin: Toppen!\n\nSara igen: Tack.")
    assert [(s, r) for s, r, _ in found] == [
        ("Malmö", ""),
        ("Örebro", "Malmö"),
        ("Malmö", ""),
        ("Örebro", "Malmö"),
    ]


def marks(body: str) -> list[tuple[str, Marker]]:
    text = ROUND.format(body=body)
    return [(text[t.start : t.end], t.marker) for t in parse(text).turns if t.block == 0]


def test_a_marker_covers_its_list_and_no_more() -> None:
    assert marks("Hjälp:\n- ett\n- två\n\nVanlig text.\n\nTips\n- tre\nI övrigt:\n- fyra") == [
        ("- ett", Marker.HELP),
        ("- två", Marker.HELP),
        ("Vanlig text.", Marker.NONE),
        ("- tre", Marker.TIPS),
        ("- fyra", Marker.NONE),
    ]


def test_a_marker_covers_one_paragraph() -> None:
    assert marks("Hjälp:\n\nHur gör ni?\n\nVi bygger.") == [
        ("Hur gör ni?", Marker.HELP),
        ("Vi bygger.", Marker.NONE),
    ]


def test_an_inline_marker_covers_its_own_paragraph() -> None:
    assert marks("- Tips: ring.\n- Vi bygger.") == [
        ("- Tips: ring.", Marker.TIPS),
        ("- Vi bygger.", Marker.NONE),
    ]


@pytest.mark.parametrize(
    "text",
    ["", "   \n\n", "Bara en mening.", "En vanlig artikel om Malmö.\n\nMalmö har en plan.\n\nSlut."],
)
def test_a_text_without_headers_has_no_blocks_and_says_so(text: str) -> None:
    found = parse(text)
    assert not found.blocks and not found.turns
    assert len(found.messages) == 1


def test_what_is_odd_is_told() -> None:
    found = parse(
        "Runda\n\nMalin, Malmö\n\nAllt väl.\n\nKari, Länsstyrelsen\n\nAllt väl."
        "\n\nBo, Lund\n\nSiv, Kalmar\n\nHej."
    )
    assert any("no date" in message for message in found.messages)
    assert any("line 7" in message and "Länsstyrelsen" in message for message in found.messages)
    assert any("line 11" in message and "empty" in message for message in found.messages)


def test_an_unknown_owner_in_the_documents_own_form_is_kept() -> None:
    found = parse(ROUND.format(body="Vi bygger.") + "\nSiv, Narvik\n\nHei på dere.\n")
    assert [block.owner.name for block in found.blocks] == ["Malmö", "Örebro", "Lund", "Narvik"]


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000,
        "Malin, Malmö: " + "ja, " * 3_000,
        "(" * 5_000,
        "Malin, " * 2_000,
        "Malmö (Malin), " * 1_000,
        "a: " * 4_000,
        "> " * 5_000,
        "- \t" * 3_000,
        "\n".join(f"Malin, Malmö: rad {n}" for n in range(5_000)),
        "\n".join(f"{n}. Malmö" for n in range(2_000)),
        "Å. " * 4_000,
    ],
    ids=range(11),
)
def test_odd_input_is_read_in_reasonable_time(text: str) -> None:
    start = time.process_time()
    check("Runda 3 maj 2021\n\nMalin, Malmö\n\n" + text + "\n\nSara, Örebro\n\nHej.")
    assert time.process_time() - start < 5


OPENINGS = """{title}

Tierp har börjat mäta elen i skolorna timme för timme. Det avslöjade en fläkt.

I Heby konteras resorna numera på projekt, vilket ingen tycker om.

Någon undrade om det går att få ut siffrorna per skola.

Från Knivsta rapporterades att tåget går var tjugonde minut.
"""


def test_paragraphs_that_open_with_a_member_are_blocks_where_there_is_no_header() -> None:
    found = parse(OPENINGS.format(title="Anteckningar från rundan 8 maj 2018"))
    assert [(block.owner.name, block.header_line) for block in found.blocks] == [
        ("Tierp", 3),
        ("Heby", 5),
        ("Knivsta", 9),
    ]
    assert [turn.speaker for turn in found.turns] == ["Tierp", "Heby", "Heby", "Knivsta"]


def test_a_news_article_that_names_places_has_no_blocks() -> None:
    assert not parse(OPENINGS.format(title="Så sparar kommunerna el")).blocks
