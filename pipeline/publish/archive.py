"""Office files are zip archives: give them the same bytes each time that their content is the same."""

from __future__ import annotations

import io
import zipfile
from typing import Final

#: The earliest time that an archive can hold.
_TIME: Final = (1980, 1, 1, 0, 0, 0)


def stamped(content: bytes) -> bytes:
    """The archive anew, every member with one fixed time, in the same order."""
    sink = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            member = zipfile.ZipInfo(name, _TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            member.create_system = 3
            new.writestr(member, old.read(name))
    return sink.getvalue()
