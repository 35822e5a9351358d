"""Parts of Telegram's updates, as full as Telegram sends them. Source: https://core.telegram.org/bots/api#update"""

from __future__ import annotations

import re
from typing import Any

from tests.platforms.fields import utf16

Body = dict[str, Any]

_MARKS = (
    ("bot_command", re.compile(r"(?<![\w/])/\w{1,32}(?:@\w{5,32})?")),
    ("mention", re.compile(r"(?<!\w)(?<!/)@\w{5,32}")),
    ("url", re.compile(r"https?://[^\s]+")),
)

CAPTIONED = {"picture", "video", "animation", "voice", "audio", "file"}
"""What a text may stand under."""


def user(person: str) -> Body:
    """A person, as messages name their sender."""
    return {
        "id": int(person),
        "is_bot": False,
        "first_name": "Kim",
        "last_name": f"No {person}",
        "username": f"kim_{person}",
        "language_code": "en",
    }


def private(person: str) -> Body:
    """The chat with one person; it has that person's number."""
    known = user(person)
    return {**{key: known[key] for key in ("id", "first_name", "last_name", "username")}, "type": "private"}


def group_of(number: int) -> Body:
    """A group. Supergroups have numbers that begin with -100."""
    kind = "supergroup" if str(number).startswith("-100") else "group"
    extra = {} if kind == "supergroup" else {"all_members_are_administrators": True}
    return {"id": number, "title": "Sunday runners", "type": kind, **extra}


def entities(text: str) -> list[Body]:
    """What Telegram itself marks in what people write: commands, names, addresses."""
    found = [
        {"offset": utf16(text[: match.start()]), "length": utf16(match.group()), "type": kind}
        for kind, pattern in _MARKS
        for match in pattern.finditer(text)
    ]
    return sorted(found, key=lambda entity: int(str(entity["offset"])))


def media(kind: str, name: str, caption: str = "") -> Body:
    """The fields of a message with something that is no text; ``name`` makes the file's ids its own."""

    def file(size: int, **more: Any) -> Body:
        return {**more, "file_id": f"AgACAgIAAxkBAAI{name}", "file_unique_id": f"AQAD{name}", "file_size": size}

    size = {"width": 640, "height": 480}
    thumb = file(2_300, width=90, height=67)
    clip = file(481_000, **size, duration=4, mime_type="video/mp4", file_name="clip.mp4", thumbnail=thumb)
    place = {"latitude": 48.137154, "longitude": 11.576124}
    found: dict[str, Body] = {
        "picture": {"photo": [thumb, file(60_100, **size), file(181_000, width=1280, height=960)]},
        "voice": {"voice": file(12_500, duration=3, mime_type="audio/ogg")},
        "audio": {"audio": file(912_000, duration=61, mime_type="audio/mpeg", title="Steps", file_name="steps.mp3")},
        "video": {"video": clip},
        "video_note": {"video_note": file(95_000, duration=5, length=240, thumbnail=thumb)},
        # an animation comes as a document too, for programs that are older than animations
        "animation": {"animation": clip, "document": file(481_000, file_name="clip.mp4", mime_type="video/mp4")},
        "sticker": {
            "sticker": file(
                15_600, width=512, height=512, emoji="👟", set_name="Shoes", type="regular", is_animated=False,
                is_video=False, thumbnail=thumb,
            )
        },
        "location": {"location": place},
        # and a venue as a location
        "venue": {"venue": {"location": place, "title": "Shoe shop", "address": "High Street 1"}, "location": place},
        "contact": {"contact": {"phone_number": "+15005550006", "first_name": "Alex", "user_id": 999}},
        "file": {"document": file(71_000, file_name="orthotics.pdf", mime_type="application/pdf")},
        "dice": {"dice": {"emoji": "🎲", "value": 4}},
        "poll": {
            "poll": {
                "id": f"5{name}", "question": "Which?", "options": [{"text": "A", "voter_count": 0}],
                "total_voter_count": 0, "is_closed": False, "is_anonymous": True, "type": "regular",
                "allows_multiple_answers": False,
            }
        },
    }  # fmt: skip
    if kind not in found:
        raise ValueError(f"Telegram has no {kind}")
    if caption and kind not in CAPTIONED:
        raise ValueError(f"on Telegram there is no text under a {kind}")
    under = {"caption": caption, "caption_entities": entities(caption)} if caption else {}
    if caption and not under["caption_entities"]:
        del under["caption_entities"]
    return {**found[kind], **under}
