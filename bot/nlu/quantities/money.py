"""Budgets: "nothing over $50", "not a penny over thirty", "25 to 40 quid", "€45ish"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.nlu.mentions import Mention, Role
from bot.nlu.quantities.numbers import Cues, Number, text_of

NEGATIVE = frozenset({"not", "no", "never", "nothing", "without", "nor"})
REACH = 4  # words between a cue and its number


def find(norms: Sequence[str], numbers: Sequence[Number], cues: Cues) -> Iterator[tuple[Mention, list[int]]]:
    """Budgets; prices that are merely told ("I paid $80 for the last pair") are none."""
    done: set[int] = set()
    for index, number in enumerate(numbers):
        if number.start in done or number.value <= 0:
            continue
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        pair = _range(norms, number, following, cues) if following else None
        if pair is not None and following is not None:
            done.add(following.start)
            yield from pair
            continue
        if _counted(norms, number.end, cues):
            continue
        code, start, end = _currency(norms, number, cues)
        role = _role(norms, start, end, cues)
        asked = cues.before("budget_before", norms, start, within=REACH) is not None
        if not code and not asked and not (role and _is_price(norms, number, cues)):
            continue
        if cues.before("told_price_before", norms, start, within=2) is not None and role is None:
            continue
        if cues.after("told_price_after", norms, end) is not None:
            continue
        # A bare amount is the most that somebody means to pay.
        yield _mention(number, role or "max", code, start, end), [number.start]


def _mention(number: Number, role: Role, code: str, start: int, end: int) -> Mention:
    return Mention("budget", text_of(number.value), start, end, role, extra={"currency": code} if code else {})


def _currency(norms: Sequence[str], number: Number, cues: Cues) -> tuple[str, int, int]:
    """Currency code ("" where none is said) and the words that amount and currency take."""
    codes = cues.units["currency"]
    start, end = number.start, number.end
    code = ""
    if start and norms[start - 1] in codes and not norms[start - 1].isalpha():
        code, start = codes[norms[start - 1]], start - 1
        if start and norms[start - 1] in codes:
            start -= 1
    if end < len(norms) and norms[end] == "ish" and end + 1 < len(norms) and norms[end + 1] in codes:
        code, end = codes[norms[end + 1]], end + 2
    elif end < len(norms) and norms[end] in codes:
        code, end = codes[norms[end]], end + 1
    elif not code and start and norms[start - 1] in codes:
        code, start = codes[norms[start - 1]], start - 1
    return code, start, end


def _role(norms: Sequence[str], start: int, end: int, cues: Cues) -> Role | None:
    roles: tuple[Role, ...] = ("max", "min", "about")
    for role in roles:
        if cues.after(f"{role}_after", norms, end) is not None:
            return role
    best: tuple[int, Role] | None = None
    for role in roles:
        begin = cues.before(f"{role}_before", norms, start, within=2)
        # "no more than" is longer than "more than": the cue that begins first was meant.
        if begin is not None and (best is None or begin < best[0]):
            best = (begin, role)
    if best and best[1] == "min" and NEGATIVE & set(norms[max(best[0] - 6, 0) : best[0]]):
        return "max"  # "I don't want to pay more than"
    return best[1] if best else None


def _counted(norms: Sequence[str], end: int, cues: Cues) -> bool:
    """Whether a unit of something else follows."""
    if end >= len(norms):
        return False
    word = norms[end]
    if word in cues.units["money_or_weight"]:
        return False
    return word in cues.units["other"] or word in cues.units["time"] or word in cues.units["weight"]


def _is_price(norms: Sequence[str], number: Number, cues: Cues) -> bool:
    """Whether a bare number with a bound ("under 50") can be a price."""
    if not 10 <= number.value <= 1000:
        return False
    ends = number.end >= len(norms) or not norms[number.end].isalpha()
    return ends or cues.after("price_follows", norms, number.end) is not None


def _range(
    norms: Sequence[str], low: Number, high: Number | None, cues: Cues
) -> list[tuple[Mention, list[int]]] | None:
    """ "25 to 40 quid", "between $30 and $60", "£20-£30"."""
    if high is None or high.value <= low.value:
        return None
    code_low, start_low, end_low = _currency(norms, low, cues)
    code_high, start_high, end_high = _currency(norms, high, cues)
    joint = tuple(norms[end_low:start_high])
    between = cues.before("between", norms, start_low, within=1) is not None
    if joint not in {("to",), ("-",), ("and",), ("or",), ("till",), ("up", "to"), ("until",)}:
        return None
    if joint in {("and",), ("or",)} and not between and not (joint == ("or",) and code_high):
        return None
    if _counted(norms, high.end, cues):
        return None
    asked = cues.before("budget_before", norms, start_low, within=REACH) is not None
    priced = cues.after("price_follows", norms, end_high) is not None
    if not (code_low or code_high or asked or priced):
        return None
    code = code_high or code_low
    return [
        (_mention(low, "min", code, start_low, end_low), [low.start]),
        (_mention(high, "max", code, start_high, end_high), [high.start]),
    ]
