"""Numbers with units, and which attribute each measures: "18 mm heel cup", "weighs 4.2 oz each", "try it for 60 days".

Of a range the lower end is taken. What a number measures is told by the measure's words nearest to it in its clause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from catalog.attributes import BY_NAME, Kind
from catalog.selling import lexicon

_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅛": 0.125, "⅜": 0.375, "⅝": 0.625, "⅞": 0.875, "⅓": 1 / 3, "⅔": 2 / 3,
              "⅙": 1 / 6, "⅕": 0.2}  # fmt: skip
_PART = r"[½¼¾⅛⅜⅝⅞⅓⅔⅙⅕]"
_VALUE = (
    r"(?:\d{1,4}(?:[.,]\d{1,3})?[ -]\d{1,2}/\d{1,2}|\d{1,2}/\d{1,2}|"
    rf"\d{{1,4}}(?:[.,]\d{{1,3}})?{_PART}?|{_PART}|[.,]\d{{1,3}})"
)
_CLAUSE = re.compile(
    r";|\.(?=\s|$)|,(?!\d)(?!\s*(?:size|uk|eu|us)\b)|\bwhile\b|\bwhereas\b|\bbut\b| - | \| |\n|\band\b(?= \w+ \w* ?\d)"
)

#: A clause that is nothing but a number: "foam, white, 3 mm, one pair".
_TIMES_TWO = re.compile(r"(?<![\w.,])(?:2|two)\s*[x×]\s*$")
_PAIRS = re.compile(r"\s*(?:\(|for|/|per)\s*(\d{1,2})\s*(?:pairs|prs?)\b")
#: A size beside a weight: "118 g in UK 9".
_SIZE = re.compile(r"(?:\b(?:in|at|for|size|of)\b\s*)*\b(?:uk|eu|eur|us|size)\s*\d{1,2}(?:[.,]5)?\b")
_TOTAL = re.compile(r"\b(?:total|overall|all in all) (?:thickness|height|stack)|\bforefoot|\bat the toe")
_FILL = re.compile(r"[\s,.:~()+-]|\b(?:approx|about|ca|circa|around)\b")
_COLON = re.compile(r"\s*:\s*(?:about|approx\.?|ca\.?)?\s*")
_NEXT = re.compile(r"[:\s]{0,2}\d")


@dataclass(frozen=True)
class Measured:
    """A number of an attribute, and where in the text it stands."""

    attribute: str
    value: float | int
    weight: int
    start: int
    end: int


class Numbers:
    """Finds the numbers of a plain text that measure an attribute; by seeds/selling/numbers.yml."""

    def __init__(self) -> None:
        data = lexicon.read("numbers")
        self._words: dict[str, float] = {str(word): value for word, value in data["words"].items()}
        self._factors: dict[str, dict[str, float]] = {
            unit: {form: factor for name, factor in names.items() for form in _plural(str(name))}
            for unit, names in data["units"].items()
        }
        units = "|".join(
            re.escape(u) for u in sorted({u for f in self._factors.values() for u in f}, key=len, reverse=True)
        )
        spelled = "|".join(sorted(map(re.escape, self._words), key=len, reverse=True))
        self._number = re.compile(
            rf"(?<![\w.,/])({_VALUE}|\b(?:{spelled})\b)(?:\s*(?:{units})?\s*(?:-|–|to|or|bis|~)\s*({_VALUE}|\b(?:{spelled})\b))?"
            rf"(?:\s*of\s+an?\b)?\s*-?\s*({units})(?![\w²³]|\s?/\s?(?:m|cm)\b)"
        )
        long = "|".join(sorted({re.escape(u) for f in self._factors.values() for u in f if len(u) > 2}))
        self._hint = re.compile(rf"\d|{_PART}|\b(?:{spelled})\s+(?:{long})\b")
        self._single = _any_of(data["single"])
        self._bare = _any_of(data["bare_thickness"])
        self._measures = [
            (name, entry["unit"] if name != "other" else "", _any_of(entry["words"]))
            for name, entry in data["measures"].items()
        ]

    def read(self, text: str) -> Iterator[Measured]:
        """The measured attributes of a sentence in plain form (see text.plain)."""
        if not self._hint.search(text):
            return
        numbers = list(self._number.finditer(text))
        ends = [match.start() for match in _CLAUSE.finditer(text)] if numbers else []
        for match in numbers:
            value, unit = self._value(match[1]), match[3]
            if value is None:
                continue
            first = max((end for end in ends if end < match.start()), default=-1) + 1
            last = min((end for end in ends if end >= match.end()), default=len(text))
            yield from self._measured(text, match, value, unit, first, last)

    def _measured(
        self, text: str, match: re.Match[str], value: float, unit: str, first: int, last: int
    ) -> Iterator[Measured]:
        kinds = {kind for kind, factors in self._factors.items() if unit in factors}
        name = self._nearest(text, match, kinds, first, last)
        if name is None and "mm" in kinds and not _FILL.sub("", text[first : match.start()] + text[match.end() : last]):
            before = self._nearest(text, match, kinds, max(0, first - 30), last)  # "deep heel cup, 18 mm"
            name = before if before not in (None, "other") else "thickness_mm"
        if name is None and "g" in kinds:
            rest = _SIZE.sub("", text[first : match.start()] + " " + text[match.end() : last])
            if _TIMES_TWO.search(text[first : match.start()]) or not _FILL.sub("", rest):
                name = "weight_g"
        if name is None:
            wide = (max(0, match.start() - 60), min(len(text), match.end() + 90))
            if kinds & {"days", "months"} or (text[first : match.start()].strip(" :") == ""):
                name = self._nearest(text, match, kinds, *wide)
        if name is None and "mm" in kinds and self._bare.search(text[max(0, match.start() - 16) : match.start()]):
            name = "thickness_mm"
        if match[1] in ("every", "each") and name != "life_months":
            return
        if name is None or name == "other":
            return
        attribute = BY_NAME[name]
        kind = next(unit for measure, unit, _ in self._measures if measure == name)
        number = value * self._factors[kind][unit]
        one = _TIMES_TWO.search(text[max(0, match.start() - 8) : match.start()]) or self._single.search(
            text[first : max(last, match.end() + 25)]
        )
        if name == "weight_g" and (pairs := _PAIRS.match(text, match.end())):
            number /= int(pairs[1]) or 1
        elif name == "weight_g" and one:
            number *= 2
        number = round(number, 2)
        if attribute.low <= number <= attribute.high and number > 0:
            whole = attribute.kind is Kind.COUNT
            weight = 4 if name == "thickness_mm" and _TOTAL.search(text, first, last) else 3
            yield Measured(name, round(number) if whole else float(number), weight, first, max(last, match.end()))

    def _nearest(self, text: str, match: re.Match[str], kinds: set[str], first: int, last: int) -> str | None:
        best: tuple[float, int, str] | None = None
        for order, (name, unit, words) in enumerate(self._measures):
            if unit and not kinds & {unit}:
                continue
            for found in words.finditer(text, first, last):
                if found.start() < match.end() and found.end() > match.start():
                    continue
                between = (
                    text[found.end() : match.start()]
                    if found.end() <= match.start()
                    else text[match.end() : found.start()]
                )
                away = len(between.split()) + 0.01 * len(between)
                if found.end() <= match.start() and _COLON.fullmatch(between):
                    away -= 1.5  # "Heel cup: 18 mm"
                if found.start() >= match.end() and not between.strip():
                    away -= 0.5
                if found.start() >= match.end() and _NEXT.match(text, found.end()):
                    away += 3  # "heel 8 mm, forefoot 4 mm": the word is the next number's
                away -= 0.02 * len(found.group())
                if best is None or (away, order) < best[:2]:
                    best = (away, order, name)
        return best[2] if best and best[0] <= 8 else None

    def _value(self, text: str) -> float | None:
        if text in self._words:
            return self._words[text]
        total = 0.0
        for piece in re.split(r"[ -]", text.replace(",", ".")):
            if "/" in piece:
                above, _, below = piece.partition("/")
                if float(below) == 0:
                    return None
                total += float(above) / float(below)
            elif piece and piece[-1] in _FRACTIONS:
                total += _FRACTIONS[piece[-1]] + (float(piece[:-1]) if piece[:-1] else 0)
            elif piece:
                total += float(piece)
        return total


def _plural(unit: str) -> tuple[str, ...]:
    return (unit, unit + "s") if len(unit) > 2 and unit.isalpha() else (unit,)


def _any_of(phrases: Any) -> re.Pattern[str]:
    texts = {text for phrase in phrases for text in lexicon.written_out(str(phrase))}
    return re.compile(r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, texts), key=len, reverse=True)) + r")(?!\w)")
