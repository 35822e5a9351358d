"""Twilio's settings."""

from __future__ import annotations

from collections.abc import Mapping

from bot.channels.messaging.settings import URL, Variable, public_url, read
from bot.server.settings import SettingsError

_NUMBER = r"\+[1-9][0-9]{5,14}"

SMS_FROM, WHATSAPP_FROM = "TWILIO_SMS_FROM", "TWILIO_WHATSAPP_FROM"

VARIABLES = (
    Variable("TWILIO_ACCOUNT_SID", "the account's SID (AC...)", r"AC[0-9a-fA-F]{32}"),
    Variable("TWILIO_AUTH_TOKEN", "the account's auth token, 32 digits and letters", r"[0-9a-zA-Z]{32}"),
    public_url(optional=False),
    Variable(
        SMS_FROM,
        "the number of your SMS with its country (+15551234567) or a messaging service (MG...)",
        _NUMBER + r"|MG[0-9a-fA-F]{32}",
        "",
    ),
    Variable(WHATSAPP_FROM, "your WhatsApp number with its country (+15551234567)", _NUMBER, ""),
    Variable("TWILIO_API_URL", "the address of Twilio's API", URL, "https://api.twilio.com"),
)


def read_settings(environment: Mapping[str, str] | None = None) -> dict[str, str] | None:
    """The settings; None where Twilio is off. Raises SettingsError."""
    found = read(VARIABLES, environment)
    if found is not None and not (found[SMS_FROM] or found[WHATSAPP_FROM]):
        raise SettingsError(f"Neither {SMS_FROM} nor {WHATSAPP_FROM} is set; one has to be.")
    return found
