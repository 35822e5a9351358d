"""`import_feed`: a shop's feed brought into the catalogue, from the first byte to the last row."""

from __future__ import annotations

import hashlib
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from catalog import selling
from catalog.engine import reading
from catalog.feeds import open_feed
from catalog.importing import prepare
from catalog.importing.apply import ImportRefusedError, apply, holds_own
from catalog.importing.errors import ErrorFile, LeftFile
from catalog.importing.outcome import Outcome
from catalog.importing.owners import OwnersMapping
from catalog.importing.spool import Spool
from catalog.importing.understand import VERSION
from catalog.importing.work import Mind
from catalog.owner import currency_of
from catalog.store import CurrencyError

DEFAULT_FEED = "shop"
ERRORS = Path("var/import-errors.csv")


class Progress(Protocol):
    """Is told how far an import is."""

    def stage(self, name: str, total: int) -> None:
        """A new stage begins, of so many steps."""

    def to(self, done: int) -> None:
        """So many steps are done."""

    def by(self, more: int) -> None:
        """So many steps more are done."""


@dataclass(frozen=True)
class Request:
    """What to import, and how. `where` is a file, an address, or - for standard input."""

    where: str
    feed: str = DEFAULT_FEED
    format: str | None = None
    encoding: str | None = None
    currency: str = ""
    mapping: OwnersMapping = field(default_factory=OwnersMapping)
    errors: Path = ERRORS
    left: Path | None = None  # where to list what was left out
    force: bool = False
    dry: bool = False
    strict: bool = False  # refuse all where anything is wrong
    on: date = field(default_factory=date.today)


def import_feed(engine: Any, request: Request, progress: Progress) -> Outcome:
    """Bring a feed into the catalogue: all of it in one transaction, or nothing.

    Raises FeedError, MappingError, ImportRefusedError, CurrencyError, CatalogueUnavailable: nothing has changed then.
    """
    outcome = Outcome(request.feed)
    with ExitStack() as stack:
        spool = stack.enter_context(Spool())
        errors = stack.enter_context(ErrorFile(request.errors, outcome))
        feed = stack.enter_context(open_feed(request.where, request.format, request.encoding, today=request.on))
        outcome.format, outcome.encoding = feed.format, feed.encoding
        progress.stage("reading the feed", feed.size)
        prepare.take_in(feed, spool, errors, outcome, progress.to)
        outcome.notes, outcome.unsold = feed.notes, Counter(feed.left_out)
        outcome.currency = _currency(engine, request, spool)
        progress.stage("understanding the products", spool.number_of_groups())
        counted = "entry" if feed.format.endswith(("xml", "json")) else "line"
        mind = Mind(request.mapping, outcome.currency, request.feed, counted)
        left = stack.enter_context(LeftFile(request.left))
        prepare.understand_all(engine, spool, mind, _reads_by(request, outcome), errors, outcome, left.add, progress.by)
        _refuse_nothing(spool, outcome, errors)
        if request.strict and errors.count:
            raise ImportRefusedError(
                f"there are mistakes ({errors.count}), listed in {request.errors}; nothing was changed"
            )
        progress.stage("storing", outcome.read)
        for problem in apply(
            engine,
            spool,
            outcome,
            on=request.on,
            force=request.force,
            dry=request.dry,
            progress=progress.by,
        ):
            errors.add(problem)
    return outcome


def _currency(engine: Any, request: Request, spool: Spool) -> str:
    """The currency of the feed's prices: by the command line, the feed, the mapping file, or the catalogue."""
    with reading(engine) as connection:
        kept = currency_of(connection) if holds_own(connection) else ""
    found = request.currency or spool.currency() or request.mapping.currency or kept
    if not found:
        raise ImportRefusedError(
            "the feed does not say in which currency its prices are: name it with --currency, such as --currency EUR"
        )
    if kept and kept != found:
        raise CurrencyError(f"the catalogue is kept in {kept}, the prices of this feed are in {found}")
    return found


def _refuse_nothing(spool: Spool, outcome: Outcome, errors: ErrorFile) -> None:
    """An import that would leave nothing of the feed is a mistake."""
    if spool.holds_any():
        return
    if not outcome.entries:
        raise ImportRefusedError("the feed has no products in it; nothing was changed")
    if outcome.left and not outcome.set_aside:
        reason, number = outcome.left.most_common(1)[0]
        raise ImportRefusedError(
            f"none of the feed's products was taken for an insole ({number} of them: {reason}; such as "
            f"{outcome.examples[reason][:80]!r}). If some are, name them in a mapping file under take. Nothing changed"
        )
    first = f" The first: {outcome.problems[0]}." if outcome.problems else ""
    others = f" {outcome.counts['left']} products are no insoles." if outcome.left else ""
    raise ImportRefusedError(
        f"none of the feed's {outcome.entries} entries could be read: {errors.path} lists why."
        f"{first}{others} Nothing changed"
    )


def _reads_by(request: Request, outcome: Outcome) -> str:
    """Stands for all that a product's reading depends on beside its entries."""
    parts = (VERSION, selling.digest(), request.mapping.digest, outcome.currency)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
