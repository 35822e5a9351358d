"""Serve the assistant with Rasa's own server: understanding, dialogue, actions and channels together."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable
from pathlib import Path

import rasa.core.agent
import rasa.server
from rasa.core.run import serve_application
from rasa.core.utils import AvailableEndpoints
from sanic import Sanic

from bot.server.actions_endpoint import create_endpoint
from bot.server.agent import AdviserAgent
from bot.server.connections import guard_connections, take_over_logs
from bot.server.conversations import ConversationStore
from bot.server.corrections import correct_rasa
from bot.server.locks import ConversationLocks
from bot.server.settings import Settings, SettingsError

CREDENTIALS = {True: "credentials.yml", False: "credentials.production.yml"}
"""The channels, by whether Rasa's own REST channel is one of them."""
"""The file that names the channels: which one, by whether this is production."""

_TURN_SECONDS = 60
_REQUEST_BYTES = 100_000
_REQUEST_SECONDS = 15


def serve(model: Path, settings: Settings, root: Path, tell_ready: Callable[[], None]) -> None:
    """Serve until interrupted; call `tell_ready` once it answers.

    Raises SettingsError where a part of it cannot be used.
    """
    correct_rasa()
    endpoints = AvailableEndpoints.read_endpoints(str(root / "endpoints.yml"))
    endpoints.tracker_store = ConversationStore(settings.conversations_url)
    # endpoints.yml may name a lock that several processes share; in one process ours wakes whoever waits at once.
    endpoints.lock_store = endpoints.lock_store or ConversationLocks()
    endpoints.action = create_endpoint(settings.action_endpoint_url, settings.action_timeout)
    # Rasa's loader makes the agent by this name; ours cleans messages and answers politely when something
    # fails.
    rasa.core.agent.Agent = AdviserAgent
    # Rasa's greeting with its version stands where our page belongs.
    rasa.server.add_root_route = lambda _app: None
    # Rasa would answer every browser's question about origins itself, and allow credentials; the web channel answers.
    rasa.server.configure_cors = lambda app, *_: guard_connections(app)
    ready = False

    async def when_started(app: Sanic, _loop: object) -> None:
        nonlocal ready
        agent = getattr(app.ctx, "agent", None)
        if agent is None or not agent.is_ready():
            # Rasa logs why and would go on serving without a model.
            app.stop()  # type: ignore[no-untyped-call]
            return
        ready = True
        # What was loaded stays: the garbage collector need not look through it again and again.
        gc.collect()
        gc.freeze()
        tell_ready()

    async def set_limits(app: Sanic, _loop: object) -> None:
        app.config.REQUEST_MAX_SIZE = _REQUEST_BYTES
        app.config.REQUEST_TIMEOUT = _REQUEST_SECONDS
        app.config.PROXIES_COUNT = settings.proxies or None
        app.config.MOTD = False
        take_over_logs()

    with contextlib.suppress(KeyboardInterrupt):
        serve_application(
            model_path=str(model),
            interface=settings.host,
            port=settings.port,
            credentials=str(root / CREDENTIALS[settings.opens_rest]),
            enable_api=settings.opens_api,
            response_timeout=_TURN_SECONDS,
            endpoints=endpoints,
            server_listeners=[(set_limits, "before_server_start"), (when_started, "after_server_start")],
        )
    if not ready:
        raise SettingsError("The assistant could not start; the lines above say why.")
