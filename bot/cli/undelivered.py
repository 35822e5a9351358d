"""`python -m bot undelivered`: answers that a platform did not take, without what they said or to whom."""

from __future__ import annotations

import csv
import sys
from datetime import datetime, timezone

from bot.server.conversation_tables import is_there, open_database
from bot.server.inbox import undelivered
from bot.server.settings import Settings


def print_undelivered(settings: Settings) -> int:
    """Print a line for each: the platform, when (UTC), why."""
    found = []
    if is_there(settings.conversations_url):  # else nobody has talked yet, and asking makes no database
        engine = open_database(settings.conversations_url)
        try:
            found = undelivered(engine)
        finally:
            engine.dispose()
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["platform", "at", "why"])
    for one in found:
        at = datetime.fromtimestamp(one.at, timezone.utc).isoformat(timespec="seconds")
        writer.writerow([one.channel, at, one.trouble])
    return 0
