"""``seeds/report.yml``: whom the report tries the shop on, and what its page calls things. Read and checked here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import seeds
from actions.advice.facts import Fact, valid_fact
from actions.advice.picks import ANOTHER_TYPE, BEST_MATCH, BEST_VALUE
from actions.advice.vocabulary import vocabulary
from catalog.attributes import BY_NAME, DESCRIBING

FILE = "report.yml"

ASKED: tuple[str, ...] = tuple(name for name in DESCRIBING if not BY_NAME[name].open)
"""The attributes that the page tells the state of. Claims in words are not: saying none of them is no lack."""

ORIGINS = ("column", "text", "owner", "other")
"""Where an attribute of a product comes from; other: its row does not say."""

LONGEST = 60
"""Characters that an entry may be called by."""

MOST_CASES = 200_000
"""People whom the file may ask for at most."""

_AXES = {
    "complaints": {"says", "facts", "shoes"},
    "arches": {"says", "facts"},
    "shoes": {"says", "facts"},
    "budgets": {"says", "share", "up_to"},
    "wearers": {"says", "facts", "apart"},
}
_NUMBERS = {"most": (100, MOST_CASES), "quick": (100, MOST_CASES), "scores": (1e6, 1e11), "listed": (10, 5000)}
_NAMES = {
    "attributes": ASKED,
    "origins": ORIGINS,
    "types": BY_NAME["insole_type"].word_list.words,
    "returns": BY_NAME["return_terms"].word_list.words,
    "labels": (BEST_MATCH, BEST_VALUE, ANOTHER_TYPE),
}


class PlanError(ValueError):
    """seeds/report.yml has mistakes; the message lists all of them, with the entry and what to write."""


@dataclass(frozen=True)
class Entry:
    """One value of an axis: its name and the facts that stand for it. ``shoes`` and ``apart`` are as in the file.

    A budget has no facts but a ``share`` of the shop's products or an amount (``up_to``); neither is any price.
    """

    says: str
    facts: tuple[Fact, ...] = ()
    shoes: frozenset[str] = frozenset()
    apart: bool = False
    share: float | None = None
    up_to: float | None = None


@dataclass(frozen=True)
class Plan:
    """The whole file. ``names`` are its lists of names (attributes, origins, types, returns, labels)."""

    complaints: tuple[Entry, ...]
    arches: tuple[Entry, ...]
    shoes: tuple[Entry, ...]
    budgets: tuple[Entry, ...]
    wearers: tuple[Entry, ...]
    most: int
    quick: int
    scores: int
    listed: int
    gap: float
    names: Mapping[str, Mapping[str, str]]
    trial_days: tuple[int, ...]


def plan() -> Plan:
    """The plan of ``seeds/report.yml``. Raises PlanError, or seeds.SeedError where it cannot be read at all."""
    return read_plan(seeds.read_yaml(FILE))


def read_plan(data: Any) -> Plan:
    """A plan from the contents of its file. Raises PlanError with all that is wrong."""
    reader = _Reader(data if isinstance(data, dict) else {})
    found = reader.plan()
    if reader.problems:
        raise PlanError("\n".join(f"seeds/{FILE}: {problem}" for problem in reader.problems))
    return found


class _Reader:
    """Turns the YAML into a plan and gathers every problem on the way."""

    def __init__(self, data: Mapping[Any, Any]) -> None:
        self.data = data
        self.problems: list[str] = []

    def plan(self) -> Plan:
        known = {*_AXES, *_NUMBERS, *_NAMES, "gap", "trial_days"}
        for name in sorted({str(name) for name in self.data} - known):
            self.problems.append(f"'{name}' is no part of this file; its parts are {', '.join(sorted(known))}")
        axes = {axis: self.axis(axis) for axis in _AXES}
        worn = {fact.value for entry in axes["shoes"] for fact in entry.facts}
        for entry in axes["complaints"]:
            for shoe in sorted(entry.shoes - worn):
                self.problems.append(f"complaints, '{entry.says}', shoes: no entry of shoes has the footwear '{shoe}'")
        numbers = {name: int(self.number(name, *bounds)) for name, bounds in _NUMBERS.items()}
        cases = len(axes["arches"]) * len(axes["shoes"]) * len(axes["budgets"]) * len(axes["wearers"])
        if cases * len(axes["complaints"]) > MOST_CASES * 10:
            self.problems.append(f"asks for {cases * len(axes['complaints'])} people; take some entries out")
        return Plan(
            complaints=axes["complaints"],
            arches=axes["arches"],
            shoes=axes["shoes"],
            budgets=axes["budgets"],
            wearers=axes["wearers"],
            most=numbers["most"],
            quick=numbers["quick"],
            scores=numbers["scores"],
            listed=numbers["listed"],
            gap=self.number("gap", 0, 1),
            names={name: self.names(name, keys) for name, keys in _NAMES.items()},
            trial_days=self.days(),
        )

    def axis(self, axis: str) -> tuple[Entry, ...]:
        entries = self.data.get(axis)
        if not isinstance(entries, list) or not entries:
            self.problems.append(f"{axis}: write a list of at least one entry, such as - {{says: ..., facts: {{}}}}")
            return ()
        found = tuple(self.entry(f"{axis}, entry {n}", axis, entry) for n, entry in enumerate(entries, 1))
        names = [entry.says for entry in found if "{amount}" not in entry.says]
        for name in sorted({name for name in names if names.count(name) > 1}):
            self.problems.append(f"{axis}: two entries are called '{name}'")
        return found

    def entry(self, where: str, axis: str, entry: Any) -> Entry:
        says = entry.get("says") if isinstance(entry, dict) else None
        if not isinstance(entry, dict) or not isinstance(says, str) or not 0 < len(says.strip()) <= LONGEST:
            self.problems.append(f"{where}: needs `says`, a name of 1 to {LONGEST} characters")
            return Entry("")
        where = f"{axis}, '{says}'"
        for name in sorted({str(name) for name in entry} - _AXES[axis]):
            self.problems.append(f"{where}: '{name}' is none of {', '.join(sorted(_AXES[axis]))}")
        shoes = entry.get("shoes", [])
        if not isinstance(shoes, list):
            self.problems.append(f"{where}, shoes: write a list of words in [brackets]")
            shoes = []
        apart = entry.get("apart", False)
        if not isinstance(apart, bool):
            self.problems.append(f"{where}, apart: {apart!r} is neither true nor false")
        share, up_to = self.amount(where, entry, "share", 1), self.amount(where, entry, "up_to", 1e6)
        if axis == "budgets" and ("{amount}" in says) is not (share is not None or up_to is not None):
            self.problems.append(f"{where}: a budget with a share or up_to says {{amount}}, any other does not")
        if share is not None and up_to is not None:
            self.problems.append(f"{where}: give either share or up_to")
        facts = () if axis == "budgets" else self.facts(f"{where}, facts", entry.get("facts"))
        return Entry(says.strip(), facts, frozenset(map(str, shoes)), apart is True, share, up_to)

    def facts(self, where: str, given: Any) -> tuple[Fact, ...]:
        if not isinstance(given, dict):
            self.problems.append(f"{where}: write them as {{type: word}}, or {{}} for none")
            return ()
        found = []
        for type_, values in given.items():
            known = vocabulary().get(str(type_))
            if known is None or known.kind != "word":
                words = ", ".join(sorted(name for name, each in vocabulary().items() if each.kind == "word"))
                self.problems.append(f"{where}: '{type_}' is none of {words}")
                continue
            for value in values if isinstance(values, list) else [values]:
                fact = valid_fact(type_=type_, value=value, role=None, words="", turn=1)
                if fact is None:
                    self.problems.append(f"{where}, {type_}: '{value}' is none of {', '.join(sorted(known.values))}")
                else:
                    found.append(fact)
        return tuple(found)

    def amount(self, where: str, entry: Mapping[str, Any], name: str, most: float) -> float | None:
        value = entry.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= most:
            self.problems.append(f"{where}, {name}: {value!r} is not a number above 0 and at most {most:g}")
            return None
        return float(value)

    def number(self, name: str, low: float, high: float) -> float:
        value = self.data.get(name)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not low <= value <= high:
            self.problems.append(f"{name}: {value!r} is not a number from {low:g} to {high:g}")
            return low
        return float(value)

    def names(self, name: str, keys: tuple[str, ...]) -> Mapping[str, str]:
        given = self.data.get(name)
        if not isinstance(given, dict):
            self.problems.append(f"{name}: write what each of {', '.join(keys)} is called")
            return dict.fromkeys(keys, "")
        for key in keys:
            if not isinstance(given.get(key), str) or not given[key].strip():
                self.problems.append(f"{name}: say what '{key}' is called")
        for key in sorted({str(key) for key in given} - set(keys)):
            self.problems.append(f"{name}: '{key}' is none of {', '.join(keys)}")
        return {key: str(given.get(key, key)) for key in keys}

    def days(self) -> tuple[int, ...]:
        given = self.data.get("trial_days")
        if (
            not isinstance(given, list)
            or not given
            or not all(isinstance(day, int) and not isinstance(day, bool) and day > 0 for day in given)
            or given != sorted(set(given))
        ):
            self.problems.append("trial_days: write whole numbers above 0 that go up, such as [1, 14, 30, 60]")
            return (1,)
        return tuple(given)
