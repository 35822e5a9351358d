"""The store of conversations: everything is kept, and a turn reads only what it needs.

Rasa's own SQL store reads all events of a conversation back for every message, so that a long conversation
gets slower and slower. Here the log of events (table `conversation_event`) is only ever appended to, and each
conversation's row (table `conversation`) holds, beside the number of events, the last turns and the slots:
that row is what a turn reads. Both are written in one transaction after each message, so that a process
killed between two messages loses neither. `retrieve_full_tracker` gives the whole log.

SQLite in write-ahead mode or PostgreSQL, by SQLAlchemy address. Database work runs on threads, so that a slow
or locked database holds up nobody else.

**Forgetting.** When an action sets the slot `memory` to `{"forget": true}`, the conversation's row and all
its events are deleted in that turn's transaction; the next message starts a new conversation.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    AllSlotsReset,
    BotUttered,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import IntegrityError

from bot.server import conversation_tables as tables
from bot.server.conversation_tables import open_database
from bot.server.inbox import Inbox
from bot.server.spoken import Spoken, bounded_name

MEMORY_SLOT = "memory"
FORGET = {"forget": True}
"""The value of the memory slot that deletes the conversation."""

WINDOW_TURNS = 1
"""How many of a person's last messages, with what followed them, a turn sees. Rules look back one turn."""

_Result = TypeVar("_Result")


class ConversationChangedError(Exception):
    """Another process wrote to the same conversation in the meantime; nothing was written."""


class StoredTracker(DialogueStateTracker):  # type: ignore[misc]
    """A tracker that knows how much of it is in the database already.

    logged: events of this conversation in the database. seen: events of this tracker that need no saving.
    Both are None for a tracker that was made elsewhere.
    """

    logged: int | None = None
    seen: int | None = None


class ConversationStore(TrackerStore):  # type: ignore[misc]
    """Rasa's tracker store on two tables of our own."""

    def __init__(
        self,
        url: str,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
    ) -> None:
        """Open the database and make the tables where they are missing.

        Raises SettingsError, with the mend, where the database cannot be used.
        """
        super().__init__(domain, event_broker)
        self._engine = open_database(url)
        self._workers = ThreadPoolExecutor(4, thread_name_prefix="conversations")
        self.spoken = Spoken(self._engine, self._workers)
        self.inbox = Inbox(self._engine, self._workers)

    def close(self) -> None:
        """Let go of threads and connections."""
        self._workers.shutdown(wait=True)
        self._engine.dispose()

    # What Rasa calls
    # ------------------------------------------------------------------------------------------

    def init_tracker(self, sender_id: str) -> StoredTracker:
        """A tracker without events that is known not to be in the database."""
        tracker = StoredTracker(sender_id, self.domain.slots, max_event_history=self.max_event_history)
        tracker.logged = tracker.seen = 0
        return tracker

    async def create_tracker(self, sender_id: str, append_action_listen: bool = True) -> StoredTracker:
        """A new conversation. It is written with its first message, not before."""
        tracker = self.init_tracker(sender_id)
        if append_action_listen:
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
        return tracker

    async def retrieve(self, sender_id: str) -> StoredTracker | None:
        """The conversation's slots and last turns; None where there is none of that name."""
        row = await self._on_thread(self._read_row, sender_id)
        if row is None:
            return None
        logged, slots, last_turns = row
        tracker = self.init_tracker(sender_id)
        started = last_turns[0].get("timestamp", 0.0) if last_turns else 0.0
        for name, value in slots.items():
            if name in tracker.slots:
                # Their values of today stand in front of the last turns, whose own changes lead to the same
                # values.
                tracker.update(SlotSet(name, value, timestamp=started))
        return self._replayed(tracker, last_turns, logged)

    async def retrieve_full_tracker(self, conversation_id: str) -> StoredTracker | None:
        """The whole conversation, from its first event; None where there is none of that name."""
        events = await self._on_thread(self._read_log, conversation_id)
        if not events:
            return None
        return self._replayed(self.init_tracker(conversation_id), events, len(events))

    async def exists(self, conversation_id: str) -> bool:
        """Whether there is a conversation of that name."""
        return await self._on_thread(self._read_row, conversation_id) is not None

    async def keys(self) -> Iterable[str]:
        """The names of all conversations."""
        return await self._on_thread(self._read_names)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Append the tracker's new events to the log, or delete everything where the person asked for that.

        Raises SQLAlchemyError or ConversationChangedError where nothing could be written, the latter also where one
        of its messages was taken in before.
        """
        events = list(tracker.events)
        seen = tracker.seen if isinstance(tracker, StoredTracker) else None
        logged = tracker.logged if isinstance(tracker, StoredTracker) else None
        if seen is None or logged is None:
            # Made elsewhere (Rasa's API, for one): what it has beyond the log is new, as in Rasa's own store.
            row = await self._on_thread(self._read_row, tracker.sender_id)
            seen = logged = row[0] if row else 0
        new = events[seen:]
        if not new:
            return
        if any(_forgets(event) for event in new):
            await self.forget(tracker.sender_id)
            logged = 0
        else:
            try:
                await self._on_thread(self._append, tracker.sender_id, logged, new, events, _slots_set(tracker))
            except IntegrityError as error:
                raise ConversationChangedError(tracker.sender_id) from error
            logged += len(new)
        if isinstance(tracker, StoredTracker):
            tracker.seen, tracker.logged = len(events), logged
        if self.event_broker is not None:
            await self._stream_new_events(self.event_broker, new, tracker.sender_id)

    async def forget(self, sender_id: str) -> None:
        """Delete everything that is stored about a conversation."""
        await self._on_thread(self._delete, sender_id)

    # On a thread
    # ----------------------------------------------------------------------------------------------

    async def _on_thread(self, work: Callable[..., _Result], *arguments: Any) -> _Result:
        return await asyncio.get_running_loop().run_in_executor(self._workers, work, *arguments)

    def _read_row(self, sender_id: str) -> tuple[int, dict[str, Any], list[dict[str, Any]]] | None:
        columns = tables.conversation.c
        query = sa.select(columns.events, columns.slots, columns.last_turns).where(columns.sender_id == sender_id)
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        return row.events, json.loads(row.slots), json.loads(row.last_turns)

    def _read_log(self, sender_id: str) -> list[dict[str, Any]]:
        query = (
            sa.select(tables.event.c.data)
            .where(tables.event.c.sender_id == sender_id)
            .order_by(tables.event.c.position)
        )
        with self._engine.connect() as connection:
            return [json.loads(data) for data in connection.execute(query).scalars()]

    def _read_names(self) -> list[str]:
        with self._engine.connect() as connection:
            return list(connection.execute(sa.select(tables.conversation.c.sender_id)).scalars())

    def _append(
        self, sender_id: str, logged: int, new: list[Event], events: list[Event], slots: dict[str, Any]
    ) -> None:
        dumped = {id(event): event.as_dict() for event in new}
        rows = [
            {
                "sender_id": sender_id,
                "position": logged + index,
                "type_name": event.type_name,
                "timestamp": event.timestamp,
                "data": json.dumps(dumped[id(event)]),
            }
            for index, event in enumerate(new)
        ]
        messages = [
            {"sender_id": sender_id, "message_id": bounded_name(event.message_id), "position": logged + index}
            for index, event in enumerate(new)
            if isinstance(event, UserUttered) and event.message_id
        ]
        window = [dumped.get(id(event)) or event.as_dict() for event in last_turns(events)]
        state = {
            "updated_at": time.time(),
            "events": logged + len(new),
            "slots": json.dumps(slots),
            "last_turns": json.dumps([_slimmed(event) for event in window]),
        }
        with self._engine.begin() as connection:
            if logged:
                written = connection.execute(
                    sa.update(tables.conversation)
                    .where(tables.conversation.c.sender_id == sender_id, tables.conversation.c.events == logged)
                    .values(**state)
                )
                if written.rowcount != 1:
                    raise ConversationChangedError(sender_id)
            else:
                connection.execute(
                    sa.insert(tables.conversation).values(sender_id=sender_id, started_at=state["updated_at"], **state)
                )
            connection.execute(sa.insert(tables.event), rows)
            if messages:
                connection.execute(sa.insert(tables.message), messages)

    def _delete(self, sender_id: str) -> None:
        with self._engine.begin() as connection:
            tables.delete_conversation(connection, sender_id)

    def _replayed(self, tracker: StoredTracker, events: list[dict[str, Any]], logged: int) -> StoredTracker:
        for parameters in events:
            event = Event.from_parameters(parameters)
            if event is not None:
                tracker.update(event)
        tracker.logged, tracker.seen = logged, len(tracker.events)
        return tracker


def last_turns(events: list[Event], turns: int = WINDOW_TURNS) -> list[Event]:
    """The events from the listening before the `turns`-th last message on; all where there are fewer.

    They never reach back over a restart or the start of a session, which would undo the slots that are put in front
    of them, and leave out what only changes slots for the same reason.
    """
    kept: list[Event] = []
    found = 0
    for event in reversed(events):
        if isinstance(event, Restarted | SessionStarted):
            break
        if found == turns:
            if isinstance(event, ActionExecuted) and event.action_name == ACTION_LISTEN_NAME:
                kept.append(event)
            break
        if not isinstance(event, SlotSet | AllSlotsReset):
            kept.append(event)
        found += isinstance(event, UserUttered)
    return kept[::-1]


def _forgets(event: Event) -> bool:
    return isinstance(event, SlotSet) and event.key == MEMORY_SLOT and event.value == FORGET


def _slots_set(tracker: DialogueStateTracker) -> dict[str, Any]:
    """The slots that differ from what a new conversation starts with."""
    return {name: slot.value for name, slot in tracker.slots.items() if slot.value != slot.initial_value}


def _slimmed(event: dict[str, Any]) -> dict[str, Any]:
    """An event as the next turn needs it: without the ranking of all intents, or what stood beside a said text."""
    if event["event"] == BotUttered.type_name:
        return {**event, "data": {}}
    parse_data = event.get("parse_data")
    if not parse_data or "intent_ranking" not in parse_data:
        return event
    return {**event, "parse_data": {key: value for key, value in parse_data.items() if key != "intent_ranking"}}
