"""What the environment may say, and what is said back when it cannot be meant."""

from __future__ import annotations

import socket

import pytest

from bot.server.ports import ensure_port_is_free
from bot.server.settings import Settings, SettingsError


def test_nothing_set_means_one_machine_on_loopback() -> None:
    settings = Settings.from_environment({})
    assert (settings.host, settings.port, settings.production) == ("127.0.0.1", 5005, False)
    assert settings.opens_api
    assert settings.opens_rest
    assert not settings.log_messages
    assert settings.action_endpoint_url is None


def test_production_closes_the_api() -> None:
    assert not Settings.from_environment({"SOLEWISE_ENV": "production"}).opens_api


def test_an_address_for_platforms_closes_the_api_and_the_rest_channel() -> None:
    settings = Settings.from_environment({"SOLEWISE_PUBLIC_URL": "https://chat.shop.example"})
    assert (settings.opens_api, settings.opens_rest) == (False, False)
    assert Settings.from_environment({"SOLEWISE_PUBLIC_URL": " "}).opens_rest


def test_an_address_that_others_reach_closes_the_api_too() -> None:
    settings = Settings.from_environment({"SOLEWISE_HOST": "0.0.0.0"})  # noqa: S104
    assert not settings.opens_api


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SOLEWISE_PORT", "no"),
        ("SOLEWISE_PORT", "0"),
        ("SOLEWISE_PORT", "70000"),
        ("SOLEWISE_ENV", "prod"),
        ("ACTION_ENDPOINT_URL", "localhost:5055"),
        ("SOLEWISE_ACTION_TIMEOUT", "soon"),
        ("SOLEWISE_ACTION_TIMEOUT", "-1"),
    ],
)
def test_a_value_that_cannot_be_meant_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings.from_environment({name: value})


def test_values_from_a_file_that_was_written_on_windows_are_read() -> None:
    settings = Settings.from_environment({"SOLEWISE_ENV": "production\r", "SOLEWISE_PORT": " 8080\r"})
    assert settings.production
    assert settings.port == 8080


def test_a_port_in_use_is_named_with_the_mend() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"Port {port} is in use.*SOLEWISE_PORT={port + 1}"):
            ensure_port_is_free("127.0.0.1", port)


def test_a_free_port_passes() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    ensure_port_is_free("127.0.0.1", port)


def test_an_address_of_another_machine_is_named() -> None:
    with pytest.raises(SettingsError, match="SOLEWISE_HOST"):
        ensure_port_is_free("192.0.2.1", 5005)
