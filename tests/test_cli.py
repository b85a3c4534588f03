import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import __version__
from pipeline.cli import main

ROOT = Path(__file__).parents[1]
HEAVY = ("spacy", "pandas", "sklearn", "pyarrow", "numpy", "lxml")


def runda(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["-h"], ["run", "--help"], ["explain", "-h"]]
)
def test_help_imports_nothing_heavy(arguments):
    code = (
        "import sys\nfrom pipeline.cli import main\ntry:\n    main(sys.argv[1:])\nexcept SystemExit as end:\n"
        "    assert not end.code\nprint('|', *sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True, cwd=ROOT
    )
    loaded = ran.stdout.rpartition("|")[2].split()
    assert "click" in loaded
    assert not set(HEAVY) & set(loaded)


def test_version():
    assert __version__ in runda("--version").output


def test_run_tells_what_it_did(examples, tmp_path):
    done = runda("run", examples, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    for told in (
        "documents",
        "blocks",
        "requests",
        "matches",
        f"Tables:    {tmp_path / 'out'}",
        "Summaries:",
    ):
        assert told in done.stdout
    assert "5 rounds, 1 evaluation page" in done.stdout
    assert done.stderr == ""  # no bar where nobody watches
    assert (tmp_path / "out" / "matches.csv").exists() and (tmp_path / "out" / "matches.parquet").exists()


def test_quiet_says_nothing(examples, tmp_path):
    done = runda("run", examples / "exempel-punktlista.txt", "--out", tmp_path, "--quiet", "--format", "csv")
    assert (done.exit_code, done.output) == (0, "")
    assert (tmp_path / "matches.csv").exists() and not (tmp_path / "matches.parquet").exists()


def test_log_level_tells_more(examples, tmp_path):
    command = [sys.executable, "-m", "pipeline", "--log-level", "info", "run", "-q"]
    ran = subprocess.run(
        [*command, examples, "--out", tmp_path], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert "exempel-chatt.txt" in ran.stderr


def test_one_unreadable_document_is_status_1_and_the_others_are_written(examples, tmp_path):
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 no document")
    done = runda(
        "run", examples / "exempel-punktlista.txt", tmp_path / "broken.docx", "--out", tmp_path / "out"
    )
    assert done.exit_code == 1
    assert "could not read broken.docx" in done.stderr
    assert "Not readable:" in done.stdout
    assert (tmp_path / "out" / "summaries" / "2022-03-09.md").exists()


def test_warnings_are_printed_and_are_status_0(tmp_path):
    (tmp_path / "x.txt").write_text(
        "Runda\n\nMalin, Malmö\n\nVi har en solpark.\n\nEva, Tierp\n\nHej.\n", "utf-8"
    )
    done = runda("run", tmp_path / "x.txt", "--out", tmp_path / "out")
    assert done.exit_code == 0
    assert "Warnings:\n  x.txt: " in done.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["run", "{tmp}/missing"], "missing"),
        (["run", "{tmp}/empty"], "no documents"),
        (["run", "--format", "xml"], "xml"),
        (["run", "--max-size", "0"], "max-size"),
        (["run", "--topics", "{tmp}/bad.toml", "{examples}"], "bad.toml, line 3: unknown key 'colour'"),
        (["topics", "--topics", "{tmp}/bad.toml"], "bad.toml, line 3"),
        (["explain", "{examples}/exempel-chatt.txt", "--line", "9999"], "no line 9999"),
        (["explain", "{examples}/exempel-chatt.txt"], "--line"),
        (["evaluate", "{tmp}/missing", "{tmp}/empty"], "missing"),
        (["evaluate", "{examples}", "{tmp}/empty"], "no NAME.gold.json"),
        (["nonsense"], "nonsense"),
    ],
)
def test_wrong_usage_is_status_2_and_one_message(examples, tmp_path, arguments, told):
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad.toml").write_text('[[topic]]\nid = "x"\ncolour = "red"\n', encoding="utf-8")
    done = runda(*(argument.format(tmp=tmp_path, examples=examples) for argument in arguments))
    assert done.exit_code == 2, done.output
    assert told in done.stderr
    assert "Traceback" not in done.output


def test_explain_tells_block_speaker_labels_and_signals(examples):
    done = runda("explain", examples / "exempel-punktlista.txt", "--line", "13")
    assert done.exit_code == 0, done.output
    assert "block      Umeå (Maja)" in done.output
    assert "speaker    Umeå (Maja)" in done.output
    assert "request    explicit" in done.output
    assert "signal     request: " in done.output


def test_evaluate_as_text_and_as_json(tmp_path):
    gold = ROOT / "tests" / "gold" / "natural"
    text = runda("evaluate", gold / "u1a.txt", gold, "--misses", "1")
    assert text.exit_code == 0, text.output
    assert "match_ndcg5" in text.output and "wanted" in text.output
    assert runda("run", gold, "--out", tmp_path, "-q").exit_code == 0
    of_output = json.loads(runda("evaluate", tmp_path, gold, "--json").output)
    anew = json.loads(runda("evaluate", gold, gold, "--json").output)
    assert of_output == anew
    assert of_output["figures"]["blocks"]["n"] > 50
    assert {"figure", "document", "line", "wanted", "got", "text", "signals"} <= set(of_output["misses"][0])


def test_topics_lists_names_and_areas():
    done = runda("topics")
    assert done.exit_code == 0
    assert "co2_budget" in done.output and "Koldioxidbudget" in done.output
    assert len(done.output.splitlines()) >= 15


def test_topics_checks_the_sentences_of_a_file(tmp_path):
    own = tmp_path / "mine.toml"
    text = (
        '[[topic]]\nid = "bees"\nswedish = "Bin"\nenglish = "Bees"\narea = "planning"\nwords = ["bikupa"]\n'
    )
    own.write_text(text + 'match = ["Vi har en bikupa."]\n', encoding="utf-8")
    assert runda("topics", "--topics", own).output.endswith("its sentences hold.\n")
    own = tmp_path / "changed.toml"  # a file is read once
    own.write_text(text + 'match = ["Vi har humlor."]\n', encoding="utf-8")
    done = runda("topics", "--topics", own)
    assert done.exit_code == 2 and "humlor" in done.output


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_progress_on_a_terminal(examples, tmp_path):
    import pty

    parent, child = pty.openpty()
    command = [sys.executable, "-m", "pipeline", "run", examples, "--out", tmp_path]
    ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=child, check=True, cwd=ROOT)
    os.close(child)
    shown = os.read(parent, 1 << 16).decode()
    os.close(parent)
    assert "Reading" in shown and "100%" in shown
    assert b"Tables:" in ran.stdout and b"Reading" not in ran.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_script(shell):
    environment = {**os.environ, "_RUNDA_COMPLETE": f"{shell}_source"}
    code = "from pipeline.cli import main; main(prog_name='runda')"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=environment
    )
    assert "_RUNDA_COMPLETE" in ran.stdout
