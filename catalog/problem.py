"""What is wrong with one place of a file, said so that its owner can mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing in a file that is not as it must be.

    `line` is 0 where it is about the file as a whole; `counted` says what it counts: lines, or the entries of a feed
    that has no lines of its own. `sku` is that of the product that stays as it was, as its entry could not be read; ""
    where there is none. With `kept`, the entry was taken all the same, without that value.
    """

    line: int
    column: str
    value: str
    expected: str
    counted: str = "line"
    sku: str = ""
    kept: bool = False

    def __str__(self) -> str:
        place = f"{self.counted} {self.line}" if self.line else "the file"
        if self.column:
            shown = self.value if len(self.value) <= 60 else self.value[:57] + "..."
            return f"{place}, column {self.column}: {shown!r} is not {self.expected}"
        return f"{place}: {self.expected}"
