"""Reading a shop's products from our own CSV: one column an attribute, as an owner keeps it in a spreadsheet.

An empty cell is unknown, `none` is known to be none, several values are separated by |. The names of the
columns are those of attributes.py, and `currency`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalog import money
from catalog.attributes import ATTRIBUTES, BY_NAME, Kind
from catalog.cells import contradictions, read_cell
from catalog.problem import Problem
from catalog.record import Record
from catalog.spreadsheet import plain

MAX_BYTES = 200_000_000
MAX_PROBLEMS = 50
_CURRENCY = re.compile(r"[A-Z]{3}")


class LoadError(ValueError):
    """A file of products cannot be taken; `problems` lists what is wrong with it (the first fifty)."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems
        super().__init__("\n".join(f"{file}, {problem}" for problem in problems))


@dataclass(frozen=True)
class Loaded:
    """The products of a file and the currency of their prices."""

    records: list[Record]
    currency: str


def read_csv(file: Path) -> Loaded:
    """The products of a CSV file. Raises LoadError with all that is wrong, each with line, column and
    value."""
    text = _text(file)
    problems: list[Problem] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    records: list[Record] = []
    currencies: dict[str, int] = {}
    lines: dict[str, int] = {}
    try:
        header = [name.strip() for name in next(reader, [])]
        problems += _header_problems(header)
        if problems:
            raise LoadError(str(file), problems)
        line = reader.line_num + 1
        for row in reader:
            if any(cell.strip() for cell in row):
                if len(row) != len(header):
                    problems.append(Problem(line, "", "", f"has {len(row)} cells, the first line has {len(header)}"))
                else:
                    cells = {name: plain(cell.strip()) for name, cell in zip(header, row, strict=True)}
                    record, currency = _record(cells, line, problems)
                    if currency:
                        currencies.setdefault(currency, line)
                    if record is not None:
                        earlier = lines.setdefault(record.sku, line)
                        if earlier != line:
                            problems.append(
                                Problem(
                                    line,
                                    "sku",
                                    record.sku,
                                    f"unlike any other: line {earlier} has it already",
                                )
                            )
                        records.append(record)
            if len(problems) >= MAX_PROBLEMS:
                raise LoadError(str(file), problems[:MAX_PROBLEMS])
            line = reader.line_num + 1
    except csv.Error as error:
        problems.append(Problem(reader.line_num, "", "", f"is not CSV: {error}"))
    if len(currencies) > 1:
        other, line = list(currencies.items())[1]
        problems.append(Problem(line, "currency", other, f"the currency of the lines before, {next(iter(currencies))}"))
    if not records and not problems:
        problems.append(Problem(0, "", "", "has no products below its first line"))
    if problems:
        raise LoadError(str(file), problems)
    return Loaded(records, next(iter(currencies)))


def _text(file: Path) -> str:
    def refuse(reason: str) -> LoadError:
        return LoadError(str(file), [Problem(0, "", "", reason)])

    try:
        if file.stat().st_size > MAX_BYTES:
            raise refuse(f"is larger than {MAX_BYTES // 1_000_000} MB; split it")
        return file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise refuse("is not there") from None
    except UnicodeDecodeError as error:
        raise refuse(f"is not UTF-8 (byte {error.start}); save it as CSV UTF-8") from None
    except OSError as error:
        raise refuse(f"cannot be read: {error.strerror}") from None


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _header_problems(header: list[str]) -> list[Problem]:
    if not any(header):
        return [Problem(0, "", "", "is empty; its first line must name the columns")]
    names = [*BY_NAME, "currency"]
    problems = [
        Problem(1, name, name, f"a column; they are {', '.join(names)}") for name in header if name not in names
    ]
    problems += [
        Problem(1, "", "", f"names the column {name} twice") for name in dict.fromkeys(header) if header.count(name) > 1
    ]
    required = [a.name for a in ATTRIBUTES if a.required] + ["currency"]
    problems += [Problem(1, "", "", f"has no column {name}") for name in required if name not in header]
    return problems


def _record(cells: Mapping[str, str], line: int, problems: list[Problem]) -> tuple[Record | None, str | None]:
    values: dict[str, Any] = {}
    provenance: dict[str, dict[str, str]] = {}
    before = len(problems)
    currency: str | None = cells["currency"]
    if currency is None or not _CURRENCY.fullmatch(currency):
        problems.append(Problem(line, "currency", cells["currency"], "a currency code such as USD, GBP or EUR"))
        currency = None
    for name, cell in cells.items():
        attribute = BY_NAME.get(name)
        if attribute is None:
            continue
        if not cell:
            if attribute.required:
                problems.append(Problem(line, name, cell, f"given, and it must be: {attribute.expected}"))
            continue
        try:
            values[name] = read_cell(attribute, cell)
            if attribute.kind is Kind.MONEY and currency:
                money.to_minor(values[name], currency)
        except ValueError:
            problems.append(Problem(line, name, cell, attribute.expected))
            continue
        provenance[name] = {"source": "column", "words": cell[:200]}
    if len(problems) == before:
        problems += [Problem(line, column, cells[column], text) for column, text in contradictions(values)]
    return (Record(values, provenance) if len(problems) == before else None), currency
