"""The experiment: the same people talk to the adviser and to its rivals, beside what full information would pick."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context

from actions.advice.adviser import Adviser
from actions.advice.memory import Memory
from actions.advice.picks import worth_showing
from actions.advice.profile import Profile
from actions.simulation.conversation import Asker, Chance, Outcome, Planned, Quiz, converse
from actions.simulation.population import Person, Population, draw_person, population
from catalog import Catalogue

ADVISER, QUIZ, CHANCE = "adviser", "quiz", "chance"

ASKERS = (ADVISER, QUIZ, CHANCE)
"""Who asks: the adviser; a form with every question; as many questions as the adviser's, in a random order."""

TOP = 3

THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")
"""Variables that bound the threads of NumPy's linear algebra, read when it is loaded."""

CHUNK = 50
"""People that one process takes at a time."""


@dataclass(frozen=True)
class Truth:
    """What the adviser picks with all of somebody's facts at hand: the best match, and every product's score."""

    first: str | None
    top: tuple[str, ...]
    scores: dict[str, float]
    allowed: frozenset[str]


@dataclass(frozen=True)
class Row:
    """How one conversation with one person went.

    ``same`` and ``in_three`` hold the first pick, and the best three, against the pick under full information;
    ``shown`` holds the picks shown against it. ``same_tellable`` and ``in_three_tellable`` do so for the pick under all
    that the person could have said. ``regret`` is what the first pick loses of the score (0 to 1) that the
    best one has under full information; None where it breaks a hard limit that was never said, or there is no pick.
    """

    asker: str
    asked: tuple[str, ...]
    same: bool
    in_three: bool
    shown: bool
    same_tellable: bool
    in_three_tellable: bool
    regret: float | None
    breaks: bool
    dead_end: bool


def run(
    url: str | None, people: int, seed: int, not_sure: float, askers: Sequence[str] = ASKERS, processes: int = 2
) -> list[Row]:
    """The conversations of all people with each asker, in a fixed order whatever the number of processes."""
    chunks = [range(start, min(start + CHUNK, people)) for start in range(0, people, CHUNK)]
    if processes <= 1:
        return [row for chunk in chunks for row in _talk(url, chunk, seed, not_sure, askers)]
    # each process has a core to itself: threads of the linear algebra below would only be in each other's way
    with _one_thread_each(), ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        done = [pool.submit(_talk, url, chunk, seed, not_sure, askers) for chunk in chunks]
        return [row for future in done for row in future.result()]


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes that are started meanwhile do their linear algebra (OpenBLAS, OpenMP) in a single thread."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value


def _talk(url: str | None, numbers: range, seed: int, not_sure: float, askers: Sequence[str]) -> list[Row]:
    catalogue = Catalogue(url)
    try:
        return list(talk(Adviser(catalogue), population(), numbers, seed, not_sure, askers))
    finally:
        catalogue.close()


def talk(
    adviser: Adviser, among: Population, numbers: Sequence[int], seed: int, not_sure: float, askers: Sequence[str]
) -> Iterator[Row]:
    """The rows of some people, person by person."""
    for number in numbers:
        person = draw_person(among, seed, number, not_sure)
        full, tellable = truth(adviser, person.hidden), truth(adviser, person.tellable)
        most = 0
        for name in askers:
            outcome = converse(adviser, person, _asker(name, person, seed, most))
            most = len(outcome.asked) if name == ADVISER else most
            yield judge(adviser, name, outcome, full, tellable)


def _asker(name: str, person: Person, seed: int, most: int) -> Asker:
    if name == ADVISER:
        return Planned()
    return Quiz() if name == QUIZ else Chance(f"{seed}/{person.number}", most)


def truth(adviser: Adviser, profile: Profile) -> Truth:
    """What the adviser picks for a profile, and how every product of the catalogue scores for it."""
    memory = Memory(profile=profile)
    advice = adviser.advise(memory)
    table = adviser.catalogue.fit_table()
    weights = table.weights([(want.fit, want.weight) for want in advice.specification.wants()])
    scores = dict(zip(table.skus, table.scores(weights)[0].tolist(), strict=True))
    passes = table.allowed(advice.limits)
    allowed = frozenset(sku for sku, good in zip(table.skus, passes, strict=True) if good)
    return Truth(advice.picks[0].sku if advice.picks else None, best_three(adviser, profile), scores, allowed)


def best_three(adviser: Adviser, profile: Profile) -> tuple[str, ...]:
    """The best products by score alone, without regard to how much they differ."""
    advice = adviser.advise(Memory(profile=profile))
    ranked = adviser.candidates(advice.specification, advice.limits, Memory(profile=profile))
    return tuple(i.product.sku for i in worth_showing(ranked, advice.specification.discouraged_types)[:TOP])


def judge(adviser: Adviser, asker: str, outcome: Outcome, full: Truth, tellable: Truth) -> Row:
    """An outcome held against full information."""
    first, top = outcome.first, best_three(adviser, outcome.known)
    shown = [pick.sku for pick in outcome.advice.picks]
    regret = None
    if first is not None and full.first is not None and first in full.allowed:
        regret = max(0.0, full.scores[full.first] - full.scores[first])
    return Row(
        asker=asker,
        asked=outcome.asked,
        same=first == full.first,
        in_three=_within(full.first, top),
        shown=_within(full.first, shown),
        same_tellable=first == tellable.first,
        in_three_tellable=_within(tellable.first, top),
        regret=regret,
        breaks=first is not None and first not in full.allowed,
        dead_end=outcome.dead_end,
    )


def _within(wanted: str | None, found: Sequence[str]) -> bool:
    """Whether a pick is among those found; where full information has none, finding none agrees with it."""
    return wanted in found if wanted is not None else not found
