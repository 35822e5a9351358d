"""What a worker of an import does: products understood, a piece at a time."""

from __future__ import annotations

import gc
import pickle
import signal
from collections.abc import Sequence
from typing import NamedTuple

from catalog.attributes import DESCRIBING
from catalog.importing.outcome import Left
from catalog.importing.owners import OwnersMapping
from catalog.importing.spool import unpacked_item
from catalog.importing.understand import NO_BRAND, Understanding
from catalog.problem import Problem

Group = tuple[str, list[bytes], str]  # sku, packed entries, digest


class Mind(NamedTuple):
    """What an Understanding is made of."""

    mapping: OwnersMapping
    currency: str
    feed: str
    counted: str


class Done(NamedTuple):
    """What a worker sends back of one product; `record` is packed, `known` the describing attributes it tells."""

    sku: str
    record: bytes | None
    known: tuple[str, ...]
    left: Left | None
    problems: tuple[Problem, ...]
    unread: tuple[tuple[str, str], ...]
    unbranded: bool


def understood(mind: Understanding, piece: Sequence[Group]) -> list[Done]:
    """The products of a piece of work, in its order."""
    done: list[Done] = []
    for sku, entries, digest in piece:
        found = mind.understand([unpacked_item(entry) for entry in entries], digest)
        record, known = None, tuple[str, ...]()
        if found.record is not None:
            record = pickle.dumps(found.record, pickle.HIGHEST_PROTOCOL)
            known = tuple(name for name in DESCRIBING if found.record.attributes.get(name) is not None)
            sku = found.record.sku
        unread = tuple(dict.fromkeys(found.unread))
        unbranded = found.record is not None and found.record.attributes["brand"] == NO_BRAND
        done.append(Done(sku, record, known, found.left, found.problems, unread, unbranded))
    return done


_mind: Understanding | None = None


def start(mind: Mind) -> None:
    """Make a worker ready."""
    global _mind
    # Ctrl-C is for the process that started the import; it ends its workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _mind = Understanding(*mind)
    # Texts come and go without circles: looking for those time and again costs a tenth of the work.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def work(piece: list[Group]) -> list[Done]:
    """One piece of work, in a worker that has been made ready."""
    assert _mind is not None  # noqa: S101 (the initializer of every worker has run)
    return understood(_mind, piece)
