"""Budgets: "nothing over $50", "not a penny over thirty", "25 to 40 quid", "€45ish"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.nlu.mentions import Mention, Role
from bot.nlu.quantities.numbers import Cues, Number, text_of

# "I don't want to pay more than", "it would hurt if I paid over"
NEGATIVE = frozenset({"not", "no", "never", "nothing", "without", "nor", "if", "unless"})
REACH = 4  # words between a cue and its number
LOWEST, HIGHEST = 10, 1000  # a bare number that can be a price
# Round prices that somebody may name without a word of money: neither an age that stands alone nor an EU size.
PLAIN_PRICES = frozenset({15.0, 20.0, 25.0, 30.0, 100.0, 120.0, 150.0, 200.0})
PLAIN_AFTER = 4  # words before such a price at least
JOINTS = frozenset(
    {("to",), ("-",), ("and",), ("&",), ("or",), ("till",), ("until",), ("/",), ("up", "to"), ("to", "a"), ("and", "a"),
     ("or", "a"), ("-", "a"), ("to", "maybe"), ("to", "about"), ("or", "maybe"), ("and", "maybe"), ("to", "around")}
)  # fmt: skip
# "thirty, perhaps thirty-five", "sixty or seventy dollars": the higher one is the most that somebody means to pay.
STRETCHES = frozenset(
    {(",", "perhaps"), (",", "maybe"), (",", "possibly"), (",", "or"), (",", "or", "maybe"), (",", "or", "perhaps"),
     ("or", "perhaps"), ("maybe",), ("perhaps",), (",", "at", "a", "push"), (",", "could", "do"), ("or", "maybe"),
     (",", "even"), ("or", "even"), (",", "at", "most"), ("or", "at", "most"), ("possibly",), ("or", "possibly")}
)  # fmt: skip
# What makes two numbers one amount: "fifty plus or minus ten".
SPREADS = frozenset(
    {("plus", "or", "minus"), ("give", "or", "take"), ("+", "/", "-"), ("+", "-"), ("plus", "minus"),
     ("give", "or", "take", "a"), ("plus", "or", "minus", "a")}
)  # fmt: skip
# Joints that make a range only after "between", or where both sides have a currency.
LOOSE = frozenset({"and", "&", "or", "/"})


def find(norms: Sequence[str], numbers: Sequence[Number], cues: Cues) -> Iterator[tuple[Mention, list[int]]]:
    """Budgets; prices that are merely told ("I paid $80 for the last pair") are none."""
    done: set[int] = set()
    numbers = list(_with_notes(norms, numbers, cues))
    for index, number in enumerate(numbers):
        if number.start in done or number.value <= 0:
            continue
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        pair = _range(norms, number, following, cues) if following else None
        if pair is not None and following is not None:
            done.add(following.start)
            yield from pair
            continue
        spread = _spread(norms, number, following, cues) if following else None
        if spread is not None and following is not None:
            done.add(following.start)
            yield spread, [number.start, following.start]
            continue
        if _counted(norms, number.end, cues):
            continue
        code, start, end = _currency(norms, number, cues)
        role = _role(norms, start, end, cues)
        asked = cues.before("budget_before", norms, start, within=REACH) is not None
        asked = asked or norms[number.end - 1] in cues.units["notes"]
        bare = (role and _is_price(norms, number, cues)) or _stands_alone(norms, number)
        if not code and not asked and not bare:
            continue
        if cues.before("told_price_before", norms, start, within=2) is not None and role is None:
            continue
        if cues.after("told_price_after", norms, end) is not None:
            continue
        # A bare amount is the most that somebody means to pay.
        yield _mention(number, role or "max", code, start, end), [number.start]


def _with_notes(norms: Sequence[str], numbers: Sequence[Number], cues: Cues) -> Iterator[Number]:
    """The numbers, with "two tenners" and "three twenties" as one each."""
    notes = cues.units["notes"]
    for number in numbers:
        if number.end < len(norms) and norms[number.end] in notes and number.value <= 10:
            yield Number(number.value * float(notes[norms[number.end]]), number.start, number.end + 1, number.in_digits)
        else:
            yield number


def _stands_alone(norms: Sequence[str], number: Number) -> bool:
    """Whether a round number is all that the end of a longer message says ("Soft, long. Thirty.")."""
    before = norms[number.start - 1] if number.start else ""
    if before not in (".", ";") or number.value not in PLAIN_PRICES or len(norms) - number.end > 2:
        return False
    return not any(norm.isalnum() for norm in norms[number.end :]) and number.start >= PLAIN_AFTER


def _mention(number: Number, role: Role, code: str, start: int, end: int) -> Mention:
    return Mention("budget", text_of(number.value), start, end, role, extra={"currency": code} if code else {})


def _currency(norms: Sequence[str], number: Number, cues: Cues) -> tuple[str, int, int]:
    """Currency code ("" where none is said) and the words that amount and currency take."""
    codes = cues.units["currency"]
    start, end = number.start, number.end
    code = ""
    if start > 1 and norms[start - 1] == "." and norms[start - 2] in codes and norms[start - 2].isalpha():
        return codes[norms[start - 2]], start - 2, end  # "Rs. 500"
    if start and norms[start - 1] in codes and not norms[start - 1].isalpha():
        code, start = codes[norms[start - 1]], start - 1
        if start and norms[start - 1] in cues.units["dollar_of"]:
            code, start = cues.units["dollar_of"][norms[start - 1]], start - 1
        elif start and norms[start - 1] in codes:
            start -= 1
    filled = cues.after("money_filler", norms, end) or end
    if filled < len(norms) and norms[filled] in cues.units["dollar_of"] and _is_dollar(norms, filled + 1, cues):
        return cues.units["dollar_of"][norms[filled]], start, filled + 2
    if filled < len(norms) and norms[filled] in codes:
        code, end = codes[norms[filled]], filled + 1
    elif not code and start and norms[start - 1] in codes:
        code, start = codes[norms[start - 1]], start - 1
    return code, start, end


def _is_dollar(norms: Sequence[str], at: int, cues: Cues) -> bool:
    return at < len(norms) and norms[at] in cues.units["dollar"]


def _role(norms: Sequence[str], start: int, end: int, cues: Cues) -> Role | None:
    """The bound that words around an amount set: those before it, unless they only say "about"."""
    roles: tuple[Role, ...] = ("max", "min", "about")
    best: tuple[int, Role] | None = None
    for role in roles:
        begin = cues.before(f"{role}_before", norms, start, within=2)
        # "no more than" is longer than "more than": the cue that begins first was meant.
        if begin is not None and (best is None or begin < best[0]):
            best = (begin, role)
    if best and best[1] == "min" and NEGATIVE & set(norms[max(best[0] - 6, 0) : best[0]]):
        return "max"  # "I don't want to pay more than"
    if best and best[1] != "about":
        return best[1]
    for role in roles:
        if cues.after(f"{role}_after", norms, end) is not None:
            return role
    if "ish" in norms[start:end] or "odd" in norms[start:end] or "something" in norms[start:end]:
        return "about"
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
    if not LOWEST <= number.value <= HIGHEST:
        return False
    ends = number.end >= len(norms) or not norms[number.end].isalpha()
    return ends or any(cues.after(name, norms, number.end) is not None for name in ("price_follows", "max_after"))


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
    if joint not in JOINTS and joint not in STRETCHES:
        return None
    if (
        (joint[0] in LOOSE or joint not in JOINTS)
        and not between
        and not (joint[0] != "and" and (code_high or code_low))
    ):
        return None
    if _counted(norms, high.end, cues):
        return None
    asked = cues.before("budget_before", norms, start_low, within=REACH) is not None
    priced = cues.after("price_follows", norms, end_high) is not None
    if not (code_low or code_high or asked or priced or _is_whole_part(norms, low, high, between)):
        return None
    if cues.after("told_price_after", norms, end_high) is not None:
        return None
    code = code_high or code_low
    limited = joint[0] == "or" and cues.before("max_before", norms, start_low) is not None
    if (joint in STRETCHES or limited) and not between:
        return [(_mention(high, "max", code, start_low, end_high), [low.start, high.start])]
    return [
        (_mention(low, "min", code, start_low, end_low), [low.start]),
        (_mention(high, "max", code, start_high, end_high), [high.start]),
    ]


def _spread(norms: Sequence[str], number: Number, by: Number, cues: Cues) -> Mention | None:
    """ "fifty plus or minus ten bucks": about fifty."""
    code, start, end = _currency(norms, number, cues)
    code_by, start_by, end_by = _currency(norms, by, cues)
    if tuple(norms[end:start_by]) not in SPREADS or by.value > number.value or not (code or code_by):
        return None
    return _mention(number, "about", code or code_by, start, end_by)


def _is_whole_part(norms: Sequence[str], low: Number, high: Number, between: bool) -> bool:
    """Whether a range of round numbers is all that a part of a sentence says ("thin ones. thirty to forty")."""
    begins = between or low.start == 0 or norms[low.start - 1] in (".", ",", ";", ":")
    ends = high.end >= len(norms) or norms[high.end] in (".", ",", ";", "!", "?")
    rounded = low.value % 5 == 0 and high.value % 5 == 0 and low.value >= LOWEST
    return begins and ends and rounded and high.value <= HIGHEST
