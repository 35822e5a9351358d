"""What was found in a message."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Role = Literal["absent", "avoid", "max", "min", "about"]


@dataclass
class Mention:
    """One thing said. start, end: words, the end excluded; name: entity type (or clue) and its value."""

    name: str
    value: str
    start: int
    end: int
    role: Role | None = None
    group: str | None = None
    extra: dict[str, str] = field(default_factory=dict)
    negative: bool = False
    supposed: bool = False
    someone_else: bool = False
    inferred: bool = False
    tied: bool = False  # counts near words of pain only
    wished: bool = False  # counts among wishes only

    @property
    def length(self) -> int:
        """Length in words."""
        return self.end - self.start

    @property
    def stated(self) -> bool:
        """Whether it holds: neither denied, refused nor merely supposed."""
        return self.role not in ("absent", "avoid") and not self.supposed
