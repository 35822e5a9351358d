"""CSV that spreadsheets can open without danger: a cell that one of them would take for a formula gets an apostrophe.

Source: OWASP, "CSV Injection". `plain` takes the apostrophe away again, so that what was exported comes back as it was.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_NUMBER = re.compile(r"-?[0-9]+([.,][0-9]+)?")


def harmless(cell: str) -> str:
    """A cell as it may stand in a spreadsheet."""
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def plain(cell: str) -> str:
    """The cell that `harmless` made this one from."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell


def write(out: TextIO, header: Sequence[str] | None, lines: Iterable[Sequence[Any]]) -> int:
    """Write lines of a CSV, with a header above them or (None) below those already there; returns how many lines."""
    writer = csv.writer(out, lineterminator="\r\n")  # else a lone \r in a cell would not be quoted
    if header is not None:
        writer.writerow(header)
    number = 0
    for line in lines:
        writer.writerow([harmless(str(cell)) for cell in line])
        number += 1
    return number
