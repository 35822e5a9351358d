"""What can be wrong in the lexicon, said so that its owner can mend it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One fault of the lexicon.

    file: name of the file inside `nlu_data/lexicon`; entry: the phrase or key at fault; problem: what is
    wrong; mend: what its owner can do about it.
    """

    file: str
    entry: str
    problem: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}: {self.entry!r}: {self.problem}. {self.mend}"


class LexiconError(ValueError):
    """The lexicon cannot be used as it stands."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault
