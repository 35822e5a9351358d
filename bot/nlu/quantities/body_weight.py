"""Body weight in kilograms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.nlu.mentions import Mention
from bot.nlu.quantities.numbers import Cues, Number, text_of

KG_PER_LB = 0.45359237
LB_PER_STONE = 14
OWNERS = frozenset({"my", "our", "the", "his", "her", "their"})
LEAST_PRICE, LIGHTEST_IN_POUNDS, FEWEST_STONE = 10, 75, 5
LIGHTEST, HEAVIEST = 15.0, 350.0  # kilograms of a wearer


def find(norms: Sequence[str], numbers: Sequence[Number], cues: Cues) -> Iterator[tuple[Mention, list[int]]]:
    """Body weights; the weight of things that are lifted, and pounds of money, are none."""
    units = cues.units["weight"]
    for index, number in enumerate(numbers):
        said = cues.before("weigh_before", norms, number.start, within=2) is not None
        unit = units.get(norms[number.end]) if number.end < len(norms) else None
        used, end = [number.start], number.end + (unit is not None)
        value = number.value
        if unit is None:
            if not said or value < 35 or (number.end < len(norms) and norms[number.end] in cues.units["other"]):
                continue
            # Nobody gave a unit: an adult of 130 or more counts in pounds.
            unit = "kg" if value < 130 else "lb"
        elif unit == "lb" and norms[end - 1] in cues.units["money_or_weight"] and not said and value < 100:
            continue
        if not said and unit != "kg" and _of_money(norms, numbers, index, end, cues):
            continue
        if unit == "st" and not said and value < FEWEST_STONE:
            continue  # "lost some weight, three stone"
        if cues.before("not_own_weight_before", norms, number.start, within=3) is not None:
            continue
        if cues.after("not_own_weight_after", norms, end) is not None or _of_a_thing(norms, number.start, end, cues):
            continue
        if unit == "st":
            following = numbers[index + 1] if index + 1 < len(numbers) else None
            pounds = 0.0
            if following and following.start - end <= 1 and following.value < LB_PER_STONE:
                between = norms[end : following.start]
                if not between or between[0] == "and":
                    pounds, end = following.value, following.end
                    used.append(following.start)
                    if end < len(norms) and units.get(norms[end]) == "lb":
                        end += 1
            kilograms = (value * LB_PER_STONE + pounds) * KG_PER_LB
        else:
            kilograms = value * (KG_PER_LB if unit == "lb" else 1.0)
        if LIGHTEST <= kilograms <= HEAVIEST:
            yield Mention("body_weight", text_of(kilograms), number.start, end), used


def _of_money(norms: Sequence[str], numbers: Sequence[Number], index: int, end: int, cues: Cues) -> bool:
    """Whether pounds are the upper end of a range that begins too low for a weight: "20 to a hundred pounds"."""
    if norms[end - 1] not in cues.units["money_or_weight"] or not index:
        return False
    low, high = numbers[index - 1], numbers[index]
    joint = [word for word in norms[low.end : high.start] if word != "a"]
    between = cues.before("between", norms, low.start) is not None
    joined = joint in (["to"], ["-"], ["up", "to"]) or (between and joint in (["and"], ["to"], ["&"]))
    return joined and LEAST_PRICE <= low.value < LIGHTEST_IN_POUNDS


def _of_a_thing(norms: Sequence[str], start: int, end: int, cues: Cues) -> bool:
    """Whether something that somebody has weighs so much: "my 25 kg spaniel"."""
    owned = start > 0 and norms[start - 1] in OWNERS and end < len(norms) and norms[end].isalpha()
    return owned and cues.after("own_weight_after", norms, end) is None
