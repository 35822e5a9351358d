"""Tables of a feed: rows of CSV and TSV as names and cells, with bounded lines, and what is wrong with a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from catalog.feeds import limits
from catalog.feeds.errors import FeedError
from catalog.feeds.text import cleaned
from catalog.feeds.unpack import Clean, text_lines
from catalog.problem import Problem

DELIMITERS = ",;\t|"
#: A spreadsheet's way of saying which delimiter a file has.
_SEP = "sep="


@dataclass(frozen=True)
class Row:
    """A row that has as many cells as the header. `line` is where it begins."""

    line: int
    cells: list[str]


class Table:
    """A table whose first line names its columns: `header`, as they stand but for outer white space."""

    def __init__(self, stream: Clean, where: str, delimiter: str) -> None:
        csv.field_size_limit(max(csv.field_size_limit(), limits.MAX_CELL))
        self._stream = stream
        self._where = where
        self._delimiter = delimiter
        self._text = text_lines(stream)
        self._line = 0  # lines handed to the parser
        # Programs that write tabs seldom quote; a quotation mark at the beginning of a cell may be one of the text.
        self._reader = csv.reader(self._lines(), delimiter=delimiter, strict=delimiter != "\t")
        self.header = self._header()

    def _lines(self) -> Iterator[str]:
        longest = limits.MAX_ENTRY_BYTES
        while line := self._text.readline(longest):
            if len(line) == longest:
                raise FeedError(self._where, f"line {self._line + 1} is longer than {longest // 1_000_000} MB")
            self._line += 1
            if self._line == 1 and line[:4].lower() == _SEP:
                continue
            yield line

    def _header(self) -> list[str]:
        try:
            names = next(self._reader, [])
        except csv.Error as error:
            raise FeedError(self._where, f"line 1 cannot be read as a table's header: {error}") from None
        if len(names) > limits.MAX_COLUMNS:
            raise FeedError(self._where, f"has {len(names)} columns; at most {limits.MAX_COLUMNS} are read")
        while names and not names[-1].strip():  # what spreadsheets leave at the right edge
            names.pop()
        return [cleaned(name, 200) for name in names]

    def rows(self) -> Iterator[Row | Problem]:
        """All rows that are not empty. Raises FeedError where the rest cannot be read either."""
        width = len(self.header)
        count = 0
        while True:
            before = self._line
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield self._broken(before + 1, str(error))
                self._stream.entry()
                continue
            count += 1
            if count > limits.MAX_ROWS:
                raise FeedError(self._where, f"has more than {limits.MAX_ROWS} rows; split it")
            self._stream.entry()
            if not any(cells):
                continue
            if len(cells) > width and not any(cells[width:]):
                del cells[width:]
            if len(cells) != width:
                yield Problem(before + 1, "", "", f"has {len(cells)} cells, the first line has {width}")
            elif any(cell and not cell.isspace() for cell in cells):
                yield Row(before + 1, cells)

    def _broken(self, line: int, error: str) -> Problem:
        if "field larger" in error:
            raise FeedError(
                self._where,
                f"a cell that begins in line {line} does not end within {limits.MAX_CELL // 1_000_000} million "
                "characters. Is a quotation mark missing?",
            )
        if "unexpected end of data" in error:
            return Problem(line, "", "", "has a quotation mark that is not closed until the end of the file")
        return Problem(line, "", "", f"is not as CSV is written: {error}")


def split_header(line: str, delimiter: str) -> list[str]:
    """The names in a header line, in lower case, to recognise a format by."""
    try:
        names = next(csv.reader(io.StringIO(line), delimiter=delimiter), [])
    except csv.Error:
        return []
    return [name.strip().lower() for name in names]


def columns(header: list[str]) -> dict[str, int]:
    """Where each column stands, by its name in lower case; the first where a name comes twice."""
    found: dict[str, int] = {}
    for index, name in enumerate(header):
        found.setdefault(name.lower(), index)
    return found
