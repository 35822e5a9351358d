"""How long something has been going on, when it is said with a number: "for three weeks", "since 2019"."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from bot.nlu.mentions import Mention
from bot.nlu.quantities.numbers import Cues, Number

ANSWER = 4  # words of a message that can only be an answer
DAYS = {"day": 1.0, "week": 7.0, "month": 30.4, "year": 365.0, "decade": 3650.0}
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
        at = end
        if at < len(norms) and norms[at] == "-":
            at += 1
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        value = number.value
        if at < len(norms) and norms[at] in ("to", "or"):
            at += 1
        if following and following.start == at and at != end:
            value, at = following.value, following.end
        elif at != end:
            continue
        filler = cues.after("number_filler", norms, at)
        at = filler or at
        if at < len(norms) and units.get(norms[at]) in DAYS:
            end = at + 1
            if cues.after("not_duration_after", norms, end) or (
                cues.before("not_duration_before", norms, start, within=1) is not None
            ):
                continue
            held = cues.before("duration_before", norms, start, within=2) is not None
            bare = sum(norm[0].isalnum() for norm in norms) <= ANSWER
            if held or bare or cues.after("duration_after", norms, end) is not None:
                days = value * DAYS[units[norms[at]]]
                used = (
                    [start, following.start]
                    if following and following.start < at and following.start > start
                    else [start]
                )
                yield Mention("duration", word_for(days), start, end), used
        elif start and norms[start - 1] in ("day", "week", "month") and number.in_digits and number.value < 60:
            # "day 2": so far into it
            yield Mention("duration", word_for(value * DAYS[norms[start - 1]]), start - 1, end), [start]


def _this_year() -> int:
    return datetime.datetime.now(datetime.timezone.utc).year
