"""What is exported does no harm in a spreadsheet, and comes back as it was."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.spreadsheet import harmless, plain, write

DANGEROUS = ["=1+1", "+49 30 1234", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "'=1", "''@x"]


@pytest.mark.parametrize("cell", DANGEROUS)
def test_formulas_become_texts(cell: str) -> None:
    assert harmless(cell).startswith("'")
    assert plain(harmless(cell)) == cell


@pytest.mark.parametrize("cell", ["39.95", "-5", "'tis soft", "EU 36-41", "", "don't"])
def test_other_cells_stay(cell: str) -> None:
    assert harmless(cell) == cell
    assert plain(cell) == cell


@given(st.text(alphabet="'=+-@\t\r1a ,;\"\n", max_size=8))
def test_every_cell_comes_back(cell: str) -> None:
    out = io.StringIO(newline="")
    write(out, ["cell"], [[cell]])
    (back,) = list(csv.reader(io.StringIO(out.getvalue(), newline="")))[1] or [""]
    assert plain(back) == cell
    assert back[:1] not in ("=", "@", "\t", "\r")
    assert back[:1] not in ("+", "-") or back[1:].isdigit()


def test_lines_below_lines(tmp_path: Path) -> None:
    with (tmp_path / "file.csv").open("w", newline="") as out:
        assert write(out, ("a", "b"), [(1, "=x")]) == 1
        assert write(out, None, [(2, "y")]) == 1
    assert (tmp_path / "file.csv").read_bytes() == b"a,b\r\n1,'=x\r\n2,y\r\n"
