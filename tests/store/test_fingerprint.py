"""The version of rules, models and plug-ins: what it knows of."""

import sys
from importlib.metadata import EntryPoint

import pytest

from pipeline.plugins import Plug
from pipeline.store import fingerprint as versions


@pytest.fixture
def plugged(tmp_path, monkeypatch):
    (tmp_path / "my_reader.py").write_text("def read(data, name):\n    return 'one'\n", encoding="utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    points = {"rnd": EntryPoint("rnd", "my_reader:read", "runda.readers")}
    monkeypatch.setattr(versions, "installed", lambda plug: points if plug is Plug.READER else {})
    return tmp_path / "my_reader.py"


def key():
    return versions.fingerprint(None, rules_only=False, max_bytes=1000)


def test_a_plug_in_counts_and_so_does_a_change_of_its_code(plugged, monkeypatch):
    first = key()
    plugged.write_text("def read(data, name):\n    return 'two'\n", encoding="utf-8")
    second = key()
    monkeypatch.setattr(versions, "installed", lambda plug: {})
    assert len({first, second, key()}) == 3
    assert "my_reader" not in sys.modules  # looked at, not imported


def test_the_options_and_topics_count(tmp_path):
    (tmp_path / "mine.toml").write_text("[[topic]]", encoding="utf-8")
    found = {
        key(),
        versions.fingerprint(None, rules_only=True, max_bytes=1000),
        versions.fingerprint(None, rules_only=False, max_bytes=2000),
        versions.fingerprint(tmp_path / "mine.toml", rules_only=False, max_bytes=1000),
    }
    assert len(found) == 4
