"""What platforms take: one table a platform, ``bot/channels/limits/*.yml``, each figure with its source."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).resolve().parents[1] / "limits"


@lru_cache(maxsize=8)
def limits(platform: str) -> Mapping[str, int]:
    """The figures of a platform by their names."""
    table = yaml.safe_load((FOLDER / f"{platform}.yml").read_text(encoding="utf-8"))
    return {name: int(row["is"]) for name, row in table.items()}
