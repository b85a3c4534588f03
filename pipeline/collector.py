"""Let Python look for garbage seldom while a run holds millions of rows that are all in use."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

#: Objects made before the youngest are looked through, and how often the older ones are.
_SELDOM: Final = (200_000, 20, 100)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Inside, garbage in cycles is looked for seldom; all else is freed at once, as ever.

    By default Python looks through all objects each time that their number has grown by a quarter,
    which is a large part of the work where nearly all of them stay.
    """
    before = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
