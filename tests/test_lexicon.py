from dataclasses import dataclass

import pytest

from pipeline.errors import ResourceError
from pipeline.lexicon import Entry, load_classes, load_entries


@dataclass(frozen=True, slots=True)
class Phrase(Entry):
    patterns: tuple[str, ...] = ()
    weight: float = 1.0


def write(tmp_path, text):
    path = tmp_path / "words.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_entries_become_values(tmp_path):
    path = write(tmp_path, '[[phrase]]\nid = "a"\npatterns = ["x y"]\nweight = 2\n\n[[phrase]]\nid = "b"\n')
    assert load_entries(path, {"phrase": Phrase}) == {
        "phrase": [Phrase("a", patterns=("x y",), weight=2.0), Phrase("b")]
    }


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('[[phrase]]\nid = "a"\n\n[[phrase]]\nid = "b"\npatern = ["x"]\n', 6, "unknown key 'patern'"),
        ('[[phrase]]\nid = "a"\n[[phrase]]\npatterns = ["x"]\n', 3, "lacks 'id'"),
        ('[[phrase]]\nid = "a"\nweight = "tung"\n', 3, "must be float"),
        ('[[phrase]]\nid = "a"\npatterns = "x"\n', 3, "list of strings"),
        ('[[phrase]]\nid = "a"\n[[phrase]]\nid = "a"\n', 3, "already used at line 1"),
        ('[[fras]]\nid = "a"\n', 1, "unknown table 'fras'"),
        ('[phrase]\nid = "a"\n', 1, r"\[\[phrase\]\]"),
        ("[[phrase]]\nid = \n", 2, "not valid TOML"),
    ],
)
def test_a_fault_names_file_and_line(tmp_path, text, line, says):
    path = write(tmp_path, text)
    with pytest.raises(ResourceError, match=says) as caught:
        load_entries(path, {"phrase": Phrase})
    assert caught.value.line == line
    assert "words.toml, line" in str(caught.value)


def test_a_missing_file_and_a_wrong_encoding_are_told(tmp_path):
    with pytest.raises(ResourceError, match="missing"):
        load_entries(tmp_path / "no.toml", {"phrase": Phrase})
    path = tmp_path / "latin.toml"
    path.write_bytes('[[phrase]]\nid = "å"\n'.encode("latin-1"))
    with pytest.raises(ResourceError, match="UTF-8"):
        load_entries(path, {"phrase": Phrase})


def test_classes(tmp_path):
    path = write(tmp_path, '[classes]\nni = ["ni", "er"]\n')
    assert load_classes(path) == {"ni": ("ni", "er")}
    with pytest.raises(ResourceError, match="list of strings"):
        load_classes(write(tmp_path, "[classes]\nni = 3\n"))
