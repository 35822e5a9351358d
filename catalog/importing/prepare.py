"""From a feed to the spool: every entry taken in, then every product that has changed since last time understood.

Products are understood in other processes, a few dozen at a time, since reading texts is what takes the time. How much
is under way is bounded, so that memory stays flat.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any

import sqlalchemy as sa

from catalog.engine import reading
from catalog.feeds import Feed
from catalog.feeds.item import Item
from catalog.importing import work
from catalog.importing.apply import ImportRefusedError
from catalog.importing.errors import ErrorFile
from catalog.importing.outcome import Left, Outcome
from catalog.importing.spool import Spool
from catalog.importing.understand import Understanding
from catalog.importing.work import Done, Group, Mind
from catalog.models import ProductRow

#: Products in one piece of work, and below how many products it is not worth starting other processes.
_PIECE = 64
_ALONE = 600
_WORKERS = max(1, min(2, os.cpu_count() or 1))
_UNDER_WAY = 2 * _WORKERS + 1


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
    mind: Mind,
    digest: str,
    errors: ErrorFile,
    outcome: Outcome,
    left: Callable[[Left], None],
    progress: Callable[[int], None],
) -> None:
    """Understand the products in the spool that are not stored as they are.

    `digest` stands for all that reading depends on beside the feed. `progress` is told how many are done.
    """
    total = spool.number_of_groups()
    changed = _changed(engine, spool, digest, outcome.feed, progress)
    for pieces in _worked(changed, mind, total):
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
                outcome.unbranded += done.unbranded
        progress(len(pieces))


def _changed(engine: Any, spool: Spool, digest: str, feed: str, progress: Callable[[int], None]) -> Iterator[Group]:
    """The products whose entries, or what they are read by, differ from what is stored."""
    groups = spool.groups()
    while some := list(islice(groups, 500)):
        digests = {sku: hashlib.sha256(digest.encode() + said).hexdigest() for sku, _, said in some}
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
        yield from ((sku, entries, digests[sku]) for sku, entries, _ in some if sku not in known)


def _worked(groups: Iterator[Group], mind: Mind, total: int) -> Iterator[list[Done]]:
    pieces = iter(lambda: list(islice(groups, _PIECE)), [])
    if total < _ALONE or _WORKERS < 2:
        understanding: Understanding | None = None
        for piece in pieces:
            understanding = understanding or Understanding(*mind)
            yield work.understood(understanding, piece)
        return
    # A fork of this process would share locks with the threads of the progress bar; the server has no threads, and
    # what it has loaded its forks share.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["catalog.importing.preloaded"])
    with ProcessPoolExecutor(_WORKERS, context, initializer=work.start, initargs=(mind,)) as pool:
        under_way: deque[Future[list[Done]]] = deque()
        try:
            for piece in pieces:
                under_way.append(pool.submit(work.work, piece))
                if len(under_way) >= _UNDER_WAY:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        except BrokenProcessPool:
            raise ImportRefusedError(
                "a process that read the texts was ended from outside (too little memory?); nothing was changed"
            ) from None
        finally:
            pool.shutdown(cancel_futures=True)
