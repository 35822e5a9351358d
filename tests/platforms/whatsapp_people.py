"""How WhatsApp names people: by their number, and by an id that is made for one business (BSUID).

Whoever took a username may keep the number to themselves: then the id is all that a webhook says. Messages go to
either, in fields of their own. Source:
https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
"""

from __future__ import annotations

import re

_USER_ID = re.compile(r"[A-Z]{2}\.[A-Za-z0-9]{1,128}")
_OURS = "US.900"


def is_user_id(text: str) -> bool:
    """Whether a text is such an id; else it is a number in digits."""
    return bool(_USER_ID.fullmatch(text))


def user_id(person: str) -> str:
    """The id of a person, known to us by id or by number."""
    return person if is_user_id(person) else _OURS + person


def person(named: str) -> str:
    """The reverse, of an id or a number as a message gives it: whose number we were told is their number."""
    return named.removeprefix(_OURS) if named.startswith(_OURS) else named.lstrip("+")


def sender(of: str) -> dict[str, str]:
    """How a message says who wrote it."""
    return {"from_user_id": of} if is_user_id(of) else {"from": of, "from_user_id": user_id(of)}


def recipient(of: str) -> dict[str, str]:
    """How a status says whose it is."""
    return {"recipient_user_id": of} if is_user_id(of) else {"recipient_id": of, "recipient_user_id": user_id(of)}


def contact(of: str) -> dict[str, object]:
    """How an update tells more of who wrote."""
    if is_user_id(of):
        return {"profile": {"name": "Kerry Fisher", "username": "kerry.walks"}, "user_id": of}
    return {"profile": {"name": "Kerry Fisher"}, "wa_id": of, "user_id": user_id(of)}
