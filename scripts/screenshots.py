"""Take the pictures of the report in the README and the guide: ``python scripts/screenshots.py``.

They show the example rounds of `data/raw`, which are invented. Needs Playwright and Chromium (the
variable CHROMIUM may name it). Pictures are written to `docs/screenshots`.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from pipeline import run

ROOT = Path(__file__).parents[1]
OUT = ROOT / "docs" / "screenshots"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--no-first-run",
]
#: Name of the picture -> view, width, height, light or dark.
PICTURES = {
    "vem-kan-hjalpa-vem": ("#/hjalp", 1440, 900, "light"),
    "aktuellt": ("#/aktuellt", 1440, 900, "light"),
    "laget": ("#/laget", 1440, 900, "light"),
    "laget-ruta": ("#/laget?medlem=Lund&amne=co2_budget", 1440, 900, "light"),
    "amnen": ("#/amnen/climate_fee", 1440, 900, "light"),
    "kommuner": ("#/kommuner/Habo", 1440, 900, "light"),
    "over-tid": ("#/tid", 1440, 1150, "light"),
    "kallan": ("#/kallan/{document}/48", 1440, 900, "light"),
    "morkt": ("#/hjalp", 1440, 900, "dark"),
    "telefon": ("#/hjalp", 360, 740, "light"),
}


def main() -> None:
    """Run Runda on the examples and picture its report."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("Chromium is not installed; set CHROMIUM to its path")
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        outcome = run([ROOT / "data" / "raw"], folder)
        documents = outcome.tables.documents
        document = documents.loc[documents["date"] == "2021-03-23", "document_id"].iloc[0]
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for name, (view, width, height, scheme) in PICTURES.items():
            address = (Path(folder) / "report.html").as_uri() + view.format(document=document)
            _picture(browser, address, OUT / f"{name}.png", width, height, scheme)
        browser.close()


def _picture(browser: Browser, address: str, path: Path, width: int, height: int, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("h1")
    page.evaluate("document.activeElement.blur()")  # no ring of the keyboard's
    page.screenshot(path=path)
    context.close()


if __name__ == "__main__":
    main()
