"""Days in a message: "I start on Monday", "they arrived on 3 December", "two weeks ago", "day 4" (``seeds/dates.yml``).

What is found is found by our words; what a written date means is read by dateutil.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from dateutil import parser
from dateutil.relativedelta import relativedelta

import seeds
from actions.advice.pair import EVENTS

MOST_BACK = timedelta(days=400)
"""Nobody plans the trial of a pair that they have had for longer."""

MOST_AHEAD = timedelta(days=200)
"""Nor of one that comes later than this: such a day is a misreading."""

MOST_TEXT = 600
"""Characters that are read for days: whoever names a day doesn't write a page."""

MOST_WORN = 400
"""Days of wear that are believed."""

PAST, FUTURE = "past", "future"


class DatesError(ValueError):
    """The file of words is wrong; the message names the entry and what to write."""


@dataclass(frozen=True)
class Said:
    """A day that a message names.

    ``event`` is bought, arrived or started, or None where the message doesn't say what happens on it; ``other`` is the
    day that the same figures mean to somebody else ("3/4"); ``far`` tells that it is too far off to be meant.
    """

    day: date
    event: str | None
    other: date | None = None
    far: bool = False


@dataclass(frozen=True)
class _Words:
    """The words of the file as patterns."""

    relative: dict[str, int]
    weekdays: dict[str, int]
    numbers: dict[str, int]
    units: dict[str, str]
    last: frozenset[str]
    today: re.Pattern[str]
    trouble: re.Pattern[str]
    events: tuple[tuple[str, str, re.Pattern[str]], ...]
    finders: tuple[tuple[str, re.Pattern[str]], ...]
    worn: tuple[re.Pattern[str], ...]
    info: parser.parserinfo


def read_words(data: dict[str, Any]) -> _Words:
    """The contents of ``seeds/dates.yml``. Raises :class:`DatesError`."""
    try:
        for name, most in (("weekdays", 7), ("months", 12)):
            if len(data[name]) != most or not all(isinstance(words, list) and words for words in data[name]):
                raise DatesError(f"dates.yml: {name}: takes {most} lists of words, in their order")
        for word, unit in data["units"].items():
            if unit not in ("days", "weeks", "fortnights", "months"):
                raise DatesError(f"dates.yml: units: '{word}' is days, weeks, fortnights or months, not {unit!r}")
        for word, count in {**data["numbers"], **data["ordinals"], **data["relative"]}.items():
            if not isinstance(count, int) or isinstance(count, bool):
                raise DatesError(f"dates.yml: '{word}' stands for a whole number, not {count!r}")
        if set(data["events"]) != set(EVENTS):
            raise DatesError(f"dates.yml: events: are {', '.join(EVENTS)}")
        events = tuple(
            (event, tense, _any(data["events"][event][tense])) for event in EVENTS for tense in (PAST, FUTURE)
        )
        return _compiled(data, events)
    except (KeyError, TypeError, AttributeError) as error:
        raise DatesError(f"dates.yml: missing or misplaced: {error}") from error


def _compiled(data: dict[str, Any], events: tuple[tuple[str, str, re.Pattern[str]], ...]) -> _Words:
    weekdays = {word: place for place, words in enumerate(data["weekdays"]) for word in words}
    month = _one_of(word for words in data["months"] for word in words)
    number = rf"(?P<count>\d{{1,3}}|{_one_of(data['numbers'])})"
    unit = rf"(?P<unit>{_one_of(data['units'])})"
    ordinal, year = r"\d{1,2}(?:st|nd|rd|th)?", r"(?:,?\s+\d{4})?"
    finders = {
        "ago": rf"\b{number}\s+{unit}\s+(?:ago|back)\b",
        "ahead": rf"\bin\s+{number}\s+{unit}\b(?!\s+of\b)",
        "from_now": rf"\b{number}\s+{unit}\s+from\s+(?:now|today)\b",
        "relative": rf"\b(?P<word>{_one_of(data['relative'])})\b",
        "iso": r"\b\d{4}-\d{2}-\d{2}\b",
        "named": rf"\b{ordinal}(?:\s+of)?\s+(?:{month})\b{year}|\b(?:{month})\s+(?:the\s+)?{ordinal}\b{year}",
        # without a year only behind "on" and the like: a "3/4 length" is no day
        "figures": r"\b\d{1,2}[/.]\d{1,2}[/.](?:\d{4}|\d{2})\b|(?:(?<=on )|(?<=since )|(?<=by ))\d{1,2}/\d{1,2}\b",
        "of_month": r"\b(?:on|since|from|by)\s+the\s+(?P<dom>\d{1,2})(?:st|nd|rd|th)\b",
        "weekday": rf"\b(?:(?P<which>{_one_of([*data['last'], *data['next']])})\s+)?(?P<weekday>{_one_of(weekdays)})\b",
    }
    nth = rf"(?P<nth>\d{{1,3}}|{_one_of(data['numbers'])})"
    worn = (
        rf"\b(?P<unit>day|week)\s+(?:number\s+)?{nth}\b",
        rf"\b(?P<nth>{_one_of(data['ordinals'])}|\d{{1,2}}(?:st|nd|rd|th))\s+(?P<unit>day|week)\b",
        rf"\b{number}\s+(?:whole\s+|full\s+|more\s+)?{unit}\b",
    )
    return _Words(
        relative=dict(data["relative"]),
        weekdays=weekdays,
        numbers={**data["numbers"], **data["ordinals"]},
        units=dict(data["units"]),
        last=frozenset(data["last"]),
        today=_any(data["asks_for_today"]),
        trouble=re.compile(
            rf"\b(?:{_one_of(data['trouble'])})(?:\s+[\w']+){{0,3}}?\s+"
            rf"(?:{_one_of([*data['events']['started'][PAST], *data['events']['started'][FUTURE]])})\b"
        ),
        events=events,
        finders=tuple((name, re.compile(pattern)) for name, pattern in finders.items()),
        worn=tuple(re.compile(pattern) for pattern in worn),
        info=_info(data),
    )


def _info(data: dict[str, Any]) -> parser.parserinfo:
    """What dateutil goes by: the file's own names of months and days."""

    class Info(parser.parserinfo):  # type: ignore[misc]
        MONTHS = [tuple(words) for words in data["months"]]  # noqa: RUF012 - dateutil's own form
        WEEKDAYS = [tuple(words) for words in data["weekdays"]]  # noqa: RUF012

    return Info()


@lru_cache(maxsize=1)
def _words() -> _Words:
    return read_words(seeds.read_yaml("dates.yml"))


def asks_for_today(text: str) -> bool:
    """Whether a question about the plan is only about where one is in it."""
    return bool(_words().today.search(_plain(text)))


def of_trouble(text: str) -> bool:
    """Whether what starts is the trouble and not a pair: "the pain started on Monday"."""
    return bool(_words().trouble.search(_plain(text)))


def days_worn(text: str) -> int | None:
    """For how many days a pair has been worn: "day 4", "for three weeks"; None where the message doesn't say."""
    words, plain = _words(), _plain(text)
    for pattern in words.worn:
        match = pattern.search(plain)
        if match is None:
            continue
        parts = match.groupdict()
        if "nth" in parts:
            count = _number(re.sub(r"(?<=\d)(st|nd|rd|th)$", "", parts["nth"]), words)
            found = count if parts["unit"] == "day" else 7 * count - 6
        else:
            found = _days(_number(parts["count"], words), words.units[parts["unit"]])
        if 0 < found <= MOST_WORN:
            return found
    return None


def day_number(text: str) -> int | None:
    """Which day of wear a message names ("day 4", "the fourth day"); None where it names none, or only weeks."""
    for pattern in _words().worn[:2]:
        match = pattern.search(_plain(text))
        if match is not None and match["unit"] == "day":
            return days_worn(match.group())
    return None


def without_days(text: str) -> str:
    """The message without the days and spans of time that it names: their figures mean nothing else."""
    words, plain = _words(), _plain(text)
    for pattern in (*(finder for _, finder in words.finders), *words.worn):
        plain = pattern.sub(" ", plain)
    return plain


def dates_in(text: str, today: date, day_first: bool = True) -> list[Said]:
    """The days that a message names, in their order, each with what happens on it.

    ``day_first`` says what "3/4" means where both readings are dates: 3 April, or March 4th. A day without a year is
    the nearest one that fits the tense of what is said to happen.
    """
    words, plain = _words(), _plain(text)
    spans = _spans(plain, words)
    events = _events(plain, words)
    found = []
    for place, (start, end, kind, match) in enumerate(spans):
        before = spans[place - 1][1] if place else 0
        after = spans[place + 1][0] if place + 1 < len(spans) else len(plain)
        event, tense = _event_of(events, before, start, end, after)
        if match.groupdict().get("which") in words.last or plain[before:start].rstrip().endswith("since"):
            tense = PAST
        try:
            days = _read(kind, match, today, tense, day_first, words)
        except (ValueError, OverflowError):
            continue
        if not days:
            continue  # the 31st of February
        day, other = days[0], days[1] if len(days) > 1 else None
        far = not today - MOST_BACK <= day <= today + MOST_AHEAD
        found.append(Said(day, event, other, far))
    return found


def _spans(plain: str, words: _Words) -> list[tuple[int, int, str, re.Match[str]]]:
    """Where days are named; of two that overlap the one found by the finder that comes first in the list."""
    taken: list[tuple[int, int, str, re.Match[str]]] = []
    for kind, pattern in words.finders:
        for match in pattern.finditer(plain):
            if all(match.end() <= start or match.start() >= end for start, end, _, _ in taken):
                taken.append((match.start(), match.end(), kind, match))
    return sorted(taken, key=lambda item: item[0])


def _events(plain: str, words: _Words) -> list[tuple[int, str, str]]:
    """What happens, with its tense and its place in the message."""
    return sorted(
        (match.start(), event, tense) for event, tense, pattern in words.events for match in pattern.finditer(plain)
    )


def _event_of(
    events: list[tuple[int, str, str]], before: int, start: int, end: int, after: int
) -> tuple[str | None, str | None]:
    """What is said to happen on the day named from ``start`` to ``end``: the nearest before it, else the next after."""
    earlier = [item for item in events if before <= item[0] < start]
    later = [item for item in events if end <= item[0] < after]
    near = earlier[-1:] or later[:1]
    return (near[0][1], near[0][2]) if near else (None, None)


def _read(
    kind: str, match: re.Match[str], today: date, tense: str | None, day_first: bool, words: _Words
) -> list[date]:
    parts = match.groupdict()
    if kind == "relative":
        return [today + timedelta(days=words.relative[parts["word"]])]
    if kind in ("ago", "ahead", "from_now"):
        count = _number(parts["count"], words) * (-1 if kind == "ago" else 1)
        return [today + _span(count, words.units[parts["unit"]])]
    if kind == "weekday":
        ahead = (words.weekdays[parts["weekday"]] - today.weekday() - 1) % 7 + 1
        return [today + timedelta(days=ahead if tense != PAST else ahead - 7 if ahead < 7 else -7)]
    if kind == "of_month":
        return [_nearest([_in_month(today, shift, int(parts["dom"])) for shift in (-1, 0, 1)], today, tense)]
    text = match.group()
    days = []
    for order in (day_first, not day_first) if kind == "figures" else (day_first,):
        with suppress(ValueError):  # the 21st month: then the other order is meant
            days.append(_written(text, today, tense, order, words))
    return list(dict.fromkeys(days))


def _written(text: str, today: date, tense: str | None, day_first: bool, words: _Words) -> date:
    """A written date as dateutil reads it; without a year, in the year that fits best."""
    if re.search(r"\d{4}|\d[/.]\d{1,2}[/.]\d", text):
        return _parsed(text, today.year, day_first, words)
    return _nearest([_parsed(text, today.year + shift, day_first, words) for shift in (-1, 0, 1)], today, tense)


def _parsed(text: str, year: int, day_first: bool, words: _Words) -> date:
    iso = text[4:5] == "-"
    order = {"dayfirst": day_first and not iso, "yearfirst": iso}
    found: datetime = parser.parse(text, words.info, default=datetime(year, 1, 1), **order)
    return found.date()


def _in_month(today: date, shift: int, day: int) -> date:
    """That day of a month; where the month is too short, its last."""
    found: date = today + relativedelta(months=shift, day=day)
    return found


def _nearest(days: Iterable[date], today: date, tense: str | None) -> date:
    """Of several readings the nearest to today on the side that the tense says."""
    found = list(days)
    fitting = [day for day in found if (tense != PAST or day <= today) and (tense != FUTURE or day >= today)]
    return min(fitting or found, key=lambda day: abs(day - today))


def _number(text: str, words: _Words) -> int:
    return int(text) if text.isdigit() else words.numbers[" ".join(text.split())]


def _span(count: int, unit: str) -> relativedelta:
    if unit == "fortnights":
        return relativedelta(weeks=2 * count)
    return relativedelta(months=count) if unit == "months" else relativedelta(days=_days(count, unit))


def _days(count: int, unit: str) -> int:
    return count * {"days": 1, "weeks": 7, "fortnights": 14, "months": 30}[unit]


def _plain(text: str) -> str:
    return " ".join(text[:MOST_TEXT].lower().replace("\u2019", "'").split())


def _one_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


def _any(words: Iterable[str]) -> re.Pattern[str]:
    # a word that begins with an apostrophe ("'ve had") hangs on the one before it
    return re.compile(rf"(?:(?<!\w)|(?='))(?:{_one_of(words)})(?!\w)")
