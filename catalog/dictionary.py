"""The data dictionary as a page: every attribute, what it may be, and the columns of feeds that it is read from."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import Any

import seeds
from catalog.attributes import ATTRIBUTES, Attribute, Kind
from catalog.selling import lexicon
from catalog.selling.size_words import FILE, size_words

COMMAND = "python -m catalog dictionary > docs/data-dictionary.md"
_WIDTH = 118
_HEAD = f"""\
# Data dictionary

Every attribute that a product may have. Made by `{COMMAND}` from
`catalog/attributes.py`, `seeds/vocabulary.yml`, `seeds/selling/columns.yml` and `seeds/variants.yml`: change those, not
this page.

- **Write** says what a cell of our own CSV, a value in a mapping file, or `set SKU attribute=value` may hold.
- **Columns** are the names of columns, details, metafields and attributes of a feed that are read as it. Small and
  capital letters are the same, as are a space and `_`; a unit may follow in brackets: `Heel cup depth (mm)`.
- **Also told by** are columns that are mainly about something else.
- An empty cell means that it is unknown. Unknown is not "no": `none` and `no` say that it is known not to be there.

Any other column of a feed is read as a sentence, `name: value`, or is given a meaning in the mapping file
([Bring your products](bring-your-products.md#the-mapping-file)).
"""
#: Of a column: the names that it goes by, and the names of others that may tell the same.
_Names = tuple[list[str], list[str]]
_VARIANTS = {"size": "sizes", "system": "sizes", "width": "widths", "gender": "wearer", "age": "wearer"}


def markdown() -> str:
    """The page, as Markdown that ends with a line break. Raises seeds.SeedError if a file of seeds/ has mistakes."""
    variants = _variants()
    read, anything, ignored = _columns({name for names in variants.values() for name in names})
    parts = [_HEAD]
    for attribute in ATTRIBUTES:
        main, beside = read.get(attribute.name, ([], []))
        told = dict.fromkeys([*variants.get(attribute.name, ()), *main])
        parts.append("\n".join(_section(attribute, list(told), beside)) + "\n")
    parts.append(f"## Columns that may tell anything\n\n{_wrapped(_listed(anything), '', '')}\n")
    silent = f"They are read by the format itself (price, sku, colour), or not at all: {_listed(ignored)}"
    parts.append(f"## Columns that say nothing of what an insole is like\n\n{_wrapped(silent, '', '')}\n")
    return "\n".join(parts)


def _section(attribute: Attribute, columns: list[str], beside: list[str]) -> Iterator[str]:
    yield f"## {attribute.name}\n"
    meaning = attribute.meaning[0].upper() + attribute.meaning[1:]
    notes = [
        "Every product has it." if attribute.required else "",
        "A word that is not named is unknown, not absent." if attribute.open else "",
    ]
    yield _wrapped(" ".join([f"{meaning}.", *filter(None, notes)]), "", "")
    yield ""
    yield _wrapped(f"**Write** {_written(attribute)}", "- ", "  ")
    if columns:
        yield _wrapped(f"**Columns** {_listed(columns)}", "- ", "  ")
    if beside:
        yield _wrapped(f"**Also told by** {_listed(beside)}", "- ", "  ")


def _written(attribute: Attribute) -> str:
    if attribute.kind is Kind.WORD:
        return f"one of {_code(attribute.word_list.words)}"
    if attribute.kind is Kind.WORDS:
        words = attribute.word_list.words
        return f"`none`, or one or several (`{'|'.join(words[:2])}`) of {_code(words)}"
    return attribute.expected


def _columns(variants: set[str]) -> tuple[dict[str, _Names], list[str], list[str]]:
    """For each attribute the names of its own columns and the first names of others that may tell it; the names of
    columns that may tell anything; and those of columns that tell nothing, but for what sets `variants` apart."""
    found: dict[str, _Names] = {}
    anything: list[str] = []
    ignored: list[str] = []
    entries: list[dict[str, Any]] = lexicon.read("columns")["columns"]
    for entry in entries:
        names, told = [str(name) for name in entry["names"]], entry.get("for")
        if told is None:
            anything += names
        elif not told:
            ignored += [name for name in names if name not in variants]
        for place, attribute in enumerate(told or ()):
            own, beside = found.setdefault(attribute, ([], []))
            if place == 0:
                own.extend(names)
            else:
                beside.append(names[0])
    return found, anything, ignored


def _variants() -> dict[str, list[str]]:
    """For each attribute that sets variants apart, what shops call it."""
    size_words()  # says what is wrong with the file, if anything is
    names: dict[str, list[str]] = seeds.read_yaml(FILE)["names"]
    found: dict[str, list[str]] = {}
    for what, attribute in _VARIANTS.items():
        found.setdefault(attribute, []).extend(str(name) for name in names[what])
    return found


def _code(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _wrapped(text: str, first: str, then: str) -> str:
    return textwrap.fill(
        text, _WIDTH, initial_indent=first, subsequent_indent=then, break_long_words=False, break_on_hyphens=False
    )
