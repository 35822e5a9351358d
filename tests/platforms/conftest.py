"""Databases of both kinds, as the catalogue's tests have them."""

from __future__ import annotations

from tests.catalog.conftest import databases, postgres, sqlite

__all__ = ["databases", "postgres", "sqlite"]
