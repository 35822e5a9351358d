"""The catalogue: products, how well they fit, and the search for the right ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from catalog.engine import CatalogueUnavailable
from catalog.judge import Judged
from catalog.limits import Limits, refused_materials, unstated
from catalog.loosen import Loosening, Move
from catalog.product import Product, as_json
from catalog.repository import Catalogue
from catalog.search import Ranked, Want
from catalog.sizes import in_ranges, is_size

if TYPE_CHECKING:
    from catalog.fit_table import FitTable

__all__ = [
    "Catalogue",
    "CatalogueUnavailable",
    "FitTable",
    "Judged",
    "Limits",
    "Loosening",
    "Move",
    "Product",
    "Ranked",
    "Want",
    "as_json",
    "in_ranges",
    "is_size",
    "refused_materials",
    "unstated",
]


def __getattr__(name: str) -> Any:
    """FitTable is imported when it is asked for: it brings numpy, which the command line has no use for."""
    if name == "FitTable":
        from catalog.fit_table import FitTable

        return FitTable
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
