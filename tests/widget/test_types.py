"""The widget's types."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_the_type_checker_finds_nothing() -> None:
    if shutil.which("tsc") is None:
        if os.environ.get("CI"):
            pytest.fail("no tsc here: install Debian's package node-typescript")
        pytest.skip("needs tsc, of Debian's package node-typescript")
    checked = subprocess.run(
        ["tsc", "-p", "bot/widget/jsconfig.json"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout
