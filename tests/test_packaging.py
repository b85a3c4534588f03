"""What is installed is whole: the wheel holds every resource, and needs no test dependency."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    pytest.importorskip("hatchling", reason="hatchling builds the wheel; requirements.lock has it")
    folder = tmp_path_factory.mktemp("wheel")
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "-q",
        "-w",
        folder,
        ROOT,
    ]
    subprocess.run(build, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return path


def test_wheel_holds_code_and_resources(wheel):
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    tracked = subprocess.run(
        ["git", "ls-files", "pipeline"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    assert tracked, "not a checkout"
    assert {name for name in tracked if (ROOT / name).exists()} <= packed
    assert not [name for name in packed if name.startswith(("tests/", "data/"))]


def test_wheel_names_command_and_licence(wheel):
    with zipfile.ZipFile(wheel) as archive:
        entry = next(name for name in archive.namelist() if name.endswith("entry_points.txt"))
        assert "runda = pipeline.cli:main" in archive.read(entry).decode()
        assert any(name.endswith("licenses/LICENSE") for name in archive.namelist())


def test_wheel_runs_from_its_own_files_alone(wheel, tmp_path):
    """Imported from the wheel, away from the checkout, the main job runs."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = (
        "import pipeline, sys; from pipeline.cli import main; "
        f"assert pipeline.__file__.startswith({str(tmp_path)!r}); main(sys.argv[1:])"
    )
    example = ROOT / "data" / "raw" / "exempel-punktlista.txt"
    ran = subprocess.run(
        [sys.executable, "-c", code, "run", example, "--out", tmp_path / "out"],
        cwd=tmp_path, env={"PYTHONPATH": str(tmp_path / "site"), "PATH": ""}, capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert (tmp_path / "out" / "matches.csv").exists()


def imports(path):
    """The top packages that a module imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        yield from (name.split(".")[0] for name in names)


def test_code_imports_only_declared_dependencies():
    spelled = {"beautifulsoup4": "bs4", "python-docx": "docx", "scikit-learn": "sklearn"}
    optional = [
        name
        for extra in ("pdf", "vectors")
        for name in PROJECT["project"]["optional-dependencies"].get(extra, [])
    ]
    declared = {
        spelled.get(name, name.replace("-", "_"))
        for requirement in [*PROJECT["project"]["dependencies"], *optional]
        for name in [re.match(r"[\w-]+", requirement)[0]]
    }
    allowed = declared | set(sys.stdlib_module_names) | {"pipeline", "scipy"}  # scikit-learn brings scipy
    for path in (ROOT / "pipeline").rglob("*.py"):
        imported = set(imports(path))
        assert imported <= allowed, (path.name, imported - allowed)


def test_version_is_the_same_everywhere():
    from pipeline import __version__

    assert PROJECT["project"]["version"] == __version__


def test_lock_holds_every_dependency_and_no_host():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = {
        name.lower().replace("_", "-") for name in re.findall(r"^([\w.-]+)==", lock, flags=re.MULTILINE)
    }
    wanted = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["dev"]]
    names = {re.match(r"[\w-]+", requirement)[0].lower() for requirement in [*wanted, "hatchling"]}
    assert names <= locked
    assert "://" not in lock and "--index" not in lock and "--find-links" not in lock
    assert len(re.findall(r"^[\w.-]+==", lock, flags=re.MULTILINE)) <= lock.count("--hash=sha256:")


def test_real_minutes_are_ignored_and_examples_are_not():
    def ignored(path):
        return subprocess.run(["git", "check-ignore", "-q", path], cwd=ROOT, check=False).returncode == 0

    assert ignored("data/raw/2020-01-01.txt") and ignored("data/raw/runda/anteckningar.docx")
    assert ignored("data/processed/matches.csv")
    assert not ignored("data/raw/exempel-ny.txt") and not ignored("data/raw/README.md")


def interpreter(version: str) -> str | None:
    """A Python of that version: this one, one on the path, or one of pyenv's."""
    if version == f"{sys.version_info.major}.{sys.version_info.minor}":
        return sys.executable
    kept = sorted((Path.home() / ".pyenv" / "versions").glob(f"{version}.*/bin/python{version}"))
    for candidate in (shutil.which(f"python{version}"), *map(str, kept)):
        if candidate is None:
            continue
        # A shim may stand on the path for a version that is not switched on.
        shown = subprocess.run([candidate, "-c", "import venv, ensurepip"], capture_output=True, check=False)
        if shown.returncode == 0:
            return candidate
    return None


@pytest.mark.skipif(
    "RUNDA_INSTALL_TEST" not in os.environ, reason="slow, needs a package index; .ci/run asks for it"
)
@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_sdist_installs_in_an_empty_environment_and_does_the_main_job(tmp_path, version):
    """From the source distribution to a wheel to an environment with nothing else in it."""
    base = interpreter(version)
    if base is None:
        pytest.skip(f"no Python {version} on this machine")
    pytest.importorskip("hatchling")
    for kind in ("sdist", "wheel"):
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", tmp_path / "dist"],
            cwd=ROOT,
            check=True,
        )
    (source,) = (tmp_path / "dist").glob("*.tar.gz")
    subprocess.run([base, "-m", "venv", tmp_path / "venv"], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "-q", source], check=True, cwd=tmp_path)
    listed = subprocess.run(
        [python, "-m", "pip", "list", "--format=freeze"], capture_output=True, text=True, check=True
    ).stdout
    for name in ("pytest", "hypothesis", "mkdocs", "datasette", "duckdb", "ipykernel"):
        assert f"{name}==" not in listed, name
    runda = python.with_name("runda")
    shown = subprocess.run([runda, "--help"], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert "who" in shown.stdout
    (tmp_path / "minutes").mkdir()
    example = ROOT / "data" / "raw" / "exempel-2021-03-23.txt"
    (tmp_path / "minutes" / example.name).write_bytes(example.read_bytes())
    subprocess.run([runda, "run", "minutes", "--out", "out"], check=True, cwd=tmp_path, capture_output=True)
    asked = [runda, "who", "hur följer man upp en koldioxidbudget", "--out", "out"]
    assert subprocess.run(asked, check=True, cwd=tmp_path, capture_output=True, text=True).stdout.startswith(
        "1. "
    )
    code = "import spacy; spacy.blank('sv').add_pipe('runda_structure')"
    subprocess.run([python, "-c", code], check=True, cwd=tmp_path)
