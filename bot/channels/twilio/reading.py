"""Twilio's calls as this project reads them. Source: https://www.twilio.com/docs/messaging/guides/webhook-request"""

from __future__ import annotations

import time
from collections.abc import Mapping

from bot.channels.messaging import incoming as kinds
from bot.channels.messaging.incoming import Incoming

WHATSAPP = "whatsapp:"

_LEAVING = frozenset(
    {"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout", "start", "unstop", "help", "info"}
)
"""Words of SMS that networks keep for themselves; Twilio answers them, and delivers nothing of ours after some.

Source: https://help.twilio.com/articles/223134027
"""

_MEDIA = (("image/", kinds.PICTURE), ("audio/", kinds.VOICE), ("video/", kinds.VIDEO), ("text/", kinds.CONTACT))


def read_message(form: Mapping[str, str], senders: Mapping[str, str]) -> Incoming | None:
    """A message; None for what nobody waits for an answer to.

    ``senders``: from which address each way is answered, as Twilio's parameters ("sms", "whatsapp"); one that isn't
    configured isn't answered. Raises KeyError for what is no message.
    """
    person, text = form["From"], form.get("Body", "")
    whatsapp = person.startswith(WHATSAPP)
    sender = senders.get("whatsapp" if whatsapp else "sms")
    kept = not whatsapp and text.strip().lower() in _LEAVING
    if not sender or form.get("OptOutType") or kept:
        return None
    number = person.removeprefix(WHATSAPP)
    way = {"MessagingServiceSid": sender} if sender.startswith("MG") else {"From": sender}
    now = time.time()  # Twilio doesn't say when it was written
    return Incoming(
        form["MessageSid"],
        f"{'whatsapp-twilio' if whatsapp else 'sms'}:{number}",
        now,
        _kind(form),
        form.get("ButtonText") or text,
        to={"person": person, "from": way, "whatsapp": whatsapp, "written": now},
    )


def _kind(form: Mapping[str, str]) -> str:
    if form.get("Latitude") and form.get("Longitude"):
        return kinds.LOCATION
    if form.get("NumMedia", "0") in ("", "0"):
        return kinds.TEXT if form.get("Body", "").strip() else kinds.OTHER
    type_ = form.get("MediaContentType0", "")
    return next((kind for begin, kind in _MEDIA if type_.startswith(begin)), kinds.FILE)
