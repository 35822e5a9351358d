"""What the owner has set for a product: it wins over every feed, and what the feed says is kept beneath it.

Such an attribute has a provenance of {source: owner, words, on: the day it was set} and, where the feed says something
too, {feed: {value: as a cell, source, words}}. Values from the owner's mapping file have no `on`: they come with each
import anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from catalog.attributes import ATTRIBUTES, BY_NAME, Attribute
from catalog.cells import contradictions, read_cell, write_cell
from catalog.record import Record

UNKNOWN = "unknown"
#: What no owner sets for a single product: the shop's own number of it.
FIXED = frozenset({"sku"})


def is_set(entry: Mapping[str, Any] | None) -> bool:
    """Whether an attribute of this provenance was set by the owner for this product."""
    return bool(entry) and "on" in (entry or {})


def with_owned(record: Record, stored: Mapping[str, Any], provenance: Mapping[str, Mapping[str, Any]]) -> Record:
    """A record from a feed with the values that the owner has set for the stored product laid over it."""
    owned = {name: entry for name, entry in provenance.items() if is_set(entry)}
    if not owned:
        return record
    attributes, sources = dict(record.attributes), dict(record.provenance)
    for name, entry in owned.items():
        sources[name] = _laid_over(entry, BY_NAME[name], attributes.get(name), sources.get(name))
        attributes[name] = stored.get(name)
    return _reconciled(replace(record, attributes=attributes, provenance=sources))


def with_set(record: Record, name: str, cell: str, on: date) -> Record:
    """A product with one attribute set by its owner. `unknown` sets it to be unknown.

    Raises ValueError, saying what is expected, for an attribute there is not or a value that it cannot have.
    """
    attribute = _settable(name)
    value = None
    if cell != UNKNOWN:
        try:
            value = read_cell(attribute, cell)
        except ValueError:
            raise ValueError(f"{name}: {cell[:60]!r} is not {attribute.expected}, or unknown") from None
    elif attribute.required:
        raise ValueError(f"{name}: must be known: {attribute.expected}")
    before = record.provenance.get(name)
    entry = {"source": "owner", "words": cell[:200], "on": on.isoformat()}
    if is_set(before):
        beneath = (before or {}).get("feed")
        laid = entry | ({"feed": beneath} if beneath else {})
    else:
        laid = _laid_over(entry, attribute, record.attributes.get(name), before)
    result = replace(
        record,
        attributes={**record.attributes, name: value},
        provenance={**record.provenance, name: laid},
    )
    return _reconciled(result)


def without_set(record: Record, name: str) -> Record:
    """A product with what the feed says of an attribute instead of what the owner had set."""
    attribute, entry = _settable(name), record.provenance.get(name)
    if not is_set(entry):
        return record
    attributes, sources = dict(record.attributes), dict(record.provenance)
    beneath = (entry or {}).get("feed")
    if beneath is None:
        if attribute.required:
            raise ValueError(f"{name}: no feed says it, and it must be known; set another value instead")
        del sources[name]
        attributes[name] = None
    else:
        attributes[name] = read_cell(attribute, beneath["value"])
        sources[name] = {key: beneath[key] for key in ("source", "words")}
    return _reconciled(replace(record, attributes=attributes, provenance=sources))


def _settable(name: str) -> Attribute:
    if name not in BY_NAME or name in FIXED:
        names = ", ".join(a.name for a in ATTRIBUTES if a.name not in FIXED)
        raise ValueError(f"{name[:40]!r} is no attribute that can be set; they are {names}")
    return BY_NAME[name]


def _laid_over(
    entry: Mapping[str, Any], attribute: Attribute, value: Any, source: Mapping[str, Any] | None
) -> dict[str, Any]:
    laid = {key: said for key, said in entry.items() if key != "feed"}
    if value is not None and source is not None:
        said = {"source": source.get("source", ""), "words": source.get("words", "")}
        laid["feed"] = {"value": write_cell(attribute, value), **said}
    return laid


def _reconciled(record: Record) -> Record:
    """Where an owner's value and the feed's cannot both be true, the feed's yields. Raises ValueError where both are
    the owner's."""
    attributes, sources = dict(record.attributes), dict(record.provenance)
    for name, expected in contradictions(attributes):
        if name == "cushioning_material" and not is_set(sources.get("materials")):
            # The list was not complete: the owner names one more.
            attributes["materials"] = frozenset(attributes["materials"]) | {attributes[name]}
            continue
        partners = {"return_terms": "trial_days", "cushioning_material": "materials", "price_high": "price_high"}
        yielding = next((other for other in (name, partners[name]) if not is_set(sources.get(other))), None)
        if yielding is None:
            raise ValueError(f"{name}: must be {expected}")
        attributes[yielding] = None
        sources.pop(yielding, None)
    return replace(record, attributes=attributes, provenance=sources)
