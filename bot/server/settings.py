"""What the environment says about how to run. Every setting has a default that works on one machine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The project's root; relative database paths and data folders are relative to it."""

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
    """

    host: str = "127.0.0.1"
    port: int = 5005
    production: bool = False
    conversations_url: str = "sqlite:///var/conversations.db"
    action_endpoint_url: str | None = None
    action_timeout: float = 8.0
    log_messages: bool = False

    @property
    def opens_api(self) -> bool:
        """Whether Rasa's own API (parse, trackers) is served: whoever reaches it can read everything."""
        return not self.production and self.host in _LOOPBACK

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the settings. Raises SettingsError for a value that cannot be meant."""
        env = os.environ if environment is None else environment
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
