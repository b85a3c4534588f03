"""Mail drafts: files that a mail program opens for writing. Nothing here can send anything."""

from __future__ import annotations

from collections.abc import Iterable
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from pipeline.publish.visible import one_line, visible


def draft(subject: str, body: str, to: Iterable[tuple[str, str]]) -> bytes:
    """A draft's content; the same bytes each time.

    Parameters
    ----------
    subject, body
        What it says.
    to
        Names and addresses; who has no usable address is left out, for the sender to fill in.
    """
    message = EmailMessage(policy=SMTP)
    message["Subject"] = one_line(subject)
    # Outlook and others open such a message for editing, with a button to send it.
    message["X-Unsent"] = "1"
    addresses = []
    for name, address in to:
        user, _, domain = address.rpartition("@")
        if user and domain and address.isascii() and address == "".join(address.split()):
            addresses.append(Address(one_line(name), user, domain))
    if addresses:
        message["To"] = addresses
    message.set_content(visible(body) + "\n", charset="utf-8", cte="quoted-printable")
    return message.as_bytes()
