"""What an import knows of a feed, on disk: memory stays flat whatever the feed's size.

A private SQLite file in a temporary folder, gone when the import ends. First it takes the feed's entries in and gives
them out group by group; then it keeps what was understood until all of it can be stored at once.
"""

from __future__ import annotations

import hashlib
import pickle
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from types import TracebackType

from catalog.feeds.item import Item
from catalog.record import Record

_TABLES = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    PRAGMA cache_size = -16000;
    CREATE TABLE items (product TEXT NOT NULL, place INTEGER NOT NULL, item BLOB NOT NULL, digest BLOB NOT NULL);
    CREATE TABLE products (sku TEXT PRIMARY KEY, digest TEXT, record BLOB) WITHOUT ROWID;
"""
_BATCH = 1000
#: What an entry says, without where in the feed it stands: a feed in another order says the same.
_SAID = tuple(name for name in Item.__dataclass_fields__ if name not in ("place", "stated"))


class Spool:
    """Use it in a `with` statement. A product is in it with its record, or without one where it stays as it is."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="solewise-import-")
        self._database = sqlite3.connect(str(Path(self._folder.name) / "spool.db"), isolation_level=None)
        self._database.executescript(_TABLES)
        self._waiting: list[tuple[str, int, bytes, bytes]] = []
        self._currencies: Counter[str] = Counter()

    def __enter__(self) -> Spool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()
        self._folder.cleanup()

    def add(self, item: Item) -> None:
        """Take in an entry of the feed."""
        if item.currency:
            self._currencies[item.currency] += 1
        packed = pickle.dumps(item, pickle.HIGHEST_PROTOCOL)
        self._waiting.append((item.group or item.sku, item.place, packed, _digest(item)))
        if len(self._waiting) >= _BATCH:
            self._flush()

    def groups(self) -> Iterator[tuple[str, list[bytes], bytes]]:
        """The sku of each product, its entries, packed, and a digest of what they say; in the order of the skus."""
        self._flush()
        self._database.execute("CREATE INDEX by_product ON items (product, place)")
        rows = self._database.execute("SELECT product, item, digest FROM items ORDER BY product, place")
        for product, entries in groupby(rows, key=lambda row: row[0]):
            _, items, digests = zip(*entries, strict=True)
            yield product, list(items), b"".join(digests)

    def number_of_groups(self) -> int:
        """How many products the entries make."""
        self._flush()
        return int(self._database.execute("SELECT count(DISTINCT product) FROM items").fetchone()[0])

    def currency(self) -> str:
        """The currency that most of the feed's prices are in; "" where none says."""
        return self._currencies.most_common(1)[0][0] if self._currencies else ""

    def keep(self, sku: str, digest: str = "") -> None:
        """A product is in the feed and stays as it is: it has this digest already, or cannot be read now ("")."""
        self._database.execute("INSERT OR IGNORE INTO products VALUES (?, ?, NULL)", (sku, digest))

    def put(self, sku: str, record: bytes) -> None:
        """A product is to be stored; `record` is a packed Record."""
        self._database.execute("INSERT OR REPLACE INTO products VALUES (?, NULL, ?)", (sku, record))

    def records(self) -> Iterator[Record]:
        """The products to be stored, in the order of their skus."""
        for (record,) in self._database.execute("SELECT record FROM products WHERE record IS NOT NULL ORDER BY sku"):
            yield unpacked_record(record)

    def unchanged(self) -> Iterator[tuple[str, str]]:
        """The sku and the digest of each product that is unchanged since it was read."""
        yield from self._database.execute("SELECT sku, digest FROM products WHERE digest <> '' ORDER BY sku")

    def holds(self, sku: str) -> bool:
        """Whether a product is in the feed."""
        return self._database.execute("SELECT 1 FROM products WHERE sku = ?", (sku,)).fetchone() is not None

    def holds_any(self) -> bool:
        """Whether any product of the feed could be read, now or before."""
        query = "SELECT 1 FROM products WHERE record IS NOT NULL OR digest <> '' LIMIT 1"
        return self._database.execute(query).fetchone() is not None

    def _flush(self) -> None:
        if self._waiting:
            self._database.execute("BEGIN")
            self._database.executemany("INSERT INTO items VALUES (?, ?, ?, ?)", self._waiting)
            self._database.execute("COMMIT")
            self._waiting.clear()


def _digest(item: Item) -> bytes:
    said = (*(getattr(item, name) for name in _SAID), tuple(sorted(item.stated.items())))
    return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).digest()


# Both read only what this process and its workers have packed a moment ago, from a folder that is only theirs.
def unpacked_item(packed: bytes) -> Item:
    """The entry that was packed."""
    item: Item = pickle.loads(packed)  # noqa: S301
    return item


def unpacked_record(packed: bytes) -> Record:
    """The record that was packed."""
    record: Record = pickle.loads(packed)  # noqa: S301
    return record
