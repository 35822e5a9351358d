"""A trial plan as an iCalendar file (RFC 5545): one whole-day entry for each step and each day that matters."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any

from icalendar import Calendar, Event

_DAYS = re.compile(r"([0-9]{1,3})(?:\s*[-–]\s*([0-9]{1,3}))?(?:\s*\(.*\))?")  # "5–6 (Fri 4 Dec–Sat 5 Dec)"
_PRODUCER = "-//Solewise//Trial plan//EN"


def plan_calendar(plan: Mapping[str, Any], start: date, name: str, now: datetime | None = None) -> bytes:
    """The calendar of a plan whose first day is `start`. `name` tells it from other plans: the same name and start give
    the same entries, so that adding them twice changes nothing."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCER)
    calendar.add("version", "2.0")
    stamp = now or datetime.now(timezone.utc)
    for number, (first, last, title) in enumerate(_entries(plan)):
        event = Event()
        seed = f"{name} {start.isoformat()} {number}"
        event.add("uid", hashlib.sha256(seed.encode()).hexdigest()[:32] + "@solewise")
        event.add("dtstamp", stamp)
        event.add("dtstart", start + timedelta(days=first - 1))
        event.add("dtend", start + timedelta(days=last))  # the day after the last one
        event.add("summary", title)
        if number == 0:
            about = [text for text in _list(plan, "lines") if isinstance(text, str)]
            event.add("description", "\n".join(about))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _entries(plan: Mapping[str, Any]) -> Iterator[tuple[int, int, str]]:
    """First day, last day (counted from 1) and title of each entry."""
    pair = str(plan.get("name") or "")
    for row in _dicts(plan, "days"):
        found = _DAYS.fullmatch(str(row.get("day", "")).strip())
        if found and int(found[1]) >= 1:
            first = int(found[1])
            yield first, max(first, int(found[2] or first)), f"{pair}: {row.get('wear', '')}"
    for milestone in _dicts(plan, "milestones"):
        day = milestone.get("day")
        if type(day) is int and 1 <= day <= 999:
            yield day, day, f"{pair}: {milestone.get('title', '')}"


def _list(plan: Mapping[str, Any], key: str) -> list[Any]:
    found = plan.get(key)
    return found if isinstance(found, list) else []


def _dicts(plan: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    return [row for row in _list(plan, key) if isinstance(row, dict)]
