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


def test_site_builds_strictly_and_loads_nothing_from_elsewhere(tmp_path):
    pytest.importorskip("mkdocs")
    pytest.importorskip("mkdocstrings")
    ran = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", tmp_path],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    for page in tmp_path.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"<(?:script|link|img)[^>]+(?:src|href)=[\"']?https?://", text), page
    reference = (tmp_path / "reference.html").read_text(encoding="utf-8")
    import pipeline

    for name in pipeline.__all__:
        assert name.startswith("__") or f'id="pipeline.{name}"' in reference, name


def public_names(path):
    """Public functions, classes and methods of a module, with their nodes."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node.name, node
            if isinstance(node, ast.ClassDef):
                for inner in node.body:
                    if isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_"):
                        yield f"{node.name}.{inner.name}", inner


def test_no_public_name_is_undocumented():
    missing = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in sorted((ROOT / "pipeline").rglob("*.py"))
        for name, node in public_names(path)
        if not ast.get_docstring(node)
        and not any(ast.unparse(d) == "overload" for d in getattr(node, "decorator_list", ()))
    ]
    assert not missing


def test_every_page_is_in_the_navigation():
    site = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for page in (ROOT / "docs").glob("*.md"):
        assert f": {page.name}\n" in site, page.name


def test_the_picture_of_the_house_is_what_the_script_draws():
    made = runpy.run_path(str(ROOT / "docs" / "make_architecture.py"))["picture"]()
    assert (ROOT / "docs" / "architecture.svg").read_text(encoding="utf-8") == made


def example_plugin(folder):
    """Install the example of docs/plugins.md as pip would: its module, and its entry points."""
    page = ROOT / "docs" / "plugins.md"
    (project,), (code,) = blocks(page, "ini"), blocks(page, "py")
    import tomllib

    groups = tomllib.loads(project)["project"]["entry-points"]
    (folder / "runda_example.py").write_text(code, encoding="utf-8")
    info = folder / "runda_example-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: runda-example\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "".join(
            f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in points.items())
            for group, points in groups.items()
        )
    )


def test_the_example_plugin_reads_finds_and_exports(tmp_path):
    site, inputs = tmp_path / "site", tmp_path / "in"
    site.mkdir(), inputs.mkdir()
    example_plugin(site)
    (inputs / "vår.rnd").write_text(
        "Runda 3 maj 2022\nMalmö: Vi är stolta över solcellerna.\nLund: Tips: läs https://example.org/sol\n",
        encoding="utf-8",
    )
    code = """
import pipeline, sys
tables = pipeline.run([sys.argv[1]], sys.argv[2]).tables
print(sorted(set(tables.statements["member"])), open(sys.argv[2] + "/links.txt").read().strip())
doc = pipeline.load()("Runda 3 maj 2022\\n\\nMalin, Malmö\\n\\nVi är stolta över solparken.\\n")
print([said._.proud for said in doc.spans["statements"]])
"""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(site), str(ROOT)])}
    ran = subprocess.run(
        [sys.executable, "-c", code, inputs, tmp_path / "out"],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert ran.stdout.splitlines() == ["['Lund', 'Malmö'] https://example.org/sol", "[True]"], ran.stderr


def test_a_plugin_that_cannot_be_loaded_is_named(tmp_path):
    example_plugin(tmp_path)
    (tmp_path / "runda_example.py").write_text("import nothing_of_the_kind\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    ran = subprocess.run(
        [sys.executable, "-m", "pipeline", "run", ROOT / "data" / "raw" / "exempel-punktlista.txt", "--out",
         tmp_path / "out"],
        env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 2 and "runda-example" in ran.stderr and "Traceback" not in ran.stderr
