"""What the environment says about platforms: off unless set, whole or refused, and never a secret shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from bot.channels.messenger.channel import MessengerChannel
from bot.channels.slack.channel import SlackChannel
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.twilio.channel import TwilioChannel
from bot.channels.whatsapp.channel import WhatsAppChannel
from bot.cli import platforms
from bot.server.settings import SettingsError

WORD, HEX = "a-word-of-ours-16", "0123456789abcdef" * 2

WHOLE: dict[str, dict[str, str]] = {
    "telegram": {"TELEGRAM_TOKEN": "12345:" + "t" * 35, "TELEGRAM_SECRET": WORD},
    "whatsapp": {
        "WHATSAPP_TOKEN": "EAAB",
        "WHATSAPP_APP_SECRET": HEX,
        "WHATSAPP_VERIFY_TOKEN": WORD,
        "WHATSAPP_PHONE_NUMBER_ID": "123456789",
    },
    "messenger": {"MESSENGER_TOKEN": "EAAB", "MESSENGER_APP_SECRET": HEX, "MESSENGER_VERIFY_TOKEN": WORD},
    "slack": {"SLACK_TOKEN": "xoxb-1234567890-abc", "SLACK_SIGNING_SECRET": HEX},
    "twilio": {
        "TWILIO_ACCOUNT_SID": "AC" + HEX,
        "TWILIO_AUTH_TOKEN": HEX,
        "TWILIO_SMS_FROM": "+15550002222",
        "SOLEWISE_PUBLIC_URL": "https://chat.shop.example/",
    },
}

CHANNELS: dict[str, Callable[[Mapping[str, str]], object]] = {
    "telegram": TelegramChannel,
    "whatsapp": WhatsAppChannel,
    "messenger": MessengerChannel,
    "slack": SlackChannel,
    "twilio": TwilioChannel,
}


@pytest.mark.parametrize("name", WHOLE)
def test_off_unless_set(name: str) -> None:
    assert platforms.values(name, {}) is None
    assert not platforms.is_on(name, {})
    switch = next(iter(WHOLE[name]))
    assert platforms.is_on(name, {switch: "wrong"})
    assert platforms.describe(name, {}) == f"{switch} is not set"
    assert CHANNELS[name]({}).settings is None  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", WHOLE)
def test_on_when_whole(name: str) -> None:
    environment = {"SOLEWISE_PUBLIC_URL": "https://chat.shop.example/", **WHOLE[name]}
    shown = platforms.describe(name, environment)
    assert shown.endswith(f"https://chat.shop.example/webhooks/{name}/webhook")
    assert not any(value in shown for key, value in WHOLE[name].items() if "URL" not in key)
    assert CHANNELS[name](environment).settings is not None  # type: ignore[attr-defined]


@pytest.mark.parametrize(("name", "variable"), [(name, key) for name, all_ in WHOLE.items() for key in list(all_)[1:]])
def test_each_that_is_missing_is_named(name: str, variable: str) -> None:
    some = {key: value for key, value in WHOLE[name].items() if key != variable}
    with pytest.raises(SettingsError, match=variable):
        platforms.describe(name, some)


@pytest.mark.parametrize(("name", "variable"), [(name, key) for name, all_ in WHOLE.items() for key in all_])
def test_what_is_wrong_is_named_and_not_shown(name: str, variable: str) -> None:
    with pytest.raises(SettingsError) as raised:
        platforms.describe(name, {**WHOLE[name], variable: "two wrong-words"})
    assert variable in str(raised.value)
    assert "wrong-words" not in str(raised.value)
