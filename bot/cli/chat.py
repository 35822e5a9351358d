"""`python -m bot chat`: the assistant in the terminal, through the same agent as on the page."""

from __future__ import annotations

import asyncio
import os
import sys
import uuid
from typing import Any

from bot.cli.catalogue import CatalogueSetup
from bot.server.progress import waiting
from bot.server.settings import Settings
from bot.server.training import ensure_model

_LEAVE = {"/quit", "/exit", "/stop"}


def chat(settings: Settings, why: bool = False) -> int:
    """Talk until the person leaves (Ctrl-D, /quit). A choice may be answered by its number.

    ``why`` prints after each turn what the adviser thought; the actions read the switch from the environment.
    """
    if why:
        os.environ["SOLEWISE_WHY"] = "1"
    catalogue = CatalogueSetup()
    model = ensure_model()
    with waiting("loading"):
        from bot.server.tensorflow_later import defer_tensorflow

        defer_tensorflow()
        from bot.server.agent import load_agent
        from bot.server.logs import configure_logs

        configure_logs(with_messages=settings.log_messages)
        catalogue.finish()
        agent = load_agent(model, settings)
    print("Write what hurts when you walk. A number chooses an answer; Ctrl-D ends the conversation.\n")
    asyncio.run(_converse(agent))
    return 0


async def _converse(agent: Any) -> None:
    sender = f"terminal-{uuid.uuid4().hex}"
    choices: list[dict[str, Any]] = []
    while True:
        try:
            said = (await asyncio.to_thread(_read_line)).strip()
        except EOFError:
            print()
            return
        if said.lower() in _LEAVE:
            return
        if said.isdecimal() and 1 <= int(said) <= len(choices):
            said = str(choices[int(said) - 1]["payload"])
        messages = await agent.handle_text(said, sender_id=sender) or []
        choices = [button for message in messages for button in message.get("buttons", [])]
        number = 0
        for message in messages:
            if message.get("text"):
                print(f"\n{message['text']}")
            for button in message.get("buttons", []):
                number += 1
                print(f"  {number}. {button['title']}")
        print()
        sys.stdout.flush()


def _read_line() -> str:
    return input("> " if sys.stdin.isatty() else "")
