"""The trial plan: how to get used to a pair, when to judge it, and how to send it back (``seeds/trial.yml``)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

import seeds
from actions.advice.conditions import ConditionError, compile_condition
from actions.advice.pair import Pair
from actions.advice.profile import Profile
from catalog import Product

Applies = Callable[[Profile, Product | None], bool]


class TrialError(ValueError):
    """The trial file is wrong; the message names the entry and what to write."""


@dataclass(frozen=True)
class Day:
    """A row of the day table: from and to (day numbers), minutes of wear a day (None: all day), and its word."""

    first: int
    last: int
    minutes: int | None
    wear: str


@dataclass(frozen=True)
class TrialPlan:
    """A plan for one person and one product. Texts are ids of ``seeds/trial.yml``; durations are days."""

    sku: str
    schedule: str
    days: tuple[Day, ...]
    sport_after_day: int
    notes: tuple[str, ...]
    judge: str
    first_check_days: int
    judge_after_days: int
    normal: tuple[str, ...]
    stop_signs: tuple[str, ...]
    fitting: tuple[str, ...]
    terms: str
    trial_days: int | None
    replace_months: tuple[int, int]


@dataclass(frozen=True)
class _Entry:
    """One entry of a list of the file, with when it applies."""

    data: dict[str, Any]
    applies: Applies


@lru_cache(maxsize=1)
def _entries() -> dict[str, tuple[_Entry, ...]]:
    return read_trial(seeds.read_yaml("trial.yml"))


def read_trial(data: dict[str, Any]) -> dict[str, tuple[_Entry, ...]]:
    """The lists of the file with their conditions compiled. Raises :class:`TrialError`."""
    try:
        found = {
            name: tuple(_Entry(entry, _applies(entry, f"trial.yml: {name}: '{entry['id']}'")) for entry in data[name])
            for name in ("schedules", "notes", "judge", "normal", "stop_signs", "fitting", "replace")
        }
        for schedule in data["schedules"]:
            _check_days(schedule)
    except (KeyError, TypeError) as error:
        raise TrialError(f"trial.yml: missing or misplaced: {error}") from error
    except ConditionError as error:
        raise TrialError(str(error)) from error
    return found


def late_after_days() -> int:
    """Up to this day of wear "it does not help" is early, after it late."""
    return int(seeds.read_yaml("trial.yml")["feedback"]["late_after_days"])


def plan_for(profile: Profile, product: Product | None) -> TrialPlan:
    """The plan for a person and a product; None stands for a pair from elsewhere, of which nothing is known.

    Somebody sore or sensitive, and a rigid or firm insole, get the gentler table.
    """
    entries = _entries()

    def first(name: str) -> dict[str, Any]:
        return next(entry.data for entry in entries[name] if entry.applies(profile, product))

    def all_of(name: str) -> tuple[str, ...]:
        return tuple(entry.data["id"] for entry in entries[name] if entry.applies(profile, product))

    schedule, judge = first("schedules"), first("judge")
    months = first("replace")["months"]
    if product is not None and product.life_months is not None:
        replace_months = (product.life_months, product.life_months)
    else:
        replace_months = (int(months["from"]), int(months["to"]))
    return TrialPlan(
        sku=product.sku if product else "",
        schedule=schedule["id"],
        days=tuple(Day(row["from"], row["to"], row["minutes"], row["wear"]) for row in schedule["days"]),
        sport_after_day=schedule["sport_after_day"],
        notes=all_of("notes"),
        judge=judge["id"],
        first_check_days=judge["first_check_days"],
        judge_after_days=judge["judge_after_days"],
        normal=all_of("normal"),
        stop_signs=all_of("stop_signs"),
        fitting=all_of("fitting"),
        terms=(product.return_terms if product else None) or "unknown",
        trial_days=product.trial_days if product else None,
        replace_months=replace_months,
    )


@dataclass(frozen=True)
class Calendar:
    """The days of a plan.

    ``last_return`` is the last day to send the pair back, counted from ``counted_day``, on which the pair was bought,
    arrived or was started (``counted_from``); None where that cannot be said.
    """

    start: date
    first_check: date
    judge_by: date
    last_return: date | None = None
    counted_from: str | None = None
    counted_day: date | None = None

    @property
    def returns_first(self) -> bool:
        """Whether the pair has to go back before it can be judged fairly."""
        return self.last_return is not None and self.last_return < self.judge_by


def calendar_for(plan: TrialPlan, pair: Pair) -> Calendar | None:
    """The plan's days; None while it isn't known when it starts."""
    if pair.start is None:
        return None
    first_check = pair.start + timedelta(days=plan.first_check_days)
    judge_by = pair.start + timedelta(days=plan.judge_after_days)
    returns = pair.last_return(plan.trial_days)
    if returns is None:
        return Calendar(pair.start, first_check, judge_by)
    return Calendar(pair.start, first_check, judge_by, *returns)


def row_of(plan: TrialPlan, day: int) -> Day:
    """The row of the table for a day of the plan, from 1; the last one for every day after it."""
    return next((row for row in plan.days if row.first <= day <= row.last), plan.days[-1])


def _applies(entry: dict[str, Any], where: str) -> Applies:
    """Whether an entry applies: by the person (``when``) or by the product; by both being empty, always."""
    when = compile_condition(entry["when"], where) if entry.get("when") else None
    product = _product_condition(entry["product"]) if entry.get("product") else None
    if when is None and product is None:
        return lambda _profile, _item: True
    return lambda profile, item: (
        (when is not None and when.holds(profile)) or (product is not None and item is not None and product(item))
    )


def _product_condition(source: dict[str, Any]) -> Callable[[Product], bool]:
    if "any" in source:
        parts = [_product_condition(part) for part in source["any"]]
        return lambda item: any(part(item) for part in parts)
    wanted = {name: value if isinstance(value, list) else [value] for name, value in source.items()}
    return lambda item: all(getattr(item, name) in values for name, values in wanted.items())


def _check_days(schedule: dict[str, Any]) -> None:
    expected = 1
    for row in schedule["days"]:
        if row["from"] != expected or row["to"] < row["from"]:
            raise TrialError(
                f"trial.yml: schedule '{schedule['id']}': days {row['from']} to {row['to']} "
                f"don't follow day {expected - 1}"
            )
        expected = row["to"] + 1
