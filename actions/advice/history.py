"""What can be taken back: how things stood before each message that changed what is looked for."""

from __future__ import annotations

from typing import Any

from actions.advice.memory import ADVISED, ASKING, HISTORY, Memory, memory_from_json
from actions.advice.profile import Profile

_KEPT = ("profile", "stage", "pending", "asked", "deferred", "picks", "labels", "hidden", "bounds", "alike",
         "avoid_brands", "focus", "judging")  # fmt: skip
_WISHES = ("profile", "bounds", "hidden", "alike", "avoid_brands")


def snapshot(remembered: Any) -> dict[str, Any]:
    """How things stand, of a memory as its slot holds it: what a later "undo" may bring back."""
    return {name: remembered[name] for name in _KEPT if name in remembered} if isinstance(remembered, dict) else {}


def keep(before: dict[str, Any], memory: Memory) -> None:
    """Keep ``before`` where the turn changed what is looked for, unless it cannot be gone back to."""
    if before.get("stage") not in (ASKING, ADVISED) or not (before.get("profile") or before.get("pending")):
        return
    now = memory.as_json()
    if any(before.get(name) != now.get(name) for name in _WISHES):
        memory.history = [*memory.history, before][-HISTORY:]


def take_back(memory: Memory) -> Profile | None:
    """Go back to before the last change; the profile as it was till now, or None where nothing can be taken back.

    Warning signs that were told stay told: only the person's own word or a check takes those back.
    """
    if not memory.history:
        return None
    until_now = memory.profile
    earlier = memory_from_json(memory.history[-1])
    signs = [fact for fact in until_now.facts if fact.type == "red_flag"]
    memory.history = memory.history[:-1]
    for name in _KEPT:
        setattr(memory, name, getattr(earlier, name))
    memory.profile = Profile(tuple(fact for fact in earlier.profile.facts if fact.type != "red_flag")).merge(signs)
    return until_now
