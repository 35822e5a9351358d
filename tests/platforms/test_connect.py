"""`python -m bot connect` against stand-ins of the platforms: what it sets, what it says, and what it never shows."""

from __future__ import annotations

import pytest

from bot.channels.messaging.delivery import Answer
from bot.cli import platforms
from bot.server.settings import SettingsError
from tests.platforms.servers import made
from tests.running import free_port

PUBLIC = "https://chat.shop.example"


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("SOLEWISE_PUBLIC_URL", PUBLIC)
    return monkeypatch


@pytest.mark.parametrize("name", platforms.NAMES)
def test_each_platform_says_who_we_are(
    name: str, environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    api = made(name)[name]
    api.start()
    try:
        for key, value in api.environment().items():
            environment.setenv(key, value)
        environment.setenv("SOLEWISE_PUBLIC_URL", PUBLIC)
        assert platforms.connect(name) == 0
    finally:
        api.stop()
    shown = capsys.readouterr().out
    assert shown.startswith("ok ")
    assert "failed" not in shown
    assert f"{PUBLIC}/webhooks/{name}/webhook" in shown
    assert api.refused == []
    secrets = [value for key, value in api.environment().items() if key.endswith(("_TOKEN", "_SECRET"))]
    assert secrets
    assert not [secret for secret in secrets if secret in shown]


@pytest.mark.parametrize("name", platforms.NAMES)
def test_a_platform_that_is_away_is_told(
    name: str, environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    api = made(name)[name]
    api.base = f"http://127.0.0.1:{free_port()}"
    for key, value in api.environment().items():
        environment.setenv(key, value)
    environment.setenv("SOLEWISE_PUBLIC_URL", PUBLIC)
    assert platforms.connect(name) == 1
    shown = capsys.readouterr().out
    assert shown.startswith("failed   who the ")
    assert "no connection" in shown
    assert shown.count("\n") == 1  # what is left to do is said once this is well


def test_an_address_that_telegram_does_not_call_is_named(environment: pytest.MonkeyPatch) -> None:
    for key, value in made("telegram")["telegram"].environment().items():
        environment.setenv(key, value)
    environment.setenv("SOLEWISE_PUBLIC_URL", f"{PUBLIC}:9443")
    with pytest.raises(SettingsError, match=r"port 9443; Telegram calls only 443, 80, 88, 8443"):
        platforms.connect("telegram")


def test_an_error_that_repeats_the_token_is_told_without_it(capsys: pytest.CaptureFixture[str]) -> None:
    """As Meta's "Malformed access token …" does."""
    found = {"MESSENGER_TOKEN": "EAAB" + "x" * 180, "META_API_URL": "https://graph.example"}
    error = {"message": f"Malformed access token {found['MESSENGER_TOKEN']}\n\x1b[31mred", "code": 190}
    assert not platforms._told("the page is ?", Answer(400, body={"error": error}), False, found)
    shown = capsys.readouterr().out
    assert "Malformed access token <MESSENGER_TOKEN>" in shown
    assert "xxx" not in shown
    assert shown.count("\n") == 1
    assert "\x1b" not in shown
