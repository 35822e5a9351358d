"""What each platform is sent for each turn of ``messages.py``, kept in ``golden/*.json``.

`python -m tests.platforms.golden` writes the files anew: read what changed before it is committed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.channels.messaging.courier import Renderer
from bot.channels.messaging.delivery import Payload
from bot.channels.messenger import rendering as messenger
from bot.channels.slack import rendering as slack
from bot.channels.telegram import rendering as telegram
from bot.channels.twilio import rendering as twilio
from bot.channels.whatsapp import rendering as whatsapp
from tests.platforms.messages import Turn, long, parts, short

FOLDER = Path(__file__).parent / "golden"

RENDERERS: Mapping[str, tuple[Renderer, dict[str, Any]]] = {
    "telegram": (telegram.render, {"chat": 7}),
    "whatsapp": (whatsapp.render, {"number": "15550001111"}),
    "messenger": (messenger.render, {"person": "42"}),
    "slack": (slack.render, {"channel": "C0123456789", "thread": "1700000000.000100"}),
    "sms": (twilio.render, {"person": "+15550001111", "from": {"From": "+15550002222"}, "whatsapp": False}),
    "whatsapp-twilio": (
        twilio.render,
        {"person": "whatsapp:+15550001111", "from": {"From": "whatsapp:+15550002222"}, "whatsapp": True},
    ),
}
"""Each platform's renderer and an address."""


def turns() -> dict[str, Turn]:
    """Every turn, short and long."""
    return {**short(), **long()}


def rendered(platform: str, turn: Turn) -> list[Payload]:
    """A turn on a platform."""
    render, to = RENDERERS[platform]
    return render(parts(turn), to)


def as_json(payloads: list[Payload]) -> list[dict[str, Any]]:
    """What is kept of calls."""
    return [{"body": one.body, **({"plain": one.plain} if one.plain else {})} for one in payloads]


def main() -> None:
    """Write the files."""
    for platform in RENDERERS:
        kept = {name: as_json(rendered(platform, turn)) for name, turn in turns().items()}
        text = json.dumps(kept, indent=1, ensure_ascii=False) + "\n"
        (FOLDER / f"{platform}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
