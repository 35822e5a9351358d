"""Real servers with real channels, each pointed at local stand-ins of the platforms."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.server.conversation_tables import open_database
from bot.server.inbox import undelivered
from tests.platforms.messenger_api import MessengerApi
from tests.platforms.slack_api import SlackApi
from tests.platforms.telegram_api import TelegramApi
from tests.platforms.twilio_api import TwilioApi
from tests.platforms.whatsapp_api import WhatsAppApi
from tests.running import Running, free_port, start, stop


@dataclass
class Platforms:
    """A server and the stand-ins that it talks with, by the platforms' names."""

    folder: Path
    port: int
    server: Running
    environment: dict[str, str]
    apis: dict[str, Any] = field(default_factory=dict)

    def restart(self) -> None:
        """Kill the server as a power cut does, and start another on the same database."""
        self.server.process.kill()
        self.server.process.wait(10)
        self.server = start(self.folder, self.port, **self.environment)

    def troubles(self) -> list[str]:
        """Why answers did not arrive."""
        engine = open_database(f"sqlite:///{self.folder / 'c.db'}")
        try:
            return [one.trouble for one in undelivered(engine)]
        finally:
            engine.dispose()


def made(*names: str) -> dict[str, Any]:
    """Stand-ins, not started."""
    word, secret = "the-verify-token-of-tests", "0123456789abcdef0123456789abcdef"
    kinds: dict[str, Any] = {
        "telegram": TelegramApi,
        "slack": SlackApi,
        "twilio": lambda: TwilioApi("AC" + secret, secret),
        "whatsapp": lambda: WhatsAppApi("EAAB-token", secret, word),
        "messenger": lambda: MessengerApi("EAAB-token", secret, word),
    }
    return {name: kinds[name]() for name in names}


@contextmanager
def serving(folder: Path, *names: str) -> Iterator[Platforms]:
    """A server with these platforms on."""
    apis = made(*names)
    environment: dict[str, str] = {}
    port = free_port()
    if "whatsapp" in apis and "messenger" in apis:
        apis["whatsapp"].serve_also(apis["messenger"])
    for name, api in apis.items():
        if not api.base:
            api.start()
        api.webhook = f"http://127.0.0.1:{port}/webhooks/{name}/webhook"
        environment |= api.environment()
    running = Platforms(folder, port, start(folder, port, **environment), environment, apis)
    try:
        yield running
    finally:
        stop(running.server)
        for api in apis.values():
            api.stop()
