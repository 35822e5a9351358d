"""From a feed to the spool: every entry taken in, then every product that has changed since last time understood.

Products are understood in other processes, a few dozen at a time, since reading texts is what takes the time. How much
is under way is bounded, so that memory stays flat.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import pickle
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import Any, NamedTuple

import sqlalchemy as sa

from catalog.attributes import DESCRIBING
from catalog.engine import reading
from catalog.feeds import Feed
from catalog.feeds.item import Item
from catalog.importing.errors import ErrorFile
from catalog.importing.outcome import Left, Outcome
from catalog.importing.spool import Spool, unpacked_item
from catalog.importing.understand import Understanding
from catalog.models import ProductRow
from catalog.problem import Problem

#: Products in one piece of work, and below how many products it is not worth starting other processes.
_PIECE = 64
_ALONE = 600
_WORKERS = max(1, min(2, os.cpu_count() or 1))
_UNDER_WAY = 2 * _WORKERS + 1

_Group = tuple[str, list[bytes], str]  # sku, entries, digest


class _Done(NamedTuple):
    """What a worker sends back of one product; `record` is packed, `known` the describing attributes it tells."""

    sku: str
    record: bytes | None
    known: tuple[str, ...]
    left: Left | None
    problems: tuple[Problem, ...]
    unread: tuple[tuple[str, str], ...]


def take_in(feed: Feed, spool: Spool, errors: ErrorFile, outcome: Outcome, progress: Callable[[int], None]) -> None:
    """Put the feed's entries into the spool, those that cannot be read into the error file.

    `progress` is told the bytes of the feed that have been read so far.
    """
    for entry in feed.items():
        outcome.entries += 1
        if isinstance(entry, Item):
            spool.add(entry)
        else:
            errors.add(entry)
            if entry.sku:
                # What could not be read now stays as it is.
                spool.keep(entry.sku)
        if outcome.entries % 500 == 0:
            progress(feed.position())
    progress(feed.position())


def understand_all(
    engine: Any,
    spool: Spool,
    understanding: Callable[[], Understanding],
    digest: str,
    errors: ErrorFile,
    outcome: Outcome,
    left: Callable[[Left], None],
    progress: Callable[[int], None],
) -> None:
    """Understand the products in the spool that are not stored as they are; `understanding` must be picklable.

    `digest` stands for all that reading depends on beside the feed. `progress` is told how many are done.
    """
    total = spool.number_of_groups()
    changed = _changed(engine, spool, digest, outcome.feed, progress)
    for pieces in _worked(changed, understanding, total):
        for done in pieces:
            for problem in done.problems:
                errors.add(problem)
            outcome.unread.update(done.unread)
            if done.left is not None:
                outcome.leave(done.left)
                left(done.left)
            elif done.record is None:
                spool.keep(done.sku)
            else:
                spool.put(done.sku, done.record)
                outcome.read += 1
                outcome.known.update(done.known)
        progress(len(pieces))


def _changed(
    engine: Any, spool: Spool, digest: str, feed: str, progress: Callable[[int], None]
) -> Iterator[_Group]:
    """The products whose entries, or what they are read by, differ from what is stored."""
    groups = spool.groups()
    while some := list(islice(groups, 500)):
        digests = {sku: _digest(digest, entries) for sku, entries in some}
        query = sa.select(ProductRow.sku, ProductRow.reading).where(
            ProductRow.sku.in_(list(digests)),
            ProductRow.feed == feed,
            # One that was gone and is back has to be told so.
            sa.or_(ProductRow.retired_by.is_(None), ProductRow.retired_by != "feed"),
        )
        with reading(engine) as connection:
            stored = dict(connection.execute(query).all())
        same = [sku for sku, one in digests.items() if stored.get(sku) == one]
        for sku in same:
            spool.keep(sku, digests[sku])
        progress(len(same))
        known = set(same)
        yield from ((sku, entries, digests[sku]) for sku, entries in some if sku not in known)


def _digest(digest: str, entries: Sequence[bytes]) -> str:
    found = hashlib.sha256(digest.encode())
    for entry in entries:
        item = unpacked_item(entry)
        # Not where in the feed it stands: a feed in another order says the same.
        found.update(repr(_told(item)).encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def _told(item: Item) -> tuple[Any, ...]:
    stated = tuple(sorted(item.stated.items()))
    return (*(getattr(item, name) for name in _FIELDS), stated)


_FIELDS = tuple(name for name in Item.__dataclass_fields__ if name not in ("place", "stated"))


def _worked(
    groups: Iterator[_Group], understanding: Callable[[], Understanding], total: int
) -> Iterator[list[_Done]]:
    pieces = iter(lambda: list(islice(groups, _PIECE)), [])
    if total < _ALONE or _WORKERS < 2:
        mind: Understanding | None = None
        for piece in pieces:
            mind = mind or understanding()
            yield _understood(mind, piece)
        return
    # "spawn": a fork would share locks with the threads of the progress bar.
    with ProcessPoolExecutor(
        _WORKERS, multiprocessing.get_context("spawn"), initializer=_start, initargs=(understanding,)
    ) as pool:
        under_way: deque[Future[list[_Done]]] = deque()
        try:
            for piece in pieces:
                under_way.append(pool.submit(_work, piece))
                if len(under_way) >= _UNDER_WAY:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


_mind: Understanding | None = None


def _start(understanding: Callable[[], Understanding]) -> None:
    global _mind
    _mind = understanding()


def _work(piece: list[_Group]) -> list[_Done]:
    assert _mind is not None  # noqa: S101 (the initializer of every worker has run)
    return _understood(_mind, piece)


def _understood(mind: Understanding, piece: Sequence[_Group]) -> list[_Done]:
    done: list[_Done] = []
    for sku, entries, digest in piece:
        found = mind.understand([unpacked_item(entry) for entry in entries], digest)
        record, known = None, tuple[str, ...]()
        if found.record is not None:
            record = pickle.dumps(found.record, pickle.HIGHEST_PROTOCOL)
            known = tuple(name for name in DESCRIBING if found.record.attributes.get(name) is not None)
            sku = found.record.sku
        done.append(_Done(sku, record, known, found.left, found.problems, tuple(dict.fromkeys(found.unread))))
    return done
