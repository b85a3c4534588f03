"""Headers in every dress that note takers were seen, or can be imagined, to give them."""

import pytest

from pipeline.structure.parse import parse

#: Member, persons, and what they say; the office last.
ROUND = [
    ("Lund", "Karin", ["Koldioxidbudgeten är antagen i fullmäktige.", "Hjälp: hur följer ni upp den?"]),
    ("Växjö", "Anneli och Bo", ["Solceller på två skolor sedan i höstas.", "Bygger i trä så ofta det går."]),
    ("Upplands Väsby", "Petra", ["- klimatväxling på remiss", "- laddstolpar vid stationen är på plats"]),
    ("Region Skåne", "Thomas", ["Funderar på Panorama, har inte bestämt oss än.", "Tips: läs rapporten."]),
    ("Östersund", "Elin, Jonas", ["Vi har räknat på konsumtionen och blev förvånade över maten."]),
    ("Kansliet", "Olga", ["Årsmötet blir i april, anmälan öppnar i januari för alla medlemmar."]),
]
BODIES = [
    "{p}, {m}", "{m}, {p}", "{m} – {p}", "{m} - {p}", "{m} -- {p}", "{m} ({p})", "{m} [{p}]", "{m} / {p}",
    "{m}/{p}", "{m}: {p}", "{m}; {p}", "{m} | {p}", "{m}\t{p}", "{m} + {p}", "{m} • {p}", "{m} · {p}",
    "{m} = {p}", "{m} > {p}", "{m}–{p}", "{m},{p}", "{m} {p}", "{p} ({m})", "{p} – {m}", "{p}/{m}",
    "{p} från {m}", "{p} i {m}", "{p} @ {m}", "{m} genom {p}", "{m}, genom {p}", "{m} (genom {p})",
    "{m} m {p}", "{m} med {p}", "{m} v {p}", "{m} via {p}", "{m} repr. av {p}", "{m}, klimatstrateg {p}",
    "{p}, klimatstrateg, {m}", "{p}, hållbarhetschef {m}", "{m} – {p} (klimatstrateg)", "{m}, {p} (ny)",
    "{m}, {p} 10.15", "{m}, {p} (kl 10:15)", "10.15 {m}, {p}", "kl 10.05 – {m} – {p}", "{m} ({p}) 5 min",
    "Kommun: {m} Deltagare: {p}", "Ordet till {p}, {m}", "Nästa: {m}, {p}",
]  # fmt: skip
DRESSES = [
    "** {}", "**{}**", "** {} **", "***{}***", "*{}*", "__{}__", "_{}_", "== {} ==", "=== {}", "--- {} ---",
    "-- {}", "- {} -", ">> {}", "# {}", "#{}", "### **{}**", "## {n}. {}", "§ {}", "§{n} {}", "#{n} {}",
    "{}:", "{}.", "**{}:**", "{n}. {}", "{n}) {}", "({n}) {}", "{n} {}", "{n}: {}", "{n} - {}", "Nr {n} {}",
    "Kommun {n}: {}", "• {}", "* {}", "- {}", "– {}", "+ {}", "o\t{}", "▪ {}", "► {}", "→ {}", "» {}",
    "📍 {}", "| {} |", "[{}]", "<{}>", "~ {} ~", ":: {} ::", "+++ {} +++", '"{}"', "\\*\\* {}", "{} ----",
    "{}\n------------", "{}\n============", "\t{}", "   {}", "{} …", "{}...", "{}!", "Talare: {}",
]  # fmt: skip


def written(body: str, dress: str) -> tuple[str, list[tuple[str, tuple[str, ...]]]]:
    lines, wanted = ["Anteckningar från rundan 4 mars 2021", ""], []
    for number, (member, persons, said) in enumerate(ROUND, 1):
        header = dress.replace("{}", body.format(m=member, p=persons)).replace("{n}", str(number))
        lines += [header, *said, ""]
        wanted.append((member, tuple(persons.replace(" och ", ", ").split(", "))))
    return "\n".join(lines), wanted


def found(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(block.owner.name, block.persons) for block in parse(text).blocks]


@pytest.mark.parametrize("body", BODIES)
def test_names_in_any_order_and_with_any_sign_between(body):
    text, wanted = written(body, "{}")
    assert found(text) == wanted


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("body", ["{m} – {p}", "{p}, {m}", "{m} ({p})"])
def test_headers_in_any_dress(body, dress):
    text, wanted = written(body, dress)
    assert found(text) == wanted


@pytest.mark.parametrize("dress", DRESSES)
def test_a_member_alone_in_any_dress(dress):
    text, wanted = written("{m}", dress)
    assert [member for member, _ in found(text)] == [member for member, _ in wanted]


def test_names_in_a_bulleted_list_of_those_present_open_no_blocks():
    present = "\n".join(f"- {member}, {persons}" for member, persons, _ in ROUND)
    text, wanted = written("{m} – {p}", "{}")
    title, rest = text.split("\n", 1)
    assert found(f"{title}\n\nMed på mötet:\n{present}\n{rest}") == wanted


def test_bulleted_replies_under_plain_headers_stay_replies():
    text, wanted = written("{m} – {p}", "{}")
    text = text.replace(
        "Hjälp: hur följer ni upp den?", "Hjälp: hur följer ni upp den?\n- Växjö: i bokslutet."
    )
    assert found(text) == wanted


def test_a_pasted_mail_is_its_senders_block():
    text, wanted = written("{m} – {p}", "{}")
    text += "\n--- MEJL ---\n\nFrån: Jesper Lind, Heby kommun\nÄmne: missar den\n\nHej!\nFick solceller.\n"
    assert found(text) == [*wanted, ("Heby", ("Jesper Lind",))]


def test_the_head_of_a_mail_that_holds_the_minutes_opens_no_block():
    text, wanted = written("{m} – {p}", "{}")
    assert found(f"Från: Olga, kansliet\nTill: alla\nÄmne: Anteckningar\n\n{text}") == wanted
