"""Somebody who talks with the assistant on a platform: says, chooses, and reads what comes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from tests.platforms.standin import Took

WRITTEN_OUT = re.compile(r"^(\d{1,2}|[A-Z]) (.+)$", re.MULTILINE)
"""A button as text: "2 Walking shoes", "B Compare them"."""


@dataclass
class Person:
    """A person on a stand-in, by the name that it knows them by."""

    api: Any
    name: str
    seen: int = 0

    def says(self, text: str, **more: Any) -> list[Took]:
        """Write, and read what comes back."""
        status, _ = self.api.say(self.name, text, **more)
        assert status == 200
        return self.reads()

    def chooses(self, title: str) -> list[Took]:
        """Press a button; where there are none, write its number or letter."""
        if any(title == shown for took in self.api.of(self.name) for shown, _ in took.choices):
            status, _ = self.api.press(self.name, title)
            assert status == 200
            return self.reads()
        for took in reversed(self.api.of(self.name)):
            for short, shown in WRITTEN_OUT.findall(took.text):
                if shown.strip() == title:
                    return self.says(short)
        raise AssertionError(f"nowhere offered: {title}")

    def reads(self, count: int = 1) -> list[Took]:
        """What came since last time, once it is that much and no more comes."""
        found = self.api.wait(self.name, self.seen + count, 30)
        new = found[self.seen :]
        self.seen = len(found)
        return list(new)

    def has_read(self) -> str:
        """All that came, as one text."""
        return "\n".join(took.text for took in self.api.of(self.name))
