"""What is said to people of messaging platforms beside the adviser's own words (``bot/domain/messaging.yml``)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

FILE = Path(__file__).resolve().parents[2] / "domain" / "messaging.yml"


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    return dict(yaml.safe_load(FILE.read_text(encoding="utf-8"))["messaging"])


def say(name: str, **values: object) -> str:
    """A text by its name. Raises KeyError where there is none."""
    return _words()[name].format(**values)
