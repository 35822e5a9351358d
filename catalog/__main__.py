"""`python -m catalog`: manage the shop's products."""

from typer.completion import completion_init

from catalog.cli import app

if __name__ == "__main__":  # the workers of an import load this file too
    completion_init()
    app(prog_name="python -m catalog", complete_var="_CATALOG_COMPLETE")
