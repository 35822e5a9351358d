"""The command line: `python -m catalog`. Exit code 0 is well, 1 something is wrong, 2 it was called wrongly, 130 it
was interrupted; nothing is half done then."""

from __future__ import annotations

# The order in which `--help` lists them.
from catalog.cli import setting_up  # isort: skip
from catalog.cli import bringing  # isort: skip
from catalog.cli import products  # isort: skip
from catalog.cli import dictionary  # isort: skip
from catalog.cli.shown import app

__all__ = ["app", "bringing", "dictionary", "products", "setting_up"]
