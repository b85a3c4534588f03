"""The documentation is true: its code runs, its links lead somewhere, and it leaves nothing out."""

import ast
import os
import re
import runpy
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import click
import pytest

from pipeline.cli import main

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(r"^( *)```(\w+)\n(.*?)^\1```", re.MULTILINE | re.DOTALL)


def blocks(page, language):
    found = _BLOCK.findall(page.read_text(encoding="utf-8"))
    return [
        re.sub(rf"^{indent}", "", code, flags=re.MULTILINE)
        for indent, name, code in found
        if name == language
    ]


def with_blocks(language):
    return [pytest.param(page, id=page.name) for page in PAGES if blocks(page, language)]


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A place to run in that looks like a checkout, with the command on the path."""
    (tmp_path / "data").mkdir()
    shutil.copytree(ROOT / "data" / "raw", tmp_path / "data" / "raw", ignore=lambda *_: real_minutes(ROOT))
    shutil.copytree(ROOT / "tests" / "gold", tmp_path / "tests" / "gold")
    command = tmp_path / "bin" / "runda"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pipeline "$@"\n', encoding="utf-8")
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{command.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def real_minutes(root):
    return [
        p.name for p in (root / "data" / "raw").iterdir() if not p.name.startswith(("exempel-", "README"))
    ]


@pytest.mark.parametrize("page", with_blocks("python"))
def test_python_blocks_run_in_order(page, checkout):
    code = "\n".join(blocks(page, "python"))
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
@pytest.mark.parametrize("page", with_blocks("sh"))
def test_shell_blocks_run_in_order(page, checkout):
    code = "set -eu\n" + "\n".join(blocks(page, "sh"))
    ran = subprocess.run(["/bin/sh", "-c", code], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("page", with_blocks("toml"))
def test_topic_files_in_the_documentation_are_valid(page, tmp_path):
    from pipeline.topics import load_topics

    for number, code in enumerate(blocks(page, "toml")):
        path = tmp_path / f"{number}.toml"
        path.write_text(code, encoding="utf-8")
        assert len(load_topics(path).topics) > len(load_topics().topics)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if not target.startswith(("http://", "https://", "mailto:")):
            assert (page.parent / target).exists(), target
    for target, anchor in re.findall(r"\]\(([^)#\s]*)#([^)\s]+)\)", text):
        linked = (page.parent / target) if target else page
        headings = re.findall(r"^#+ (.+)$", linked.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert anchor in {
            re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings
        }, anchor


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_and_option_is_documented(name):
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    sections = dict(
        re.findall(r"^## (?:runda )?(.+?)\n(.*?)(?=^## |\Z)", text, flags=re.MULTILINE | re.DOTALL)
    )
    assert name in sections
    command = main.commands[name]
    assert command.help
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{name} {option.opts}"
            assert any(f"`{spelled}" in sections[name] for spelled in option.opts), option.opts


def test_options_of_the_command_itself_are_documented():
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for option in main.params:
        assert any(f"`{spelled}" in text for spelled in option.opts), option.opts


def test_no_command_is_documented_that_is_not_there():
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^## runda (\w+)", text, flags=re.MULTILINE)) == set(main.commands)


def test_tables_page_is_what_the_schema_says():
    made = runpy.run_path(str(ROOT / "docs" / "make_tables.py"))["page"]()
    assert (ROOT / "docs" / "tables.md").read_text(encoding="utf-8") == made


def test_public_names_are_documented_in_python():
    import pipeline

    for name in pipeline.__all__:
        assert getattr(pipeline, name).__doc__ or name.startswith("__"), name


def test_every_module_says_what_it_is_for():
    for path in sorted((ROOT / "pipeline").rglob("*.py")):
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


def test_ci_finds_the_test_command():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = [line for line in readme.splitlines() if line.startswith("python3 -m venv ")]
    assert len(commands) == 2
    assert commands[0].endswith("runda run") and commands[1].endswith("pytest")
    pattern = re.search(r"sed -n 's/(.*?)/\\1/p' README", (ROOT / ".ci" / "run").read_text(encoding="utf-8"))
    posix = pattern[1].replace(r"\(", "(").replace(r"\)", ")")
    assert [line for line in readme.splitlines() if re.match(posix, line)] == commands[1:]
