"""What the environment says about how to run. Every setting has a default that works on one machine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
"""The project's root; relative database paths and data folders are relative to it."""

SHORTEST_SECRET = 32
"""Characters that a key needs."""

_LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class SettingsError(Exception):
    """A setting, a file or the machine stands in the way; the message names the mend."""


@dataclass(frozen=True)
class Settings:
    """The settings of one run.

    host and port: where the server listens (loopback unless told otherwise).
    production: the REST channel and Rasa's own API are off.
    conversations_url: SQLAlchemy address of the conversations' database.
    action_endpoint_url: a separate action server; None runs the actions in this process.
    action_timeout: seconds that one action may take.
    log_messages: whether logs may carry what people wrote.
    origins: web pages that may talk to the assistant beside its own, as browsers name them (https://shop.example).
    secrets: what sessions of the web chat are signed with; the first signs, all are accepted. Empty: a key of this
    machine is made (development only).
    session_days: how long a session of the web chat lasts after its last use.
    proxies: how many proxies of ours stand in front, each of which adds to X-Forwarded-For.
    """

    host: str = "127.0.0.1"
    port: int = 5005
    production: bool = False
    conversations_url: str = "sqlite:///var/conversations.db"
    action_endpoint_url: str | None = None
    action_timeout: float = 8.0
    log_messages: bool = False
    origins: tuple[str, ...] = ()
    secrets: tuple[str, ...] = field(default=(), repr=False)
    session_days: int = 90
    proxies: int = 0
    published: bool = False

    @property
    def opens_rest(self) -> bool:
        """Whether Rasa's REST channel is served, on which anybody may speak in anybody's name: never where others are
        said to reach the server through a proxy (``SOLEWISE_PUBLIC_URL``)."""
        return not self.production and not self.published

    @property
    def opens_api(self) -> bool:
        """Whether Rasa's own API (parse, trackers) is served: whoever reaches it can read everything."""
        return self.opens_rest and self.host in _LOOPBACK

    def ensure_secret(self) -> None:
        """Raise SettingsError where this is production and nothing was set to sign sessions with."""
        if self.production and not self.secrets:
            raise SettingsError(
                "SOLEWISE_SECRET is not set; in production it signs the sessions of the web chat. Make one with "
                "`openssl rand -hex 32` and keep it: with another one, everybody's conversation starts anew."
            )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the settings. Raises SettingsError for a value that cannot be meant."""
        # a file written on Windows leaves a carriage return at the end of each value
        env = {name: value.strip() for name, value in (os.environ if environment is None else environment).items()}
        kind = env.get("SOLEWISE_ENV") or "development"
        if kind not in ("development", "production"):
            raise SettingsError(f"SOLEWISE_ENV={kind} is not known. Use development or production.")
        return cls(
            host=env.get("SOLEWISE_HOST") or cls.host,
            port=_port(env.get("SOLEWISE_PORT") or str(cls.port)),
            production=kind == "production",
            conversations_url=env.get("CONVERSATIONS_URL") or cls.conversations_url,
            action_endpoint_url=_http_url(env.get("ACTION_ENDPOINT_URL")),
            action_timeout=_seconds(env.get("SOLEWISE_ACTION_TIMEOUT"), cls.action_timeout),
            origins=_origins(env.get("SOLEWISE_ORIGINS")),
            secrets=_secrets(env.get("SOLEWISE_SECRET")),
            session_days=_whole("SOLEWISE_SESSION_DAYS", env.get("SOLEWISE_SESSION_DAYS"), cls.session_days, 1, 3650),
            proxies=_whole("SOLEWISE_PROXIES", env.get("SOLEWISE_PROXIES"), cls.proxies, 0, 10),
            published=bool(env.get("SOLEWISE_PUBLIC_URL")),
            log_messages=(env.get("SOLEWISE_LOG_MESSAGES") or "").lower() in ("1", "true", "yes", "on"),
        )


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise SettingsError(f"SOLEWISE_PORT={text} is not a port. Use a number from 1 to 65535.")
    return int(text)


def _http_url(text: str | None) -> str | None:
    if not text:
        return None
    if not text.startswith(("http://", "https://")):
        raise SettingsError(f"ACTION_ENDPOINT_URL={text} is not an address. Begin it with http:// or https://.")
    return text


def _seconds(text: str | None, default: float) -> float:
    if not text:
        return default
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 < seconds <= 300:
        raise SettingsError(f"SOLEWISE_ACTION_TIMEOUT={text} is not a number of seconds from 0 to 300.")
    return seconds


def _origins(text: str | None) -> tuple[str, ...]:
    """Origins as browsers send them: scheme, host, and a port that isn't the scheme's own; nothing behind."""
    found = []
    for item in (text or "").replace(",", " ").split():
        try:
            parts = urlsplit(item)
            port, name = parts.port, (parts.hostname or "").encode("idna").decode()  # as browsers write it
        except ValueError:
            parts, port, name = urlsplit(""), None, ""
        usual = {"http": 80, "https": 443}
        plain = not (parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc)
        if parts.scheme not in usual or not name or not plain or "*" in item:
            raise SettingsError(
                f"SOLEWISE_ORIGINS: {item} is not the origin of a web page. Write scheme and host, and a port where it "
                "has one, for example https://shop.example; several are separated by commas."
            )
        host = f"[{name}]" if ":" in name else name
        found.append(f"{parts.scheme}://{host}" + ("" if port in (None, usual[parts.scheme]) else f":{port}"))
    return tuple(dict.fromkeys(found))


def _secrets(text: str | None) -> tuple[str, ...]:
    """Keys of at least 32 characters, so that none can be guessed. The message never shows one."""
    found = tuple((text or "").replace(",", " ").split())
    if any(len(secret) < SHORTEST_SECRET for secret in found):
        raise SettingsError(
            f"SOLEWISE_SECRET holds a key of less than {SHORTEST_SECRET} characters. "
            "Make one with `openssl rand -hex 32`."
        )
    return found


def _whole(name: str, text: str | None, default: int, least: int, most: int) -> int:
    if not text:
        return default
    if not text.isascii() or not text.isdecimal() or len(text) > 9 or not least <= int(text) <= most:
        raise SettingsError(f"{name}={text[:40]} is not a whole number from {least} to {most}.")
    return int(text)
