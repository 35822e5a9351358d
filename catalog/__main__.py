"""`python -m catalog`: manage the shop's products."""

from typer._completion_classes import completion_init  # no public name: typer calls it only for installed commands

from catalog.cli import app

if __name__ == "__main__":  # the workers of an import load this file too
    completion_init()
    app(prog_name="python -m catalog", complete_var="_CATALOG_COMPLETE")
