"""`python -m catalog`: manage the shop's products."""

from catalog.cli import app

app(prog_name="python -m catalog")
