"""A real Chromium for the report page; tests are skipped, with the reason, where there is none."""

import json
import os
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from pipeline.identifiers import id_of
from pipeline.job import documents_in, read_all
from pipeline.language import load
from pipeline.publish.report.page import report_page
from pipeline.tables import Tables
from pipeline.topics import load_topics

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser():
    if find_spec("playwright") is None:
        pytest.skip("playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (or set CHROMIUM to its path)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, tempfile.TemporaryDirectory(ignore_cleanup_errors=True):
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


def read_folder(paths):
    """Tables and texts of documents."""
    docs = read_all(load(), documents_in(paths, Path("nowhere")))
    return Tables.from_docs(docs), {id_of(doc): doc.text for doc in docs}


@pytest.fixture(scope="session")
def example_tables():
    return read_folder(sorted((ROOT / "data" / "raw").glob("exempel-*.txt")))


@pytest.fixture(scope="session")
def reports(example_tables, tmp_path_factory):
    """The page of the example rounds, in both languages."""
    folder = tmp_path_factory.mktemp("report")
    for language in ("sv", "en"):
        page = report_page(*example_tables, load_topics(None).topics, language)
        (folder / f"{language}.html").write_bytes(page)
    return folder


@pytest.fixture(scope="session")
def small_report(tmp_path_factory):
    """A page of two documents: every view has something, and axe is soon done with it."""
    raw = ROOT / "data" / "raw"
    read = read_folder([raw / "exempel-2021-03-23.txt", raw / "exempel-utvardering.txt"])
    folder = tmp_path_factory.mktemp("small")
    for language in ("sv", "en"):
        (folder / f"{language}.html").write_bytes(report_page(*read, load_topics(None).topics, language))
    return folder


class Visit:
    """A page that is open, and what went wrong on it."""

    def __init__(self, page, file):
        self.page, self.file = page, file
        self.faults, self.fetched = [], []
        page.on(
            "console",
            lambda message: (
                self.faults.append(message.text) if message.type in {"error", "warning"} else None
            ),
        )
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("request", lambda request: self.fetched.append(request.url))

    def go(self, route="#/hjalp"):
        """Open a view afresh."""
        self.page.goto("about:blank")
        self.page.goto(self.file.as_uri() + route)
        return self.page

    def outside(self):
        """Addresses that the page asked for, but itself."""
        own = self.file.as_uri()
        return [
            url
            for url in self.fetched
            if url.split("#")[0] not in {own, "about:blank"} and not url.startswith("data:")
        ]

    def data(self):
        """What the page shows, as data."""
        return json.loads(self.page.text_content("#data"))


@pytest.fixture
def visit(browser):
    """Open a file in a context of its own."""
    contexts = []

    def opened(file, width=1440, scheme="light", **options):
        height = 900 if width > 500 else 740
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, **options
        )
        contexts.append(context)
        return Visit(context.new_page(), file)

    yield opened
    for context in contexts:
        context.close()
