"""The web chat's settings: what is meant is taken, what cannot be meant is refused with the mend."""

from __future__ import annotations

import pytest

from bot.server.settings import Settings, SettingsError

KEY = "k" * 32


@pytest.mark.parametrize(
    ("text", "origins"),
    [
        ("", ()),
        ("https://shop.example", ("https://shop.example",)),
        ("https://shop.example/, http://localhost:8000", ("https://shop.example", "http://localhost:8000")),
        ("HTTPS://Shop.Example:443 https://shop.example", ("https://shop.example",)),
        ("http://shop.example:80", ("http://shop.example",)),
        ("https://shop.example:8443", ("https://shop.example:8443",)),
        ("http://[::1]:3000", ("http://[::1]:3000",)),
        ("https://bücher.example", ("https://xn--bcher-kva.example",)),
    ],
)
def test_origins_are_kept_as_browsers_name_them(text: str, origins: tuple[str, ...]) -> None:
    assert Settings.from_environment({"SOLEWISE_ORIGINS": text}).origins == origins


@pytest.mark.parametrize(
    "text",
    [
        "*",
        "https://*.shop.example",
        "shop.example",
        "null",
        "https://",
        "https://shop.example/page",
        "https://shop.example?x",
        "https://shop.example#x",
        "https://anna@shop.example",
        "https://:pw@shop.example",
        "ftp://shop.example",
        "javascript://shop.example",
        "https://shop.example:99999",
        "https://[",
        "https://a..example",
    ],
)
def test_an_origin_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="SOLEWISE_ORIGINS"):
        Settings.from_environment({"SOLEWISE_ORIGINS": f"https://fine.example,{text}"})


def test_secrets_are_read_and_never_shown() -> None:
    other = "o" * 40
    settings = Settings.from_environment({"SOLEWISE_SECRET": f"{KEY}, {other}", "SOLEWISE_ENV": "production"})
    assert settings.secrets == (KEY, other)
    assert KEY not in repr(settings) + str(settings)
    settings.ensure_secret()
    with pytest.raises(SettingsError) as caught:
        Settings.from_environment({"SOLEWISE_SECRET": f"{KEY},{'short' * 6}"})
    assert "short" not in str(caught.value)


def test_production_needs_a_secret() -> None:
    Settings.from_environment({}).ensure_secret()
    for text in ("", " , "):
        with pytest.raises(SettingsError, match="SOLEWISE_SECRET"):
            Settings.from_environment({"SOLEWISE_ENV": "production", "SOLEWISE_SECRET": text}).ensure_secret()


@pytest.mark.parametrize(("name", "least", "most"), [("SOLEWISE_SESSION_DAYS", 1, 3650), ("SOLEWISE_PROXIES", 0, 10)])
def test_whole_numbers_have_bounds(name: str, least: int, most: int) -> None:
    def read(text: str) -> int:
        settings = Settings.from_environment({name: text})
        return settings.session_days if name == "SOLEWISE_SESSION_DAYS" else settings.proxies

    assert (read(str(least)), read(str(most))) == (least, most)
    assert (Settings().session_days, Settings().proxies) == (90, 0)
    for text in (str(least - 1), str(most + 1), "-1", "1.5", "1e1", "x", "٣", "0000000019999", "9" * 5000):
        with pytest.raises(SettingsError, match=name):
            read(text)
