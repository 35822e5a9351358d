"""How much of a feed is taken at most. Whoever sends more is told so; nothing is cut off silently but long texts."""

from __future__ import annotations

from dataclasses import dataclass

#: Bytes of a feed as it lies on disk, and unpacked.
MAX_BYTES = 4_000_000_000
#: Bytes between the beginnings of two entries. A real one has some thousand; ten thousand variants some million.
MAX_ENTRY_BYTES = 16_000_000
#: Tags, commas and braces, or cells between the beginnings of two entries: the small things a parser has to keep.
MAX_ENTRY_TAGS = 100_000
MAX_ENTRY_PARTS = 400_000
MAX_ENTRY_CELLS = 200_000
MAX_ENTRIES = 2_000_000
MAX_ROWS = 5_000_000
#: How deep elements, lists and objects lie in each other. Feeds need six.
MAX_DEPTH = 60
MAX_COLUMNS = 2_000
#: Characters of one cell of a table: pictures are sometimes written into descriptions.
MAX_CELL = 8_000_000
#: What is looked at to recognise a format.
HEAD_BYTES = 64 * 1024

#: Characters that are kept of a text, of a name or number, of an address, and how many values of one kind.
MAX_TEXT = 100_000
MAX_NAME = 1_000
MAX_ADDRESS = 2_000
MAX_VALUES = 200


@dataclass(frozen=True)
class WebLimits:
    """Seconds to connect, between two pieces of an answer, and for the whole; how often one is sent on."""

    connect: float = 10
    read: float = 30
    total: float = 900
    redirects: int = 5
    pages: int = MAX_ENTRIES // 250
    bytes: int = MAX_BYTES


WEB = WebLimits()
