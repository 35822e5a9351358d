"""A stand-in of Telegram: its Bot API, and people who write to the bot. Source: https://core.telegram.org/bots/api

A person's number is their chat's, so ``of("501")`` is what that person was sent, ``of("-100123")`` what a group was.
"""

from __future__ import annotations

import itertools
import json
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from aiohttp import web

from tests.platforms import telegram_checks as checks
from tests.platforms import telegram_updates as parts
from tests.platforms.fields import WrongError, read
from tests.platforms.standin import Body, StandIn, Took

TOKEN = "700100200:AAF-solewise_stand_in_token_of_tests"
SECRET = "the-secret-of-this-webhook"

Packed = tuple[bytes, dict[str, str]]
"""An update on its way: body and headers."""


class ForbiddenError(Exception):
    """Nothing can be sent there, however it looks."""


class TelegramApi(StandIn):
    """Telegram for one bot."""

    def __init__(
        self,
        token: str = TOKEN,
        secret: str = SECRET,
        username: str = "solewise_bot",
    ) -> None:
        super().__init__()
        self.token = token
        self.secret = secret
        self.me = {
            "id": int(token.split(":")[0]), "is_bot": True, "first_name": "Solewise", "username": username,
        }  # fmt: skip
        self.hook: Body = {}
        """What the webhook was last set with."""
        self.commands: list[Body] = []
        self.answered: list[str] = []
        """The pressed buttons (callback queries) that no longer turn."""
        self.missing: set[str] = set()
        """Pictures that Telegram can't fetch."""
        self._chats: dict[str, Body] = {}
        self._messages: dict[tuple[str, int], Body] = {}
        self._said: dict[tuple[str, str], Body] = {}
        self._queries: set[str] = set()
        self._last: Packed = (b"", {})
        self._update_ids = itertools.count(84_700_001)
        # one sequence for all private chats and small groups, one more for each supergroup
        self._message_ids: dict[str, Iterator[int]] = defaultdict(lambda: itertools.count(11))
        self._sends: dict[str, Callable[[object], object]] = {"sendmessage": self._message, "sendphoto": self._photo}
        self._methods: dict[str, Callable[[object], object]] = {
            **self._sends, "getme": self._get_me, "setwebhook": self._set_webhook, "deletewebhook": self._no_webhook,
            "getwebhookinfo": self._webhook_info, "setmycommands": self._set_commands,
            "answercallbackquery": self._answer_query,
        }  # fmt: skip

    def environment(self) -> dict[str, str]:
        """The settings of a server that talks with this stand-in."""
        return {"TELEGRAM_TOKEN": self.token, "TELEGRAM_SECRET": self.secret, "TELEGRAM_API_URL": self.base}

    # What the bot calls

    def routes(self) -> list[web.RouteDef]:
        """One path for every method."""
        return [web.route("*", "/bot{token}/{method}", self._call)]

    async def _call(self, request: web.Request) -> web.Response:
        token, method = request.match_info["token"], request.match_info["method"]
        if token != self.token:
            self.refuse("wrong token")
            return _error(401) if re.fullmatch(r"[0-9]+:[\w-]+", token) else _error(404)
        do = self._methods.get(method.lower())
        if do is None or request.method not in ("GET", "POST"):
            self.refuse(f"{request.method} {method}: no such method")
            return _error(404)
        if method.lower() in self._sends and self.faults:
            fault = self.faults.popleft()
            return _error(fault.status, retry_after=fault.retry_after)
        try:
            result = do(await _json(request))
        except WrongError as error:
            self.refuse(f"{method}: {error}")
            return _error(400, f"Bad Request: {error.why}")
        except ForbiddenError as error:
            why = str(error)
            return _error(400 if why.startswith("Bad Request") else 403, why)
        return web.json_response({"ok": True, "result": result})

    def _message(self, body: object) -> Body:
        sent = checks.check_message(body)
        marks = {"entities": sent["entities"]} if sent.get("entities") else {}
        return self._take(sent, sent["text"].strip(), {"text": sent["text"].strip(), **marks})

    def _photo(self, body: object) -> Body:
        sent = checks.check_photo(body)
        if sent["photo"] in self.missing:
            raise ForbiddenError("Bad Request: failed to get HTTP URL content")
        caption = sent.get("caption", "").strip()
        return self._take(sent, caption, parts.media("picture", "out", caption))

    def _take(self, sent: Body, text: str, content: Body) -> Body:
        chat = str(sent["chat_id"])
        if chat not in self._chats:
            raise ForbiddenError("Bad Request: chat not found")
        kind = self._chats[chat]["type"]
        if chat in self.gone:
            who = "blocked by the user" if kind == "private" else f"kicked from the {kind} chat"
            raise ForbiddenError(f"Forbidden: bot was {who}")
        reply = sent.get("reply_parameters")
        if reply:
            answered = self._messages.get((chat, reply["message_id"]))
            if answered is None and not reply.get("allow_sending_without_reply"):
                raise WrongError("message to be replied not found")
            content = {**({"reply_to_message": _without_reply(answered)} if answered else {}), **content}
        markup = sent.get("reply_markup")
        number = next(self._message_ids[_sequence(kind, chat)])
        message: Body = {
            "message_id": number, "from": self.me, "chat": self._chats[chat], "date": int(time.time()), **content,
            **({"reply_markup": markup} if markup else {}),
        }  # fmt: skip
        self._messages[chat, number] = message
        buttons = [button for row in (markup or {}).get("inline_keyboard", []) for button in row]
        choices = [(button["text"], button.get("callback_data") or button["url"]) for button in buttons]
        self.taken.append(Took(chat, text, sent, choices, id=str(number)))
        return message

    def _get_me(self, body: object) -> Body:
        read(body, "", {})
        # as of a bot whose privacy mode is off: that is when a group's every message is delivered
        can = {"can_join_groups": True, "can_read_all_group_messages": True, "supports_inline_queries": False}
        return {**self.me, **can, "can_connect_to_business": False, "has_main_web_app": False}

    def _set_webhook(self, body: object) -> bool:
        self.hook = checks.check_webhook(body)
        return True

    def _no_webhook(self, body: object) -> bool:
        read(body, "", {}, {"drop_pending_updates": bool})
        self.hook = {}
        return True

    def _webhook_info(self, body: object) -> Body:
        read(body, "", {})
        shown: Body = {key: self.hook[key] for key in ("allowed_updates", "max_connections") if key in self.hook}
        url = self.hook.get("url", "")
        return {"url": url, "has_custom_certificate": False, "pending_update_count": 0, **shown}

    def _set_commands(self, body: object) -> bool:
        self.commands = checks.check_commands(body)["commands"]
        return True

    def _answer_query(self, body: object) -> bool:
        query = checks.check_answer(body)["callback_query_id"]
        if query not in self._queries:
            raise WrongError("query is too old and response timeout expired or query ID is invalid")
        self._queries.discard(query)
        self.answered.append(query)
        return True

    # What people do

    def say(self, person: str, text: str, **more: Any) -> tuple[int, bytes]:
        """Write; the arguments are those of `wrote`."""
        return self.deliver(self.wrote(person, text, **more))

    def prepare(self, person: str, text: str, **more: Any) -> Packed:
        """Write, and keep the update back; ``post(*packed)`` delivers it. `pack` does the same for any update."""
        return self.pack(self.wrote(person, text, **more))

    def wrote(
        self,
        person: str,
        text: str,
        *,
        group: int | None = None,
        mention: bool = False,
        reply_to_bot: bool = False,
        date: float | None = None,
    ) -> Body:
        """The update of a text. In a group: maybe naming the bot, maybe in answer to its newest message there.

        ``date``: when it was written, seconds since 1970.
        """
        if mention:
            text = f"@{self.me['username']} {text}"
        marks = parts.entities(text)
        return self._sent(
            person, {"text": text, **({"entities": marks} if marks else {})}, group, date, reply_to_bot=reply_to_bot
        )

    def send_media(
        self, person: str, kind: str, caption: str = "", group: int | None = None, date: float | None = None
    ) -> tuple[int, bytes]:
        """Send a picture, voice, audio, video, video_note, animation, sticker, location, venue, contact, file, dice or
        poll."""
        return self.deliver(self._sent(person, parts.media(kind, f"{len(self._messages)}", caption), group, date))

    def join(self, person: str, group: int) -> tuple[int, bytes]:
        """Come into a group: a message without any content."""
        newcomers = [parts.user(person)]
        fields = {"new_chat_participant": newcomers[0], "new_chat_member": newcomers[0], "new_chat_members": newcomers}
        return self.deliver(self._sent(person, fields, group, None))

    def edit(self, person: str, text: str, group: int | None = None) -> tuple[int, bytes]:
        """Write the last message anew."""
        message = self._said[self._chat(person, group), person]
        if "text" not in message:
            raise ValueError("the last message was no text")
        message = {**message, "edit_date": max(int(time.time()), message["date"]), "text": text}
        message.pop("entities", None)
        marks = parts.entities(text)
        return self.deliver(self._update("edited_message", {**message, **({"entities": marks} if marks else {})}))

    def press(self, person: str, title: str, group: int | None = None) -> tuple[int, bytes]:
        """Press the newest button with that title."""
        return self.deliver(self.pressed(person, title, group))

    def pressed(self, person: str, title: str, group: int | None = None) -> Body:
        """The update of a pressed button. A link opens a page, and no update comes of it."""
        chat = self._chat(person, group)
        took = next((one for one in reversed(self.of(chat)) if title in dict(one.choices)), None)
        if took is None:
            raise ValueError(f"no button {title!r} among {[one.choices for one in self.of(chat)]}")
        data = dict(took.choices)[title]
        message = self._messages[chat, int(took.id)]
        buttons = [button for row in message["reply_markup"]["inline_keyboard"] for button in row]
        if all("url" in button for button in buttons if button["text"] == title):
            raise ValueError(f"{title!r} is a link")
        number = next(self._update_ids)
        query = str(int(person) * 2**32 + number)
        self._queries.add(query)
        return {
            "update_id": number,
            "callback_query": {
                "id": query, "from": parts.user(person), "message": message, "chat_instance": f"-{int(person)}81",
                "data": data,
            },
        }  # fmt: skip

    def block(self, person: str) -> tuple[int, bytes]:
        """Block the bot."""
        self.gone.add(person)
        return self.deliver(self._membership(person, "member", "kicked"))

    def unblock(self, person: str) -> tuple[int, bytes]:
        """Take the bot back."""
        self.gone.discard(person)
        return self.deliver(self._membership(person, "kicked", "member"))

    def again(self) -> tuple[int, bytes]:
        """Telegram delivers its last update once more, as it does when an answer is late."""
        return self.post(*self._last)

    def pack(self, update: Body) -> Packed:
        """An update as it travels."""
        data = json.dumps(update, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": self.secret}
        return data, {**headers, "Accept-Encoding": "gzip, deflate"}

    def deliver(self, update: Body) -> tuple[int, bytes]:
        """Call the webhook with an update."""
        self._last = self.pack(update)
        return self.post(*self._last)

    def meet(self, person: str) -> None:
        """Let a person have begun a chat with the bot; before that it can't write to them."""
        self._chats.setdefault(person, parts.private(person))

    def _sent(
        self, person: str, content: Body, group: int | None, date: float | None, *, reply_to_bot: bool = False
    ) -> Body:
        chat = self._chat(person, group)
        answered = {}
        if reply_to_bot:
            newest = self.of(chat)[-1]
            answered = {"reply_to_message": _without_reply(self._messages[chat, int(newest.id)])}
        number = next(self._message_ids[_sequence(self._chats[chat]["type"], chat)])
        message: Body = {
            "message_id": number, "from": parts.user(person), "chat": self._chats[chat],
            "date": int(time.time() if date is None else date), **answered, **content,
        }  # fmt: skip
        self._messages[chat, number] = self._said[chat, person] = message
        return self._update("message", message)

    def _chat(self, person: str, group: int | None) -> str:
        if group is None:
            self.meet(person)
            return person
        self._chats.setdefault(str(group), parts.group_of(group))
        return str(group)

    def _membership(self, person: str, before: str, after: str) -> Body:
        self.meet(person)
        until = {"until_date": 0}
        change = {
            "chat": self._chats[person], "from": parts.user(person), "date": int(time.time()),
            "old_chat_member": {"user": self.me, "status": before, **(until if before == "kicked" else {})},
            "new_chat_member": {"user": self.me, "status": after, **(until if after == "kicked" else {})},
        }  # fmt: skip
        return self._update("my_chat_member", change)

    def _update(self, kind: str, content: Body) -> Body:
        return {"update_id": next(self._update_ids), kind: content}


def _sequence(kind: str, chat: str) -> str:
    return chat if kind == "supergroup" else "private"


def _without_reply(message: Body) -> Body:
    """A message as another one shows that answers it: never with what it answers itself."""
    return {key: value for key, value in message.items() if key != "reply_to_message"}


async def _json(request: web.Request) -> object:
    """The body of a call. Raises WrongError."""
    raw = await request.read()
    if not raw:
        return {}
    if request.content_type != "application/json":
        raise WrongError(f"{request.content_type} is read by Telegram, but not by this stand-in")
    try:
        return json.loads(raw)
    except ValueError:
        raise WrongError("can't parse JSON object") from None


def _error(status: int, description: str = "", retry_after: int | None = None) -> web.Response:
    told = description or HTTPStatus(status).phrase
    body: Body = {"ok": False, "error_code": status, "description": told}
    if retry_after is not None:
        body["description"] = f"{told}: retry after {retry_after}"
        body["parameters"] = {"retry_after": retry_after}
    return web.json_response(body, status=status)
