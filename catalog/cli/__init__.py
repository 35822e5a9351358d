"""The command line: `python -m catalog`. Exit code 0 is well, 1 something is wrong, 2 it was called wrongly, 130 it
was interrupted; nothing is half done then."""

from __future__ import annotations

from catalog.cli.setting_up import migrate  # isort: skip (the order in which `--help` lists the commands)
from catalog.cli.bringing import import_products  # isort: skip
from catalog.cli.products import list_products  # isort: skip
from catalog.cli.taking_out import export  # isort: skip
from catalog.cli.dictionary import print_dictionary  # isort: skip
from catalog.cli.shown import app

__all__ = ["app", "export", "import_products", "list_products", "migrate", "print_dictionary"]
