"""The file of what could not be read: one line for each mistake, for the owner to mend in the shop."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from catalog.importing.outcome import Left, Outcome
from catalog.problem import Problem
from catalog.spreadsheet import write

COLUMNS = ("line", "sku", "field", "value", "expected", "what happened")
#: So many are told on the screen; the file has all.
MOST_TOLD = 20
_MOST_VALUE = 500


class ErrorFile:
    """Written only if there is something to write; what an earlier import left is taken away. Use it in a `with`."""

    def __init__(self, path: Path, outcome: Outcome) -> None:
        self.path = path
        self._outcome = outcome
        self._out: TextIO | None = None
        self.count = 0

    def __enter__(self) -> ErrorFile:
        if self.path.exists() and not _begins(self.path, COLUMNS):
            raise ValueError(f"{self.path} is there already and no list of mistakes; name another file with --errors")
        return self

    def __exit__(self, *_: object) -> None:
        if self._out is not None:
            self._out.close()
        elif self.path.exists():
            with suppress(OSError):
                self.path.unlink()

    def add(self, problem: Problem) -> None:
        """Note a mistake. Raises ValueError if the file cannot be written."""
        self.count += 1
        if not problem.kept:
            self._outcome.set_aside += 1
        if len(self._outcome.problems) < MOST_TOLD:
            self._outcome.problems.append(problem)
        place = f"{problem.counted} {problem.line}" if problem.line else ""
        happened = "taken without this value" if problem.kept else "set aside; what is in the catalogue stays"
        line = (place, problem.sku, problem.column, problem.value[:_MOST_VALUE], problem.expected, happened)
        try:
            if self._out is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._out = self.path.open("w", encoding="utf-8-sig", newline="", errors="replace")
                write(self._out, COLUMNS, [line])
            else:
                write(self._out, None, [line])
        except OSError as error:
            raise ValueError(
                f"{self.path} cannot be written: {error.strerror}; name another file with --errors"
            ) from None


def _begins(path: Path, columns: Sequence[str]) -> bool:
    """Whether a file is one that an earlier import wrote, by its first line."""
    try:
        with path.open("rb") as file:
            return file.read(200).decode("utf-8-sig", "replace").startswith(",".join(columns))
    except OSError:
        return False


class LeftFile:
    """A list of what was left out, with the reasons; none where no path is given. Use it in a `with`."""

    _COLUMNS = ("place", "sku", "title", "reason")

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._out: TextIO | None = None

    def __enter__(self) -> LeftFile:
        if self._path is not None:
            if self._path.exists() and not self._is_ours():
                raise ValueError(f"{self._path} is there already and no list of what was left; name another file")
            try:
                self._out = self._path.open("w", encoding="utf-8-sig", newline="", errors="replace")
                write(self._out, self._COLUMNS, [])
            except OSError as error:
                raise ValueError(f"{self._path} cannot be written: {error.strerror}") from None
        return self

    def __exit__(self, *_: object) -> None:
        if self._out is not None:
            self._out.close()

    def _is_ours(self) -> bool:
        return self._path is not None and _begins(self._path, self._COLUMNS)

    def add(self, left: Left) -> None:
        """Note one."""
        if self._out is not None:
            write(self._out, None, [(str(left.place), left.sku, left.title, left.reason)])
