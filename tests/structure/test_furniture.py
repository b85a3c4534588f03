from __future__ import annotations

import pytest

from pipeline.structure.furniture import furniture_of, load_furniture

ENTRIES = load_furniture()


@pytest.mark.parametrize(
    ("entry", "text"), [(e, t) for e in ENTRIES for t in e.match], ids=lambda v: getattr(v, "id", None)
)
def test_what_must_be_found_is_found(entry, text: str) -> None:
    assert furniture_of(text) is not None


@pytest.mark.parametrize(
    ("entry", "text"), [(e, t) for e in ENTRIES for t in e.no_match], ids=lambda v: getattr(v, "id", None)
)
def test_what_must_not_be_found_is_not_found(entry, text: str) -> None:
    found = furniture_of(text)
    assert found is None or found.id != entry.id


def test_a_signature_counts_at_the_end_only() -> None:
    assert furniture_of("Vänliga hälsningar", ("anywhere",)) is None
    assert furniture_of("Vänliga hälsningar", ("anywhere", "end")) is not None


def test_long_text_is_never_furniture() -> None:
    assert furniture_of("Senast uppdaterad " + "och så vidare " * 60) is None
