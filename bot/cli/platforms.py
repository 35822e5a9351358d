"""The messaging platforms for the command line: what is set (`check`), and setting up what can be set (`connect`)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping

from bot.channels.messaging.delivery import Answer
from bot.channels.messaging.settings import PUBLIC_URL, public_url, read
from bot.channels.messaging.words import say
from bot.channels.messenger import settings as messenger
from bot.channels.slack import settings as slack
from bot.channels.telegram import settings as telegram
from bot.channels.twilio import settings as twilio
from bot.channels.whatsapp import settings as whatsapp
from bot.server.settings import SettingsError

Values = Mapping[str, str]

_SECRETS = ("_TOKEN", "_SECRET")
"""How the names of variables end whose values are shown to nobody."""

NAMES = ("telegram", "whatsapp", "messenger", "slack", "twilio")

_SWITCHES = {
    "telegram": telegram.VARIABLES,
    "whatsapp": whatsapp.VARIABLES,
    "messenger": messenger.VARIABLES,
    "slack": slack.VARIABLES,
}


def values(name: str, environment: Mapping[str, str] | None = None) -> Values | None:
    """A platform's settings; None where it is off. Raises SettingsError, which shows no secret."""
    if name == "twilio":
        return twilio.read_settings(environment)
    return read(_SWITCHES[name], environment)


def describe(name: str, environment: Mapping[str, str] | None = None) -> str:
    """One line on a platform. Raises SettingsError where something is missing or wrong."""
    found = values(name, environment)
    if found is None:
        first = twilio.VARIABLES if name == "twilio" else _SWITCHES[name]
        return f"off ({first[0].name} is not set)"
    ways = ""
    if name == "twilio":
        ways = " for " + " and ".join(
            way for way, key in (("SMS", twilio.SMS_FROM), ("WhatsApp", twilio.WHATSAPP_FROM)) if found[key]
        )
    return f"on{ways}; its webhook is {_webhook(name, environment)}"


def connect(name: str) -> int:
    """Ask a platform who we are there, and set what can be set by its API; 0 when all is well."""
    found = values(name)
    if found is None:
        raise SettingsError(f"{name}: {describe(name)}. docs/{name}.md says how to set it up.")
    return asyncio.run(_CONNECT[name](found))


def _webhook(name: str, environment: Mapping[str, str] | None = None) -> str:
    found = read((public_url(optional=False),), environment)
    return f"{found[PUBLIC_URL] if found else f'<{PUBLIC_URL}>'}/webhooks/{name}/webhook"


def _told(what: str, answer: Answer, well: bool, found: Values) -> bool:
    """Print what became of one call. Platforms' errors may repeat a token, which is not shown."""
    what = _shown(what, found)
    if well:
        print(f"ok       {what}")
        return True
    reason = answer.trouble or f"HTTP {answer.status}"
    error = answer.body.get("error") or answer.body.get("description") or answer.body.get("message") or ""
    error = error.get("message", "") if isinstance(error, dict) else error
    print(f"failed   {what}: {reason}. {_shown(str(error), found)[:200]}".rstrip())
    return False


def _shown(text: str, found: Values) -> str:
    """A platform's words without a secret of ours, on one line."""
    for name, value in found.items():
        if value and name.endswith(_SECRETS):
            text = text.replace(value, f"<{name}>")
    return "".join(character if character.isprintable() else " " for character in text)


async def _telegram(found: Values) -> int:
    from bot.channels.telegram.api import TelegramClient

    address = _webhook("telegram")
    if not address.startswith("https://"):
        raise SettingsError(f"{PUBLIC_URL} has to be an https address; Telegram calls no other.")
    client = TelegramClient(found["TELEGRAM_API_URL"], found["TELEGRAM_TOKEN"])
    try:
        me = await client.me()
        answer = await client.call("getMe", {})
        well = _told(f"the bot is @{(me or {}).get('username', '?')}", answer, me is not None, found)
        if well:
            updates = ["message", "edited_message", "callback_query"]
            hook = {"url": address, "secret_token": found["TELEGRAM_SECRET"], "allowed_updates": updates}
            answer = await client.call("setWebhook", hook)
            well = _told(f"its webhook is {address}", answer, answer.body.get("ok") is True, found)
            commands = {"commands": [{"command": "start", "description": say("command_start")}]}
            answer = await client.call("setMyCommands", commands)
            well = _told("its menu has /start", answer, answer.body.get("ok") is True, found) and well
    finally:
        await client.close()
    return 0 if well else 1


async def _whatsapp(found: Values) -> int:
    from bot.channels.messaging.meta import GraphClient

    client = GraphClient("", found["WHATSAPP_TOKEN"], 24)
    try:
        url = f"{found['META_API_URL']}/{found['WHATSAPP_PHONE_NUMBER_ID']}"
        answer = await client.call("GET", url, params={"fields": "display_phone_number,verified_name"})
        shown = f"the number is {answer.body.get('display_phone_number', '?')}"
        well = _told(shown, answer, answer.status == 200, found)
    finally:
        await client.close()
    print(
        f"todo     in the app's dashboard: callback address {_webhook('whatsapp')}, your verify token, field messages"
    )
    return 0 if well else 1


async def _messenger(found: Values) -> int:
    from bot.channels.messaging.meta import GraphClient
    from bot.channels.messenger.reading import STARTED

    client, base = GraphClient("", found["MESSENGER_TOKEN"], 24), found["META_API_URL"]
    try:
        answer = await client.call("GET", f"{base}/me", params={"fields": "id,name"})
        well = _told(f"the page is {answer.body.get('name', '?')}", answer, answer.status == 200, found)
        if well:
            profile = {
                "get_started": {"payload": STARTED},
                "greeting": [{"locale": "default", "text": say("greeting")}],
            }
            answer = await client.call("POST", f"{base}/me/messenger_profile", json=profile)
            well = _told("it has a Get started button and a greeting", answer, answer.status == 200, found)
            fields = "messages,messaging_postbacks,messaging_referrals"
            answer = await client.call("POST", f"{base}/me/subscribed_apps", json={"subscribed_fields": fields})
            well = _told(f"the app is told of {fields}", answer, answer.status == 200, found) and well
    finally:
        await client.close()
    print(f"todo     in the app's dashboard: callback address {_webhook('messenger')}, your verify token")
    return 0 if well else 1


async def _slack(found: Values) -> int:
    from bot.channels.slack.api import SlackClient

    client = SlackClient(found["SLACK_API_URL"], found["SLACK_TOKEN"])
    try:
        answer = await client.call("auth.test", {})
        shown = f"the bot is {answer.body.get('user', '?')} in {answer.body.get('team', '?')}"
        well = _told(shown, answer, answer.body.get("ok") is True, found)
    finally:
        await client.close()
    print(f"todo     in the app's settings: events and interactivity both to {_webhook('slack')}")
    return 0 if well else 1


async def _twilio(found: Values) -> int:
    from bot.channels.twilio.api import TwilioClient

    client = TwilioClient(found["TWILIO_API_URL"], found["TWILIO_ACCOUNT_SID"], found["TWILIO_AUTH_TOKEN"])
    try:
        answer = await client.call("GET", f"{client.account_address}.json")
        shown = f"the account is {answer.body.get('friendly_name', '?')}, {answer.body.get('status', '?')}"
        well = _told(shown, answer, answer.status == 200, found)
    finally:
        await client.close()
    print(f"todo     in the console: 'a message comes in' to {_webhook('twilio')}, exactly so, HTTP POST")
    return 0 if well else 1


_CONNECT: Mapping[str, Callable[[Values], Coroutine[None, None, int]]] = {
    "telegram": _telegram,
    "whatsapp": _whatsapp,
    "messenger": _messenger,
    "slack": _slack,
    "twilio": _twilio,
}
