"""The main job: files in, output folder out; one call that the command and notebooks share."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from pipeline import carrier
from pipeline.assembly import tables_of
from pipeline.collector import seldom_collected
from pipeline.errors import OutputError, ReadingError, RundaError, SkippedError
from pipeline.forgetting import contacts_without
from pipeline.identifiers import id_of
from pipeline.incremental import Reader, gather
from pipeline.language import load, parse
from pipeline.memory.people import read_contacts
from pipeline.plugins import exported
from pipeline.publish.files import Format, table_makers
from pipeline.publish.folder import Content, Made, Written, made_of, write_folder
from pipeline.publish.office import office_files, report_line
from pipeline.publish.report.page import report_page
from pipeline.reading import DEFAULT_MAX_BYTES, find_documents, read
from pipeline.store import Store
from pipeline.store.fingerprint import fingerprint, program
from pipeline.summaries import summary_files
from pipeline.tables import Tables
from pipeline.topics import load_topics
from pipeline.values import DocumentKind, SourceText, Status

LOG = logging.getLogger(__name__)

#: Told before each document: its number from 1, how many there are, its path.
Progress = Callable[[int, int, Path], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did.

    Attributes
    ----------
    tables
        All tables, as written.
    written
        The files, and those of the user's that were kept under another name.
    read
        How many documents were read anew; the others came from the store.
    """

    tables: Tables
    written: Written
    read: int = 0

    @property
    def failed(self) -> int:
        """How many documents could not be read."""
        return int((self.tables.documents["status"] == Status.FAILED).sum())


def run(
    inputs: Iterable[Path | str] | Path | str = ("data/raw",),
    out: Path | str = "data/processed",
    *,
    topics: Path | str | None = None,
    rules_only: bool = False,
    form: Format | str = Format.BOTH,
    max_bytes: int = DEFAULT_MAX_BYTES,
    progress: Progress | None = None,
    template: Path | str | None = None,
    documents: bool = True,
    report: bool = True,
    contacts: Path | str | None = None,
    keep: bool = False,
) -> Outcome:
    """Read documents and write tables, the workbook and summaries.

    What was read before, by the same rules, comes from the store in the output folder.

    Parameters
    ----------
    inputs
        Files and folders.
    out
        Folder to write to; made where it is missing.
    topics
        A file with topics of one's own, read after the shipped ones.
    rules_only
        Decide by the readable rules alone, without fitted models.
    form
        Write the tables as ``csv``, ``parquet`` or ``both``.
    max_bytes
        Files larger than this are not read.
    progress
        Called before each document.
    template
        A Word document of one's own whose styles the documents get.
    documents
        Write the workbook, the Word documents and the pages about topics too; else only tables and
        the rounds' summaries in Markdown.
    report
        Write the page ``report.html`` too.
    contacts
        A CSV file (member, person, e-mail, role) that fills in what minutes do not say; that of an
        earlier run where it is left out.
    keep
        Keep the documents of the output folder's latest run, and add those of `inputs`.

    Raises
    ------
    RundaError
        Where there is nothing to read, `form` is unknown, a file of words and rules is faulty, or the
        output cannot be written. A document that cannot be read is no error: it is a row in `documents`.
    """
    target = Path(out)
    if form not in list(Format):  # told before anything is read
        raise RundaError(f"{form!r} is no form of tables; known are: {', '.join(Format)}")
    if target.exists() and not target.is_dir():
        raise OutputError(f"{target} is a file; --out must name a folder")
    if isinstance(inputs, str | Path):  # one file or folder, not its letters
        inputs = [inputs]
    given = [Path(path) for path in inputs]
    paths = documents_in(given, target) if given or not keep else []
    topics_file = Path(topics) if topics is not None else None
    own_topics = load_topics(topics_file).topics  # a faulty file is told of before anything is read
    people = read_contacts(Path(contacts)) if contacts is not None else None
    reader = Reader(
        nlp=cache(lambda: load(topics=topics_file, rules_only=rules_only)),
        read=lambda nlp, path: read_one(nlp, path, max_bytes=max_bytes),
        fingerprint=fingerprint(topics_file, rules_only=rules_only, max_bytes=max_bytes),
        rules_only=rules_only,
    )
    with Store(target) as store, seldom_collected():
        gathered = gather(store, paths, reader, keep=keep, progress=progress)
        store.put_contacts(
            contacts_without(store.contacts() if people is None else people, store.forgotten())
        )
        rows = tables_of(gathered.analyses, gathered.links, store.contacts())
        tables = Tables.from_rows(rows)
        rows = tables.rows()
        recipe = made_of(gathered.origin, store.contacts(), reader.fingerprint)
        files: dict[str, Content] = {
            name: Made(recipe, make) for name, make in table_makers(rows, Format(form)).items()
        }
        if documents:
            address = report_line if report else None
            style = Path(template) if template is not None else None
            files |= office_files(rows, own_topics, recipe=recipe, template=style, address=address)
        else:
            files |= summary_files(tables, own_topics)
        if report:
            files["report.html"] = Made(recipe, lambda: report_page(tables, gathered.texts, own_topics))
        store.put_settings(
            {
                "topics": str(topics_file.resolve()) if topics_file else None,
                "rules_only": rules_only,
                "form": str(Format(form)),
                "max_bytes": max_bytes,
                "template": str(Path(template).resolve()) if template else None,
                "documents": documents,
                "report": report,
            }
        )
        files |= exported(tables)
        written = write_folder(target, files, version=program())
    return Outcome(tables, written, gathered.read)


def documents_in(inputs: Iterable[Path], out: Path) -> list[Path]:
    """The files to read: those named, and those in the folders named, except a run's own output."""
    given = list(inputs)
    for path in given:
        if not path.exists():
            raise RundaError(f"{path} does not exist")
    written = out.resolve()
    found = [path for path in find_documents(given) if path in given or written not in path.resolve().parents]
    if not found:
        where = ", ".join(map(str, given)) or "the given folders"
        raise RundaError(f"no documents in {where}; put minutes there (.txt, .md, .docx, .html, .pdf)")
    return found


def read_all(
    nlp: Language,
    paths: Sequence[Path],
    *,
    max_bytes: int = DEFAULT_MAX_BYTES,
    progress: Progress | None = None,
) -> list[Doc]:
    """A Doc a file, judged; unreadable ones and second copies are empty Docs that say why."""
    docs: list[Doc] = []
    for number, path in enumerate(paths, 1):
        if progress is not None:
            progress(number, len(paths), path)
        docs.append(read_one(nlp, path, max_bytes=max_bytes))
    _note_copies(nlp, docs)
    _note_same_dates(docs)
    return docs


def read_one(nlp: Language, path: Path, *, max_bytes: int = DEFAULT_MAX_BYTES) -> Doc:
    """The Doc of one file; where it cannot be read, an empty one that says why."""
    LOG.info("reading %s", path)
    try:
        source = read(path, max_bytes=max_bytes)
    except ReadingError as error:
        LOG.info("%s", error)
        status = Status.SKIPPED if isinstance(error, SkippedError) else Status.FAILED
        reason = str(error).removeprefix(f"{path}: ").removeprefix(f"{path.name}: ")
        return _unread(nlp, path, status, reason)
    try:
        return judge(parse(nlp, source))
    except RundaError:
        raise
    except Exception as error:  # a fault of Runda's on one document must not take the others with it
        LOG.debug("%s: fault while reading", path, exc_info=True)
        reason = (
            f"Runda failed on it ({type(error).__name__}: {error}); please report it, with --log-level debug"
        )
        return _empty(nlp, source, Status.FAILED, reason)


def judge(doc: Doc) -> Doc:
    """Give a parsed Doc its status, and say what a user should know of it."""
    if doc._.kind == DocumentKind.ROUND:
        if not doc.spans[carrier.BLOCKS]:
            doc._.kind = DocumentKind.SKIPPED.value
            _tell(
                doc,
                "no speaker's header found, so nothing was taken from it; "
                'a block opens with a line such as "Malin, Malmö" or "## Malmö"',
            )
        else:
            _judge_round(doc)
    if doc._.kind == DocumentKind.SKIPPED:
        doc._.status = Status.SKIPPED.value
        if not doc._.messages:
            _tell(doc, "neither minutes of a round nor a page of an evaluation; nothing was taken from it")
    else:
        doc._.status = (Status.WARNING if doc._.messages else Status.OK).value
    return doc


def _judge_round(doc: Doc) -> None:
    if not doc._.date and not any("date" in message for message in doc._.messages):
        _tell(doc, "no date found; write it in the title line or in the file name (2020-04-27.txt)")
    filled = {turn._.block for turn in doc.spans[carrier.TURNS]}
    for index, block in enumerate(doc.spans[carrier.BLOCKS]):
        line = block._.header_line or carrier.line_of(doc, block.start_char)
        if index not in filled and not any(message.startswith(f"line {line}:") for message in doc._.messages):
            _tell(doc, f"line {line}: the block of {block._.owner} is empty; kept without statements")


def _tell(doc: Doc, message: str) -> None:
    doc._.messages = [*doc._.messages, message]


def _unread(nlp: Language, path: Path, status: Status, reason: str) -> Doc:
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:  # cannot even be opened; its name is all there is to know it by
        digest = hashlib.sha256(path.name.encode("utf-8", "surrogateescape")).hexdigest()
    return _empty(nlp, SourceText("", path.name, digest, ""), status, reason)


def _empty(nlp: Language, source: SourceText, status: Status, reason: str) -> Doc:
    doc = nlp.make_doc("")
    doc._.source, doc._.sha256, doc._.encoding = source.source, source.sha256, source.encoding
    doc._.kind, doc._.status, doc._.messages = DocumentKind.SKIPPED.value, status.value, [reason]
    return doc


def _note_copies(nlp: Language, docs: list[Doc]) -> None:
    """Keep the first of several files with the same bytes (first by name), skip the others."""
    first: dict[str, Doc] = {}
    for doc in sorted(docs, key=lambda d: d._.source):
        first.setdefault(id_of(doc), doc)
    for index, doc in enumerate(docs):
        original = first[id_of(doc)]
        if doc is not original and doc._.kind != DocumentKind.SKIPPED:
            source = SourceText("", doc._.source, doc._.sha256, doc._.encoding)
            reason = f"the same content as {original._.source}, which is read instead"
            docs[index] = _empty(nlp, source, Status.SKIPPED, reason)


def _note_same_dates(docs: Sequence[Doc]) -> None:
    """Tell where two rounds have the same date: both are kept, but it may be a mistake."""
    by_date: dict[str, list[Doc]] = {}
    for doc in docs:
        if doc._.kind == DocumentKind.ROUND and doc._.date:
            by_date.setdefault(doc._.date, []).append(doc)
    for date, same in by_date.items():
        for doc in same:
            others = sorted(other._.source for other in same if other is not doc)
            if others:
                _tell(
                    doc,
                    f"{', '.join(others)} has the same date {date}; both are kept, check that it is right",
                )
                doc._.status = Status.WARNING.value
