"""E-mails saved as files (.eml) → subject and text. The same message in HTML is the second choice."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from typing import cast

from pipeline.errors import ReadingError, SkippedError
from pipeline.reading.decoding import decode
from pipeline.reading.webpage import html_text


def eml_text(data: bytes, name: str) -> tuple[str, list[str]]:
    """The subject as first line, a blank line, and the message's text; warnings name attachments.

    Raises
    ------
    ReadingError
        Where the file is no e-mail, or its message is encrypted.
    SkippedError
        Where the message has no text.
    """
    message = message_from_bytes(data, policy=default)
    if not any(message.get(header) for header in ("From", "Subject", "Date", "Message-ID")):
        raise ReadingError(f"{name}: this is no e-mail; name it .txt if it is text")
    if message.get_content_type() in {"multipart/encrypted", "application/pkcs7-mime"}:
        raise ReadingError(f"{name}: the e-mail is encrypted; save its text as .txt")
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        raise SkippedError(f"{name}: the e-mail has no text; save its attachment by itself")
    raw = cast(bytes, body.get_payload(decode=True) or b"")
    messages: list[str] = []
    if body.get_content_type() == "text/html":
        text, messages = html_text(raw, name)
    else:
        decoded = decode(raw, name, declared=body.get_content_charset() or "")
        text, messages = decoded.text.strip("\n"), list(decoded.messages)
    attached = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()]
    if attached:
        messages.append(
            f"attachments are not read: {', '.join(attached)}; save those that matter by themselves"
        )
    subject = " ".join(str(message.get("Subject", "")).split())
    return (f"{subject}\n\n{text}" if subject else text), messages
