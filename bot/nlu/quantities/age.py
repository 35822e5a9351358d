"""Ages: "45 years old", "aged 70", "I'm 52", "21F", "my uncle 75", "81 and slipped", "59, 12 stone"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.nlu.mentions import Mention
from bot.nlu.quantities.numbers import Cues, Number, text_of

OLDEST = 110
ADULT = 18
FEWEST_YEARS_ALONE = 60  # "71 yrs" as a part of a sentence: nobody has been in pain for so long
YOUNGEST_WRITER = 14  # years from which "19F" is an age
SHORT_SEX = frozenset({"f", "m", "male", "female"})
SEX_LETTERS = {"f": "women", "m": "men"}
EU_SIZES = range(34, 49)  # a number that stands alone may be one of these
JOINED = frozenset({",", "is", "now", "aged", "age", ":", "-", "who"})
STOPS = frozenset({".", ",", ";", "!", "?", "-"})
SIZE_WORDS = frozenset({"size", "sizes", "sz", "siz", "uk", "us", "eu"})
SENTENCE = frozenset({".", "!", "?", ";"})


def find(norms: Sequence[str], numbers: Sequence[Number], cues: Cues) -> Iterator[tuple[Mention, list[int]]]:
    """Ages of people in years; no shoe size, weight, price or length of time."""
    for number in numbers:
        if not 1 <= number.value <= OLDEST or not number.value.is_integer():
            continue
        end = _with_unit(norms, number, cues) or _told(norms, number, cues)
        if end is None:
            continue
        yield Mention("age", text_of(number.value), number.start, end), [number.start]
        if end - number.end == 1 and norms[end - 1] in SEX_LETTERS:
            yield Mention("wearer", SEX_LETTERS[norms[end - 1]], number.start, end), []
        if number.value < ADULT and number.start and norms[number.start - 1] in ("my", "our"):
            # "my 12 year old": nobody calls a grown-up so
            yield Mention("wearer", "kids", number.start - 1, end), []


def _with_unit(norms: Sequence[str], number: Number, cues: Cues) -> int | None:
    """Where "years old" and the like after a number end."""
    end = cues.after("age_after", norms, number.end)
    if end is not None and end - number.end == 1 and number.value < YOUNGEST_WRITER and norms[end - 1] in SHORT_SEX:
        return None  # "10 m" is a shoe size
    return end


def _told(norms: Sequence[str], number: Number, cues: Cues) -> int | None:
    """Where an age that only the words around it show ends."""
    start, end = number.start, number.end
    follows = norms[end] if end < len(norms) else "."
    person = _after_person(norms, number, cues)
    mine = cues.before("i_am", norms, start) is not None and number.value >= YOUNGEST_WRITER
    if cues.units["time"].get(follows) == "year":
        # "my uncle 75 years has", "I am 45 years, male"; but "he has 3 years of pain"
        alone = norms[start - 1 : start] in ([], [","], ["."]) and norms[end + 1 : end + 2] in ([","], ["."])
        own = (mine or person or (alone and number.value >= FEWEST_YEARS_ALONE)) and number.value >= YOUNGEST_WRITER
        return end + 1 if own and cues.after("not_age_years", norms, end + 1) is None else None
    if any(follows in cues.units[kind] for kind in ("time", "other", "weight", "currency", "size_system")):
        return None
    if follows == "." and end + 1 < len(norms) and norms[end + 1].isdigit():
        return None
    if mine or person or cues.before("age_before", norms, start) is not None or _stands_alone(norms, number, cues):
        return end
    return None


def _after_person(norms: Sequence[str], number: Number, cues: Cues) -> bool:
    """Whether a person is named before a number: "my uncle 75", "Male, 41"."""
    at = number.start
    if at and norms[at - 1] in JOINED:
        at -= 1
    if cues.before("age_child", norms, at) is not None:
        return number.value < ADULT
    return cues.before("age_person", norms, at) is not None and number.value >= ADULT


def _stands_alone(norms: Sequence[str], number: Number, cues: Cues) -> bool:
    """Whether a number is a part of a sentence by itself, and its neighbours tell of a body."""
    start, end = number.start, number.end
    before = norms[start - 1] if start else "."
    if end + 1 >= len(norms) or before not in STOPS or number.value < YOUNGEST_WRITER or number.value >= 100:
        return False
    follows, after = norms[end], norms[end + 1]
    if follows == "and":
        # "81 and slipped", but not "20 and 30"
        counts = after in cues.number_words or after[0].isdigit()
        return before in SENTENCE and number.value >= ADULT and not counts
    if follows not in STOPS:
        return False
    if cues.after("body_fact", norms, end + 1) is not None:
        return True
    weighed = after[0].isdigit() and end + 2 < len(norms) and norms[end + 2] in cues.units["weight"]
    if weighed:
        return True
    between_commas = start > 0 and before == follows == ","
    # Where another number is called the size, this one is none.
    a_size = int(number.value) in EU_SIZES and SIZE_WORDS.isdisjoint(norms)
    return between_commas and not a_size and number.value >= ADULT and after.isalpha()
