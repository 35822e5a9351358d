"""Twilio's calls as this project reads them.

Sources: https://www.twilio.com/docs/messaging/guides/webhook-request and
https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks
"""

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


_FAILED = frozenset({"failed", "undelivered"})


def read_call(form: Mapping[str, str], senders: Mapping[str, str]) -> Incoming | None:
    """A message, or that one of ours did not arrive; None for what nobody waits for an answer to.

    ``senders``: from which address each way is answered, as Twilio's parameters ("sms", "whatsapp"); one that isn't
    configured isn't answered. Raises KeyError or ValueError for what is neither.
    """
    return _failure(form) if "MessageStatus" in form else _message(form, senders)


def _failure(form: Mapping[str, str]) -> Incoming | None:
    if form["MessageStatus"] not in _FAILED:
        return None
    code = form.get("ErrorCode", "")
    return Incoming(
        f"failed {form['MessageSid']}",
        _conversation(form["To"]),
        time.time(),
        kinds.FAILED,
        text=f"code {int(code)}" if code else form["MessageStatus"],
    )


def _conversation(person: str) -> str:
    number = person.removeprefix(WHATSAPP)
    return f"{'sms' if number == person else 'whatsapp-twilio'}:{number}"


def _message(form: Mapping[str, str], senders: Mapping[str, str]) -> Incoming | None:
    person, text = form["From"], form.get("Body", "")
    whatsapp = person.startswith(WHATSAPP)
    sender = senders.get("whatsapp" if whatsapp else "sms")
    kept = not whatsapp and text.strip().lower() in _LEAVING
    if not sender or form.get("OptOutType") or kept:
        return None
    way = {"MessagingServiceSid": sender} if sender.startswith("MG") else {"From": sender}
    now = time.time()  # Twilio doesn't say when it was written
    return Incoming(
        form["MessageSid"],
        _conversation(person),
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
