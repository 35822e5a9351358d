"""How long something has been going on, when it is said with a number: "for three weeks", "since 2019"."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from bot.nlu.mentions import Mention
from bot.nlu.quantities.numbers import Cues, Number

GOES_ON = frozenset({"and", "but", "now", "still", "it", "i", "my", "with", "no", "the"})  # "5 months on and ..."
NEGATIVE = frozenset({"not", "no", "never", "hardly"})
PLANNED = frozenset(
    {"on", "onto", "start", "started", "starting", "begin", "beginning", "do", "did", "doing", "done", "finish",
     "finished", "complete", "completed", "repeat", "repeating", "of", "for", "reached", "plan", "program"}
)  # fmt: skip
ANSWER = 4  # words of a message that can only be an answer
DAYS = {"day": 1.0, "week": 7.0, "fortnight": 14.0, "month": 30.4, "year": 365.0, "decade": 3650.0}
# The vocabulary's bounds, in days: under two weeks, two to eight weeks, up to twelve months.
BOUNDS = ((13.0, "days"), (58.0, "weeks"), (366.0, "months"))


def word_for(days: float) -> str:
    """Canonical value of a duration."""
    return next((word for most, word in BOUNDS if days <= most), "years")


def find(norms: Sequence[str], numbers: Sequence[Number], cues: Cues) -> Iterator[tuple[Mention, list[int]]]:
    """Durations of complaints. Trial periods, ages and frequencies are none."""
    units = cues.units["time"]
    for index, number in enumerate(numbers):
        start, end = number.start, number.end
        if number.value.is_integer() and 1930 <= number.value <= _this_year():
            if cues.before("since", norms, start, within=10) is not None:
                age = (_this_year() - number.value) * DAYS["year"]
                yield Mention("duration", word_for(max(age, DAYS["month"])), start, end), [start]
            continue
        value, at, used = _counted(norms, numbers, index, cues)
        if at < len(norms) and units.get(norms[at]) in DAYS:
            if _is_duration(norms, start, at + 1, cues):
                yield Mention("duration", word_for(value * DAYS[units[norms[at]]]), start, at + 1), used
        elif _is_nth(norms, number, cues):
            yield Mention("duration", word_for(value * DAYS[norms[start - 1]]), start - 1, end), [start]


def _is_nth(norms: Sequence[str], number: Number, cues: Cues) -> bool:
    """Whether it is "day 2", so far into it, and no plan of training."""
    named = number.start > 0 and norms[number.start - 1] in ("day", "week", "month")
    plan = cues.after("not_day_number_after", norms, number.end) is not None
    # "on week 3 on a treadmill", "start week 9 tomorrow" count a plan; "on week 3 of this" a complaint.
    goes_on = number.end < len(norms) and norms[number.end] in ("of", "with")
    planned = number.start > 1 and norms[number.start - 2] in PLANNED and not goes_on
    return named and number.in_digits and number.value < 60 and not plan and not planned


def _counted(norms: Sequence[str], numbers: Sequence[Number], index: int, cues: Cues) -> tuple[float, int, list[int]]:
    """The number, or the higher one of "two to three"; where its unit should stand; the numbers used."""
    number = numbers[index]
    value, at, used = number.value, number.end, [number.start]
    following = numbers[index + 1] if index + 1 < len(numbers) else None
    joint = at
    while joint < len(norms) and joint - at < 2 and norms[joint] in ("-", "to", "or", "/", "maybe"):
        joint += 1
    if following and following.start == joint and joint > at:
        value, at, used = following.value, following.end, [number.start, following.start]
    filler = cues.after("number_filler", norms, at)
    return value, filler or at, used


def _is_duration(norms: Sequence[str], start: int, end: int, cues: Cues) -> bool:
    """Whether a counted time is how long something has been, and no trial, age, interval or future."""
    if cues.after("not_duration_after", norms, end) is not None:
        return False
    if cues.before("not_duration_before", norms, start, within=1) is not None:
        # "has not closed in 5 weeks"
        told = cues.before("not_over_before", norms, start, within=1)
        return told is not None and not NEGATIVE.isdisjoint(norms[max(told - 4, 0) : told])
    if end >= len(norms) or cues.before("duration_before", norms, start, within=2) is not None:
        return True
    if cues.after("duration_after", norms, end) is not None:
        return True
    ended = norms[end] == "on" and (cues.at_end(norms, end + 1) or norms[end + 1] in GOES_ON)
    return ended or sum(norm[0].isalnum() for norm in norms) <= ANSWER


def _this_year() -> int:
    return datetime.datetime.now(datetime.timezone.utc).year
