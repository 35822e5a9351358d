"""The canonical words of the assistant (``seeds/vocabulary.yml``), as the adviser reads them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import seeds


@dataclass(frozen=True)
class EntityType:
    """One entity type: what its values may be.

    ``kind`` is ``word`` (one of ``values``), ``number`` (a plain decimal string) or ``text``; ``roles`` are the
    roles a mention may carry besides none (a plain statement).
    """

    name: str
    kind: str
    values: frozenset[str]
    roles: frozenset[str]


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, EntityType]:
    """Every entity type by name."""
    return {
        name: EntityType(
            name=name,
            kind=entry["kind"],
            values=frozenset(entry.get("values", ())),
            roles=frozenset(entry.get("roles", ())),
        )
        for name, entry in seeds.read_yaml("vocabulary.yml").items()
    }
