"""The catalogue: products, how well they fit, and the search for the right ones."""

from catalog.engine import CatalogueUnavailable
from catalog.fit_table import FitTable
from catalog.limits import Limits, refused_materials, unstated
from catalog.loosen import Loosening, Move
from catalog.product import Product, as_json
from catalog.repository import Catalogue
from catalog.search import Ranked, Want
from catalog.sizes import is_size

__all__ = [
    "Catalogue",
    "CatalogueUnavailable",
    "FitTable",
    "Limits",
    "Loosening",
    "Move",
    "Product",
    "Ranked",
    "Want",
    "as_json",
    "is_size",
    "refused_materials",
    "unstated",
]
