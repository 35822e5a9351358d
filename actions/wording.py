"""The wording: looks up responses and labels in ``bot/domain/`` and fills them in. No sentence is written here."""

from __future__ import annotations

import re
from collections.abc import Iterable, MutableMapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

import seeds
from catalog import Product, in_ranges

DOMAIN = Path(__file__).resolve().parent.parent / "bot" / "domain"

LONGEST_QUOTE = 34
"""Characters of the person's words that are given back: enough to know them again, and no line of a phone more."""

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class WordingError(LookupError):
    """A response or label isn't in ``bot/domain/``, or a placeholder of it was not filled."""


@lru_cache(maxsize=1)
def responses() -> dict[str, list[str]]:
    """Every response of the domain with its variations."""
    found: dict[str, list[str]] = {}
    for file in sorted(DOMAIN.glob("*.yml")):
        for name, variations in (seeds.read_yaml(file.resolve()).get("responses") or {}).items():
            found[name] = [variation["text"] for variation in variations]
    return found


@lru_cache(maxsize=1)
def labels() -> dict[str, Any]:
    """The labels of ``bot/domain/labels.yml``."""
    return dict(seeds.read_yaml((DOMAIN / "labels.yml").resolve())["labels"])


def has(response: str) -> bool:
    """Whether the domain has a response of this name."""
    return response in responses()


def say(response: str, said: MutableMapping[str, int] | None = None, /, **values: object) -> str:
    """A response filled in.

    ``said`` counts uses of responses that have variations, in a conversation: each next use takes the next
    variation, so that nothing is repeated word for word before it has to be.
    Raises :class:`WordingError`.
    """
    variations = responses().get(response)
    if not variations:
        raise WordingError(f"bot/domain has no response '{response}'")
    used = 0
    if said is not None and len(variations) > 1:
        used = said.get(response, 0)
        said[response] = used + 1
    return fill(variations[used % len(variations)], response, **values)


def fill(template: str, name: str, /, **values: object) -> str:
    """A template with its ``{placeholders}`` replaced; what is put in is never read as a template again."""

    def put(match: re.Match[str]) -> str:
        key = match.group(1)
        if key not in values:
            raise WordingError(f"'{name}' has a placeholder {{{key}}} that nothing fills")
        return str(values[key])

    return _PLACEHOLDER.sub(put, template)


def word(type_: str, value: str) -> str:
    """A canonical value as one says it ("low" of arch_type: "low arches")."""
    known = labels()["words"].get(type_, {})
    label = known.get(value) or known.get("*")
    return fill(label, f"words.{type_}", value=value) if label else value.replace("_", " ")


def slot_name(slot: str) -> str:
    """The first of a slot's everyday names."""
    return str(labels()["slots"][slot][0])


def supposed(type_: str, value: str, currency: str) -> str:
    """A fact as a supposition ("if your arches were high")."""
    template = labels()["supposed"][type_]
    shown = money(Decimal(value), currency) if type_ == "budget" else word(type_, value)
    return fill(template, f"supposed.{type_}", value=shown)


def need(fit: str, short: bool = False) -> str:
    """What a need asks for, as a noun phrase; ``short`` leaves out the meaning in brackets behind it."""
    fits = labels()["fits"]
    if fit in fits:
        return str(fits[fit]).partition(" (")[0] if short else str(fits[fit])
    type_, _, value = fit.partition("_")
    label = fits.get(f"{type_}_*")
    if label is None:
        raise WordingError(f"bot/domain/labels.yml has no fit '{fit}'")
    if type_ == "type":
        return str(labels()["insole_types"][value])
    return fill(label, f"fits.{fit}", value=word(type_, value))


def attribute(name: str) -> str:
    """The name of a product's attribute."""
    return str(labels()["attributes"][name])


def stated(name: str, value: Any, currency: str = "") -> str:
    """An attribute with its value, as a phrase ("18 mm heel cup")."""
    template = labels()["values"][name]
    if isinstance(value, bool):
        return str(template["yes" if value else "no"])
    if isinstance(template, dict):
        if value in template:
            return str(template[value])
        return fill(template["*"], f"values.{name}", value=spelled(name, value))
    if name in ("price", "price_high"):
        return fill(template, f"values.{name}", value=money(value, currency))
    return fill(template, f"values.{name}", value=listed(name, value))


def listed(name: str, value: Any) -> str:
    """A value of an attribute: a number, a word, or a list of words."""
    if name == "sizes" and not isinstance(value, str):
        return join(in_ranges(list(value)))
    if isinstance(value, frozenset | set | tuple | list):
        own = labels()["lists"].get(name, {})
        # in the order of the labels where they have one: low before normal before high
        order = list(own)
        items = sorted(value, key=lambda item: (order.index(item) if item in own else len(order), str(item)))
        return (
            join(own.get(item) or spelled(name, item) for item in items) if items else str(labels()["lists"]["empty"])
        )
    if isinstance(value, float):
        return f"{value:g}"
    return spelled(name, value)


_LISTED_AS = {
    "arch_types": "arch_type",
    "footwear": "footwear",
    "activities": "activity",
    "materials": "material",
    "cushioning_material": "material",
    "widths": "width",
    "wearer": "wearer",
    "claims": "feature",
}


def spelled(name: str, value: Any) -> str:
    """One word of an attribute as one says it."""
    type_ = _LISTED_AS.get(name)
    if type_ and isinstance(value, str):
        return word(type_, value)
    return str(value).replace("_", " ") if isinstance(value, str) else str(value)


def day(day: date, today: date) -> str:
    """A date as one says it: "Monday 7 December"; with the year where it isn't this one."""
    names = labels()["dates"]
    return fill(
        names["day" if day.year == today.year else "day_of_year"],
        "dates.day",
        weekday=names["weekdays"][day.weekday()],
        day=day.day,
        month=names["months"][day.month - 1],
        year=day.year,
    )


def short_day(day: date) -> str:
    """A date in a table: "Mon 7 Dec"."""
    names = labels()["dates"]
    weekday, month = names["weekdays"][day.weekday()], names["months"][day.month - 1]
    return fill(names["short"], "dates.short", weekday=weekday[:3], day=day.day, month=month[:3])


def money(amount: Decimal | float, currency: str) -> str:
    """An amount as one writes it: ``$49.90``; whole amounts without cents."""
    symbol = labels()["currencies"].get(currency)
    figure = f"{Decimal(amount):.2f}".removesuffix(".00")
    return f"{symbol}{figure}" if symbol else f"{figure} {currency}"


def price(product: Product) -> str:
    """What a product costs: "$39.95", or "from $39.95" where its sizes or colours differ in price."""
    lowest = money(product.price, product.currency)
    return fill(labels()["price_from"], "price_from", price=lowest) if product.price_high else lowest


def quote(words: str) -> str:
    """The person's own words as they are quoted: cut at a word where they are long, and not on "a" or "and"."""
    kept = words.split()
    cut = False
    while len(" ".join(kept)) > LONGEST_QUOTE and len(kept) > 1:
        kept.pop()
        cut = True
    while len(kept) > 1 and kept[-1].lower() in labels()["quote_ends"]:
        kept.pop()
    return " ".join(kept) + ("…" if cut else "")


def join(items: Iterable[str], last: str = " and ") -> str:
    """Words as a list in a sentence: "a, b and c"."""
    words = list(items)
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + last + words[-1] if words else ""
