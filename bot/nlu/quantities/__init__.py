"""Numbers and what they count: money, shoe sizes, ages, weights, durations, severities."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.mentions import Mention
from bot.nlu.quantities import age, body_weight, duration, money, severity, shoe_size
from bot.nlu.quantities.numbers import Cues, numbers_of

__all__ = ["Cues", "find_quantities"]


def find_quantities(norms: Sequence[str], cues: Cues) -> list[Mention]:
    """Every quantity of a message, each number read once, by the most certain reading first."""
    numbers = numbers_of(norms, cues)
    if not numbers:
        return []
    found: list[Mention] = []
    taken: set[int] = set()
    for reader in (severity.find, age.find, shoe_size.find, body_weight.find, money.find, duration.find):
        for mention, used in reader(norms, [n for n in numbers if n.start not in taken], cues):
            if not taken & set(used):
                found.append(mention)
                taken.update(used)
    return found
