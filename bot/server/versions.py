"""Which Rasa the corrections were written for and tested with."""

from __future__ import annotations

from importlib.metadata import version

TESTED_RASA = "3.6.21"


def is_rasa_as_tested() -> bool:
    """Whether the installed Rasa is exactly the one that the corrections know."""
    return version("rasa") == TESTED_RASA
