"""The messaging platforms for the command line: what is set (`check`), and setting up what can be set (`connect`)."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine, Mapping
from urllib.parse import urlsplit

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

_TELEGRAM_PORTS = ("443", "80", "88", "8443")
"""Source: https://core.telegram.org/bots/api#setwebhook"""

_VARIABLES = {
    "telegram": telegram.VARIABLES,
    "whatsapp": whatsapp.VARIABLES,
    "messenger": messenger.VARIABLES,
    "slack": slack.VARIABLES,
    "twilio": twilio.VARIABLES,
}


def values(name: str, environment: Mapping[str, str] | None = None) -> Values | None:
    """A platform's settings; None where it is off. Raises SettingsError, which shows no secret."""
    if name == "twilio":
        return twilio.read_settings(environment)
    return read(_VARIABLES[name], environment)


def describe(name: str, environment: Mapping[str, str] | None = None) -> str:
    """One line on a platform. Raises SettingsError where something is missing or wrong."""
    found = values(name, environment)
    if found is None:
        if half := _half_set(name, environment):
            raise SettingsError(f"{half} is set, but {_switch(name)} is not, so it is off.")
        return f"{_switch(name)} is not set"
    ways = ""
    if name == "twilio":
        ways = " for " + " and ".join(
            way for way, key in (("SMS", twilio.SMS_FROM), ("WhatsApp", twilio.WHATSAPP_FROM)) if found[key]
        )
    return f"on{ways}; its webhook is {_webhook(name, environment)}"


def is_on(name: str, environment: Mapping[str, str] | None = None) -> bool:
    """Whether a platform is switched on, well set up or not."""
    env = os.environ if environment is None else environment
    return bool(env.get(_switch(name), "").strip())


def _switch(name: str) -> str:
    """The variable that switches a platform on."""
    return _VARIABLES[name][0].name


def _half_set(name: str, environment: Mapping[str, str] | None) -> str:
    """A variable that is of this platform alone, is not only a choice, and is set; empty where there is none."""
    env = os.environ if environment is None else environment
    own = (one.name for one in _VARIABLES[name] if one.name.startswith(f"{name.upper()}_") and not one.default)
    return next((one for one in own if env.get(one, "").strip()), "")


def connect(name: str) -> int:
    """Ask a platform who we are there, and set what can be set by its API; 0 when all is well."""
    found = values(name)
    if found is None:
        raise SettingsError(f"{name} is off: {describe(name)}. docs/{name}.md says how to set it up.")
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
    reason = f"HTTP {answer.status}" if answer.status else f"no connection ({answer.trouble or 'no answer'})"
    error = answer.body.get("error") or answer.body.get("description") or answer.body.get("message") or ""
    error = error.get("message", "") if isinstance(error, dict) else error
    print(f"failed   {what}: {reason}. {_shown(str(error), found)[:200]}".rstrip())
    return False


def _who(what: str, mark: str, said: object, *names: str) -> str:
    """What a platform says we are there, or, where it said nothing, what was asked."""
    told = [str(said[name]) for name in names if said.get(name)] if isinstance(said, dict) else []
    return f"{what} is {mark}{', '.join(told)}" if told else f"who {what} is"


def _is_ok(answer: Answer) -> bool:
    """Whether Telegram or Slack did it: they say so in the body."""
    return answer.body.get("ok") is True


def _ended(well: bool, todo: str) -> int:
    """The exit code; what is left to do by hand is said once the rest is well."""
    if well:
        print(f"todo     {todo}")
    return 0 if well else 1


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
    port = urlsplit(address).netloc.rpartition("]")[2].partition(":")[2]
    if port and port not in _TELEGRAM_PORTS:
        raise SettingsError(f"{PUBLIC_URL} has port {port[:9]}; Telegram calls only {', '.join(_TELEGRAM_PORTS)}.")
    client = TelegramClient(found["TELEGRAM_API_URL"], found["TELEGRAM_TOKEN"])
    try:
        answer = await client.call("getMe", {})
        well = _told(_who("the bot", "@", answer.body.get("result"), "username"), answer, _is_ok(answer), found)
        if well:
            updates = ["message", "edited_message", "callback_query"]
            hook = {"url": address, "secret_token": found["TELEGRAM_SECRET"], "allowed_updates": updates}
            answer = await client.call("setWebhook", hook)
            well = _told(f"its webhook is {address}", answer, _is_ok(answer), found)
            commands = {"commands": [{"command": "start", "description": say("command_start")}]}
            answer = await client.call("setMyCommands", commands)
            well = _told("its menu has /start", answer, _is_ok(answer), found) and well
    finally:
        await client.close()
    return 0 if well else 1


async def _whatsapp(found: Values) -> int:
    from bot.channels.messaging.meta import GraphClient

    client = GraphClient("", found["WHATSAPP_TOKEN"], 24)
    try:
        url = f"{found['META_API_URL']}/{found['WHATSAPP_PHONE_NUMBER_ID']}"
        answer = await client.call("GET", url, params={"fields": "display_phone_number,verified_name"})
        well = _told(_who("the number", "", answer.body, "display_phone_number"), answer, answer.status == 200, found)
    finally:
        await client.close()
    return _ended(
        well, f"in the app's dashboard: callback address {_webhook('whatsapp')}, your verify token, field messages"
    )


async def _messenger(found: Values) -> int:
    from bot.channels.messaging.meta import GraphClient
    from bot.channels.messenger.reading import STARTED

    client, base = GraphClient("", found["MESSENGER_TOKEN"], 24), found["META_API_URL"]
    try:
        answer = await client.call("GET", f"{base}/me", params={"fields": "id,name"})
        well = _told(_who("the page", "", answer.body, "name"), answer, answer.status == 200, found)
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
    return _ended(well, f"in the app's dashboard: callback address {_webhook('messenger')}, your verify token")


async def _slack(found: Values) -> int:
    from bot.channels.slack.api import SlackClient

    client = SlackClient(found["SLACK_API_URL"], found["SLACK_TOKEN"])
    try:
        answer = await client.call("auth.test", {})
        well = _told(_who("the bot", "", answer.body, "user", "team"), answer, _is_ok(answer), found)
    finally:
        await client.close()
    return _ended(well, f"in the app's settings: events and interactivity both to {_webhook('slack')}")


async def _twilio(found: Values) -> int:
    from bot.channels.twilio.api import TwilioClient

    client = TwilioClient(found["TWILIO_API_URL"], found["TWILIO_ACCOUNT_SID"], found["TWILIO_AUTH_TOKEN"])
    try:
        answer = await client.call("GET", f"{client.account_address}.json")
        well = _told(
            _who("the account", "", answer.body, "friendly_name", "status"), answer, answer.status == 200, found
        )
    finally:
        await client.close()
    return _ended(well, f"in the console: 'a message comes in' to {_webhook('twilio')}, exactly so, HTTP POST")


_CONNECT: Mapping[str, Callable[[Values], Coroutine[None, None, int]]] = {
    "telegram": _telegram,
    "whatsapp": _whatsapp,
    "messenger": _messenger,
    "slack": _slack,
    "twilio": _twilio,
}
