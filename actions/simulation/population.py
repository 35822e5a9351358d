"""The people of a simulation, drawn from ``seeds/population.yml``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import seeds
from actions.advice.conditions import Condition, ConditionError, compile_condition
from actions.advice.facts import Fact, valid_fact
from actions.advice.profile import Profile
from actions.advice.vocabulary import vocabulary

NOTHING = "none"
"""The share of those of whom nothing of a type is true."""

ALWAYS = "always"
"""The ``told`` of what everybody of whom it is true says in the first message."""

PLACE = "pain_site"

INSTEAD_OF_THE_PLACE = ("condition", "worse_when", "activity")
"""What a complaint that doesn't name the place is about, the most usual first."""


class PopulationError(ValueError):
    """The population's file is wrong; the message names the entry and what to write."""


@dataclass(frozen=True)
class Case:
    """Shares of values for those for whom a condition holds (for everybody where it is None)."""

    when: Condition | None
    shares: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Draw:
    """How one fact about a person is drawn. ``told`` is how readily it is said first, ``always`` that it surely is."""

    type: str
    role: str | None
    told: float
    always: bool
    again: float
    cases: tuple[Case, ...]


@dataclass(frozen=True)
class Kind:
    """A kind of people by their first message: ``tells`` are types that it names with a share of its own."""

    share: float
    names_the_place: float
    tells: tuple[tuple[str, float], ...]
    others: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Population:
    """Everything that people are drawn from."""

    kinds: tuple[tuple[Kind, float], ...]
    taps: float
    draws: tuple[Draw, ...]


@dataclass(frozen=True)
class Person:
    """One invented person: all that is true of them, what they can't tell when asked, and what they say first.

    ``unsure`` are entity types. Nothing of these types is in ``opening``. ``taps`` tells that they answer by buttons
    only.
    """

    number: int
    hidden: Profile
    unsure: frozenset[str]
    opening: tuple[Fact, ...]
    taps: bool = False

    @property
    def tellable(self) -> Profile:
        """All that the person could say if they were asked for everything."""
        return self.hidden.without(self.unsure)


def population() -> Population:
    """The population of ``seeds/population.yml``. Raises :class:`PopulationError`."""
    return read_population(seeds.read_yaml("population.yml"))


def read_population(data: Any) -> Population:
    """A population from the contents of its file. Raises :class:`PopulationError` at what cannot be read."""
    try:
        kinds = tuple((kind, kind.share) for kind in map(_read_kind, data["opening"]["kinds"].items()))
        taps = _share(data["answers"]["taps"], "answers: 'taps'")
        draws = tuple(_read_draw(entry) for entry in data["draws"])
    except (KeyError, TypeError, AttributeError) as error:
        raise PopulationError(f"population.yml: missing or misplaced: {error}") from error
    except ConditionError as error:
        raise PopulationError(str(error)) from error
    if sum(share for _, share in kinds) <= 0:
        raise PopulationError("population.yml: opening: give at least one of 'kinds' a share above 0")
    if PLACE not in {draw.type for draw in draws}:
        raise PopulationError(f"population.yml: nobody's {PLACE} is drawn: add an entry for it")
    return Population(kinds, taps, draws)


def _share(value: Any, where: str) -> float:
    share = float(value)
    if not 0 <= share <= 1:
        raise PopulationError(f"population.yml: {where} is a share from 0 to 1, not {share:g}")
    return share


def _read_kind(item: tuple[str, dict[str, Any]]) -> Kind:
    name, entry = item
    where = f"opening: {name}"
    tells = tuple((type_, _share(share, f"{where}: '{type_}'")) for type_, share in entry["tells"].items())
    for type_, _ in tells:
        if type_ not in vocabulary():
            raise PopulationError(f"population.yml: {where}: '{type_}' is no entity type of seeds/vocabulary.yml")
    others = tuple((int(count), float(share)) for count, share in entry["others"].items())
    if min((count for count, _ in others), default=-1) < 0 or sum(share for _, share in others) <= 0:
        raise PopulationError(f"population.yml: {where}: 'others' gives a share to each number of facts, from 0 on")
    place = _share(entry["names_the_place"], f"{where}: 'names_the_place'")
    return Kind(_share(entry["share"], f"{where}: 'share'"), place, tells, others)


def _read_draw(entry: dict[str, Any]) -> Draw:
    type_ = entry["type"]
    where = f"population.yml: draw of '{type_}'"
    unknown = set(entry) - {"type", "role", "told", "again", "cases"}
    if unknown:
        raise PopulationError(f"{where}: unknown key '{sorted(unknown)[0]}'")
    if type_ not in vocabulary():
        raise PopulationError(f"{where}: no such entity type in seeds/vocabulary.yml")
    role, always, again = entry.get("role"), entry["told"] == ALWAYS, float(entry.get("again", 0))
    told = 0.0 if always else float(entry["told"])
    if told < 0 or not 0 <= again <= 1:
        raise PopulationError(f"{where}: 'told' is 0 or more, 'again' is from 0 to 1")
    cases = []
    for case in entry["cases"]:
        when = compile_condition(case["when"], where) if "when" in case else None
        shares = tuple((str(value), float(share)) for value, share in case["shares"].items())
        for value, share in shares:
            if value != NOTHING and _fact(type_, value, role) is None:
                raise PopulationError(f"{where}: '{value}' is no {type_} of seeds/vocabulary.yml (role: {role})")
            if share < 0:
                raise PopulationError(f"{where}: the share of '{value}' is below 0")
        if sum(share for _, share in shares) <= 0:
            raise PopulationError(f"{where}: give at least one value a share above 0")
        cases.append(Case(when, shares))
    if not cases or cases[-1].when is not None:
        raise PopulationError(f"{where}: the last case must be without 'when', for everybody else")
    return Draw(type_, role, told, always, again, tuple(cases))


def draw_person(among: Population, seed: int, number: int, not_sure: float) -> Person:
    """The person of this number: the same for the same ``seed``, and with the same truth for every ``not_sure``.

    ``not_sure`` is the share (0 to 1) of what they are asked that they cannot tell.
    """
    random = Random(f"{seed}/{number}")  # noqa: S311 - an experiment, no secret
    hidden = Profile()
    for draw in among.draws:
        hidden = hidden.merge(_draw_facts(draw, hidden, random))
    # who is unsure at a small share is so at a larger one, and nothing else about a person changes with it
    doubts = {type_: random.random() for type_ in sorted({draw.type for draw in among.draws})}
    kind: Kind = _choose(among.kinds, random)
    place_named = random.random() < kind.names_the_place
    count = _choose(kind.others, random)
    complaint = _complaint(hidden, place_named)
    invited = {type_ for type_, share in kind.tells if random.random() < share}
    always = {draw.type for draw in among.draws if draw.always}
    readiness = {draw.type: draw.told for draw in among.draws}
    order = sorted(
        (type_ for type_ in readiness if readiness[type_] > 0 and hidden.knows(type_)),
        key=lambda type_: random.random() ** (1 / readiness[type_]),
        reverse=True,
    )
    sure = {complaint, *always}
    unsure = frozenset(type_ for type_, doubt in doubts.items() if doubt < not_sure and type_ not in sure)
    said = {*sure, *(invited - unsure)}
    told = {*said, *[type_ for type_ in order if type_ not in said | unsure][:count]}
    opening = tuple(fact for fact in hidden.facts if fact.type in told)
    return Person(number, hidden, unsure, opening, random.random() < among.taps)


def _complaint(hidden: Profile, place_named: bool) -> str:
    if place_named:
        return PLACE
    return next((type_ for type_ in INSTEAD_OF_THE_PLACE if hidden.plain(type_)), PLACE)


def _draw_facts(draw: Draw, so_far: Profile, random: Random) -> list[Fact]:
    case = next(case for case in draw.cases if case.when is None or case.when.holds(so_far))
    values = [_choose(case.shares, random)]
    second = _choose(case.shares, random)
    if random.random() < draw.again and NOTHING not in (values[0], second) and second not in values:
        values.append(second)
    facts = (_fact(draw.type, value, draw.role) for value in values if value != NOTHING)
    return [fact for fact in facts if fact is not None]


def _choose(shares: Sequence[tuple[Any, float]], random: Random) -> Any:
    return random.choices([value for value, _ in shares], [share for _, share in shares])[0]


def _fact(type_: str, value: str, role: str | None) -> Fact | None:
    return valid_fact(type_=type_, value=value, role=role, words="", turn=0)
