"""A product as its seller presents it: the texts that attributes are read from."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.feeds.item import Pairs


@dataclass(frozen=True)
class Listing:
    """One product with its variants gathered. Texts are plain: HTML is cleaned, blocks are on lines of their own."""

    title: str
    brand: str = ""
    description: str = ""
    categories: tuple[str, ...] = ()
    taxonomy: str = ""  # Google's product category: its number or its path
    tags: tuple[str, ...] = ()
    details: Pairs = ()  # named facts such as ("Arch type", "neutral"), each once
    options: Pairs = ()  # what its variants differ by, all values: ("Width", "wide"), ("Width", "regular")
