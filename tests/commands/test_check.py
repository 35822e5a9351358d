"""`python -m bot check`: a line for each part, what is wrong with its mend, and no secret."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.__main__ import PLATFORMS, main
from bot.server.settings import ROOT
from tests.running import free_port

pytestmark = pytest.mark.xdist_group("server")

Checked = Callable[..., tuple[int, dict[str, tuple[str, str]]]]
"""Runs the check with these variables; gives the exit code, and mark and words of each part by its name."""

KEY = "0123456789abcdef" * 2


@pytest.fixture
def checked(
    model_path: Path,
    catalogue_url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Checked:
    def run(**environment: str) -> tuple[int, dict[str, tuple[str, str]]]:
        monkeypatch.setenv("SOLEWISE_PORT", str(free_port()))
        monkeypatch.setenv("CONVERSATIONS_URL", f"sqlite:///{tmp_path / 'c.db'}")
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        code = main(["check"])
        lines = [line.partition(": ") for line in capsys.readouterr().out.splitlines()]
        return code, {begun[7:]: (begun[:6].strip(), said) for begun, _, said in lines}

    return run


def test_it_says_what_is_set_up_and_makes_nothing(checked: Checked, tmp_path: Path) -> None:
    code, parts = checked()
    assert code == 0
    marks = {name: mark for name, (mark, _) in parts.items()}
    well = ("Rasa", "model", "conversations", "web chat", "address", "catalogue", "country")
    assert marks == {**dict.fromkeys(well, "ok"), **dict.fromkeys(PLATFORMS, "off")}
    assert "made at the first start" in parts["conversations"][1]
    assert "72 products in USD, all of them of the invented sample shop" in parts["catalogue"][1]
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_meant_hides_no_other_part(checked: Checked) -> None:
    code, parts = checked(SOLEWISE_ENV="prod", SOLEWISE_COUNTRY="france")
    assert code == 1
    assert parts["settings"][0] == parts["country"][0] == "wrong"
    assert "SOLEWISE_ENV=prod" in parts["settings"][1]
    assert "SOLEWISE_COUNTRY=france is not known" in parts["country"][1]
    assert parts["catalogue"][0] == "ok"


def test_a_country_may_be_written_as_people_do(checked: Checked) -> None:
    assert checked(SOLEWISE_COUNTRY=" UK ")[1]["country"] == ("ok", "uk")


def test_in_production_invented_products_are_a_fault(checked: Checked) -> None:
    code, parts = checked(SOLEWISE_ENV="production", SOLEWISE_SECRET=KEY)
    assert code == 1
    assert [name for name, (mark, _) in parts.items() if mark == "wrong"] == ["catalogue"]
    assert "python -m catalog import" in parts["catalogue"][1]


def test_a_catalogue_that_is_not_there_is_named_with_the_mend(checked: Checked, tmp_path: Path) -> None:
    code, parts = checked(DATABASE_URL=f"sqlite:///{tmp_path / 'none.db'}")
    assert code == 1
    mark, said = parts["catalogue"]
    assert mark == "wrong"
    assert "there is no catalogue" in said
    assert "python -m catalog setup" in said
    assert not (tmp_path / "none.db").exists()


def test_a_platform_that_lacks_something_is_named_without_a_secret(checked: Checked) -> None:
    token = "70010020:" + "secretpart" * 4
    code, parts = checked(
        TELEGRAM_TOKEN=token, SLACK_TOKEN="xoxb-wrong token", TWILIO_SMS_FROM="+15550001111", MESSENGER_TOKEN=""
    )
    assert code == 1
    assert {name for name, (mark, _) in parts.items() if mark == "wrong"} == {"telegram", "slack", "twilio"}
    assert "TELEGRAM_SECRET is not set" in parts["telegram"][1]
    assert "SLACK_TOKEN doesn't look like" in parts["slack"][1]
    assert parts["twilio"][1] == "TWILIO_SMS_FROM is set, but TWILIO_ACCOUNT_SID is not, so it is off."
    assert not [said for _, said in parts.values() if "secretpart" in said or "xoxb-wrong" in said]


def test_an_address_of_its_own_for_an_api_switches_nothing_on(checked: Checked) -> None:
    assert checked(TELEGRAM_API_URL="https://bots.example")[1]["telegram"] == ("off", "TELEGRAM_TOKEN is not set")


@pytest.mark.parametrize(("command", "first"), [("undelivered", "platform,at,why"), ("ratings", "sku,up,down")])
def test_asking_makes_no_database(
    command: str, first: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CONVERSATIONS_URL", f"sqlite:///{tmp_path / 'c.db'}")
    assert main([command]) == 0
    assert capsys.readouterr().out.splitlines() == [first]
    assert list(tmp_path.iterdir()) == []


def test_a_python_without_the_libraries_says_which_to_use() -> None:
    done = subprocess.run(
        [sys.executable, "-S", "-m", "bot", "check"],  # -S: none of the installed packages
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert "is not installed for this Python" in done.stderr
    assert ".venv/bin/python -m bot check" in done.stderr
    assert "Traceback" not in done.stderr
