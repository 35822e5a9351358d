"""A long history, put where the server keeps what was said."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

MANY = 1_000


def add_history(database: Path) -> None:
    """Put many messages behind those of the newest conversation, as if they had been said."""
    with sqlite3.connect(database) as connection:
        ((sender, events),) = connection.execute(
            "SELECT sender_id, events FROM conversation WHERE sender_id LIKE 'web-%' ORDER BY updated_at DESC LIMIT 1"
        )
        rows = []
        for number in range(MANY):
            kind = ("user", "bot")[number % 2]
            said = {"event": kind, "timestamp": 1.0, "text": f"message number {number}", "metadata": {}}
            more = {"data": {}} if kind == "bot" else {"message_id": f"old-message-{number:06d}", "parse_data": {}}
            rows.append((sender, events + number, kind, 1.0, json.dumps({**said, **more})))
        connection.executemany("INSERT INTO conversation_event VALUES (?, ?, ?, ?, ?)", rows)
        connection.execute("UPDATE conversation SET events = ? WHERE sender_id = ?", (events + MANY, sender))
