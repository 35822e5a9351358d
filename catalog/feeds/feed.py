"""A shop's feed: where it is read from, what it is, and its entries one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import IO

from catalog.feeds import encoding as encodings
from catalog.feeds import (
    google_tsv,
    google_xml,
    limits,
    own,
    shopify_json,
    source,
    woocommerce,
)
from catalog.feeds.errors import FeedError
from catalog.feeds.item import Item
from catalog.feeds.recognise import FORMATS, delimiter, recognise
from catalog.feeds.shopify_csv import ShopifyRows
from catalog.feeds.table import Table
from catalog.feeds.unpack import Clean, unpacked
from catalog.problem import Problem


class Feed:
    """A feed that lies on this machine, unread but for its first lines and its encoding.

    `where` names it in messages (an address without its password), `format` is one of FORMATS, `encoding` is Python's
    name of what it is written in, `size` counts its bytes on disk, packed or not. `notes` are what the owner should
    know of it as a whole; `left_out` counts entries that are left out without a Problem, by reason, while items() runs.
    """

    def __init__(self, file: IO[bytes], where: str, format_: str | None, encoding: str | None, today: date) -> None:
        self.where = where
        self._file = file
        self._today = today
        self.size = file.seek(0, 2)
        head = _head(file, where)
        if not head:
            raise FeedError(where, "is empty")
        shown = encodings.by_first_bytes(head) or "latin-1"
        start = head.decode(encodings.named(encoding, where) if encoding else shown, "replace")
        if format_ is not None and format_ not in FORMATS:
            raise FeedError(where, f"{format_[:40]!r} is no format; they are {', '.join(FORMATS)}")
        self.format = format_ or recognise(start, where)
        found = encodings.find(file, where, head, encoding)
        self.encoding = found.name
        self._damaged = found.damaged
        self.notes: tuple[str, ...] = (found.note,) if found.note else ()
        self.left_out: Counter[str] = Counter()
        self._delimiter = delimiter(start)

    def position(self) -> int:
        """How many of the `size` bytes have been read. A format that is read twice begins again."""
        return min(self._file.tell(), self.size)

    def items(self) -> Iterator[Item | Problem]:
        """The entries in the feed's order, from its beginning; one at a time may run.

        Raises FeedError where the rest cannot be read: what came before is then not the whole feed.
        """
        self.left_out.clear()
        count = 0
        try:
            for item in self._read():
                count += 1
                if count > limits.MAX_ENTRIES:
                    raise FeedError(self.where, f"has more than {limits.MAX_ENTRIES} entries; split it")
                yield item
        except UnicodeDecodeError:
            raise FeedError(self.where, "changed while it was read; import it again") from None
        except OSError as error:
            raise FeedError(self.where, f"cannot be read: {error.strerror or error}") from None

    def _read(self) -> Iterator[Item | Problem]:
        if self.format == "google-xml":
            return google_xml.read(self._stream(google_xml.MARKS, limits.MAX_ENTRY_TAGS), self.where, self._today)
        if self.format == "shopify-json":
            return shopify_json.read(
                self._stream(shopify_json.MARKS, limits.MAX_ENTRY_PARTS), self.where, self.left_out
            )
        if self.format == "woocommerce-csv":
            return woocommerce.read(self._table, self.where, self._today, self.left_out)
        table = self._table()
        if self.format == "own":
            return own.read(table, self.where)
        if self.format == "google-tsv":
            return google_tsv.read(table, self.where, self._today)
        return ShopifyRows(table, self.where, self.left_out).items()

    def _stream(self, marks: bytes, most: int) -> Clean:
        return Clean(unpacked(self._file, self.where), self.encoding, self.where, marks, most, self._damaged)

    def _table(self) -> Table:
        return Table(self._stream(self._delimiter.encode(), limits.MAX_ENTRY_CELLS), self.where, self._delimiter)


@contextmanager
def open_feed(
    where: str,
    format: str | None = None,  # noqa: A002 - its name for callers
    encoding: str | None = None,
    *,
    today: date | None = None,
) -> Iterator[Feed]:
    """A feed to read: `where` is a file, "-" for standard input, or an http(s) address.

    `format` is one of FORMATS and `encoding` a name of Python's; both are found out where they are None. `today` is
    the day whose sale prices count. What comes over the network or a pipe is first written to a file that vanishes
    afterwards, so that nothing waits for a server later. Raises FeedError.
    """
    with source.opened(where) as (file, name):
        try:
            feed = Feed(file, name, format, encoding, today or date.today())
        except OSError as error:
            raise FeedError(name, f"cannot be read: {error.strerror or error}") from None
        yield feed


def _head(file: IO[bytes], where: str) -> bytes:
    reader = unpacked(file, where)
    head = b""
    while len(head) < limits.HEAD_BYTES and (piece := reader.read(limits.HEAD_BYTES - len(head))):
        head += piece
    return head
