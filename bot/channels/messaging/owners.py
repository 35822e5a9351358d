"""Whose button it is: in a group all see the buttons of one person's conversation, and anybody may press them.

A button's id (``choices.py``) is a place in a conversation, and in another person's conversation another button may
stand at that place. So in groups the button names its owner too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

OWNER = "owner"
"""The key of the person's id in ``Incoming.to``; only groups have it."""

_SIGN = "~"


def owned(button: str, to: Mapping[str, Any]) -> str:
    """What a button sends when it is pressed."""
    return f"{button}{_SIGN}{to[OWNER]}" if to.get(OWNER) else button


def is_owned(sent: str) -> bool:
    """Whether a button was made for one person of a group."""
    return _SIGN in sent


def pressed(sent: str, person: str) -> str:
    """The id of the button that a person pressed; empty where it is somebody else's."""
    button, sign, owner = sent.partition(_SIGN)
    return button if not sign or owner == person else ""
