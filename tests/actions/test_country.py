"""Whose emergency numbers are named."""

from __future__ import annotations

import pytest

from actions.turn import country


@pytest.mark.parametrize(("set_to", "code"), [("gb", "gb"), (" UK ", "gb"), ("US", "us"), ("", "default")])
def test_a_country_is_known_by_its_code(set_to: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOLEWISE_COUNTRY", set_to)
    assert country() == code
