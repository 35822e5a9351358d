"""The agent that the server, the terminal and the tests talk to: Rasa's, with what this project adds to each
turn.

Whatever the channel, a message is cleaned here before anything reads it (`messages.py`), and a turn that
fails for any reason is answered politely instead of with silence. Facts are never lost unsaid: where a turn
could not be written down, what it would have answered is withheld and the person is asked to say it again.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from rasa.core.actions.action import Action
from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import TrackerStore
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelMetadata
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecutionRejected, DefinePrevUserUtteredFeaturization, Event
from rasa.shared.core.trackers import DialogueStateTracker

from bot.server.actions_endpoint import TROUBLE_RESPONSE, create_endpoint
from bot.server.conversations import ConversationChangedError, ConversationStore
from bot.server.corrections import correct_rasa
from bot.server.locks import ConversationLocks
from bot.server.logs import describe_failure
from bot.server.messages import clean_sender, clean_text
from bot.server.once import NamedMessage, Outcome
from bot.server.serving_model import load_for_serving
from bot.server.settings import Settings, SettingsError

logger = logging.getLogger(__name__)

NOTHING_SAID = "nlu_fallback"
"""The intent of a message in which nothing readable is left."""

_TRIES = 6
"""How often a turn is run when other processes write to the same conversation at the same time."""


class AdviserProcessor(MessageProcessor):  # type: ignore[misc]
    """One turn, with cleaned messages and polite failures."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._actions_by_intent: dict[str, str] = {}

    @staticmethod
    def _load_model(model_path: str | Path) -> tuple[str, ModelMetadata, GraphRunner]:
        model = Path(model_path)
        if not model.is_file():
            raise SettingsError(f"The model {model} is not there. `make train` makes one.")
        return (model.name, *load_for_serving(model))

    async def handle_message(self, message: UserMessage) -> list[dict[str, Any]] | None:
        """Answer a message. Never raises for what goes wrong inside a turn.

        A turn that another process got ahead of is run again on what is known then; its first answer is withheld.
        """
        message.text = clean_text(message.text)
        message.sender_id = clean_sender(message.sender_id)
        # A channel cannot hand over an interpretation of its own: only what people say counts.
        message.parse_data = None
        for again in reversed(range(_TRIES)):
            try:
                answer = await self._take_in(message)
            except ConversationChangedError as error:
                if again and _withhold(message):
                    continue
                return await self._fail(message, error)
            except Exception as error:
                return await self._fail(message, error)
            return answer
        return None

    async def _take_in(self, message: UserMessage) -> list[dict[str, Any]] | None:
        """Run the turn, unless the message was named by its sender and is in the log already."""
        if not isinstance(message, NamedMessage):
            answer: list[dict[str, Any]] | None = await super().handle_message(message)
            return answer
        spoken = self.tracker_store.spoken
        position, ended = await spoken.known(message.sender_id, message.message_id)
        if position is None:
            if not ended:
                await super().handle_message(message)
            if ended or await spoken.is_ended(message.sender_id):
                # Ended before, or by another process while the turn ran: whatever the turn wrote goes too.
                await self.tracker_store.forget(message.sender_id)
                _withhold(message)
                message.outcome = Outcome.ENDED
                return None
        message.outcome = Outcome.ANSWERED
        return None

    async def _fail(self, message: UserMessage, error: Exception) -> list[dict[str, Any]] | None:
        logger.error("a turn failed: %s", describe_failure(error))
        if isinstance(message, NamedMessage):
            message.outcome = Outcome.FAILED
        return await self._apologise(message)

    async def parse_message(
        self,
        message: UserMessage,
        tracker: DialogueStateTracker | None = None,
        only_output_properties: bool = True,
    ) -> dict[str, Any]:
        """Understand a message; one without anything readable has the intent NOTHING_SAID."""
        message.text = clean_text(message.text)
        if not message.text:
            return {
                "text": "",
                "intent": {"name": NOTHING_SAID, "confidence": 1.0},
                "intent_ranking": [],
                "entities": [],
            }
        if tracker is None:
            tracker = DialogueStateTracker.from_events(message.sender_id, [])
        # As in Rasa, without copying text and entities for a log that nobody reads, and without making an empty
        # domain at each message to see whether ours is one.
        parsed: dict[str, Any] = self._parse_message_with_graph(message, tracker, only_output_properties)
        self._update_full_retrieval_intent(parsed)
        return parsed

    async def _apologise(self, message: UserMessage) -> list[dict[str, Any]] | None:
        """Say that something failed, in place of what the turn said so far where that can be taken back."""
        channel = message.output_channel
        collected = _collected(message)
        _withhold(message)
        try:
            tracker = DialogueStateTracker(message.sender_id, self.domain.slots)
            words = await self.nlg.generate(TROUBLE_RESPONSE, tracker, channel.name())
            if words is not None:
                await channel.send_response(message.sender_id, words)
        except Exception as error:
            logger.error("the apology could not be sent: %s", describe_failure(error))
        return collected

    def _predict_next_with_tracker(self, tracker: DialogueStateTracker) -> PolicyPrediction:
        """As in Rasa, asking the policies once for each intent.

        Each rule in nlu_data/rules.yml is one intent and one custom action (a test holds this): the intent alone
        decides, and after the action the assistant listens.
        """
        if tracker.followup_action:
            return super()._predict_next_with_tracker(tracker)
        if tracker.latest_action_name in self.domain.user_actions:
            return PolicyPrediction.for_action_name(self.domain, ACTION_LISTEN_NAME)
        intent = tracker.latest_message.intent_name if tracker.latest_message else None
        if intent is None or tracker.latest_action_name != ACTION_LISTEN_NAME:
            return super()._predict_next_with_tracker(tracker)
        if intent not in self._actions_by_intent:
            prediction = super()._predict_next_with_tracker(tracker)
            chosen = self.domain.action_names_or_texts[prediction.max_confidence_index]
            self._actions_by_intent[intent] = chosen
            return prediction
        prediction = PolicyPrediction.for_action_name(self.domain, self._actions_by_intent[intent], RulePolicy.__name__)
        # What the rules add to the log: that the intent was looked at, not the text.
        prediction.events = [DefinePrevUserUtteredFeaturization(False)]
        return prediction

    def _log_action_on_tracker(
        self,
        tracker: DialogueStateTracker,
        action: Action,
        events: list[Event] | None,
        prediction: PolicyPrediction,
    ) -> None:
        """As in Rasa, without copying all events, the memory slot among them, for a log that nobody reads."""
        events = events or []
        if not any(isinstance(event, ActionExecutionRejected) for event in events):
            tracker.update_with_events(prediction.events, self.domain)
            tracker.update(action.event_for_successful_execution(prediction))
        tracker.update_with_events(events, self.domain)

    @staticmethod
    def _log_slots(tracker: DialogueStateTracker) -> None:
        """Nothing: Rasa would write out every slot at each turn, and slots hold what people said."""


def _collected(message: UserMessage) -> list[dict[str, Any]] | None:
    """What a turn has said so far, where its channel collects it; None where it is sent away at once."""
    channel = message.output_channel
    collected = channel.messages if isinstance(channel, CollectingOutputChannel) else None
    return collected if isinstance(collected, list) else None


def _withhold(message: UserMessage) -> bool:
    """Take back what a turn said so far. False where that cannot be."""
    collected = _collected(message)
    if collected is None:
        return False
    collected.clear()
    return True


class AdviserAgent(Agent):  # type: ignore[misc]
    """Rasa's agent with the processor above, and without Rasa's habit of falling back to memory.

    Rasa wraps each tracker store so that a failing database is replaced by an empty store in memory: the
    person's facts would be gone without a word. Here a turn whose database fails is answered with an apology
    instead.
    """

    def load_model(self, model_path: str | Path, fingerprint: str | None = None) -> None:
        """Load a trained model. Raises SettingsError where it lacks what every turn may need."""
        self.processor = AdviserProcessor(
            model_path=model_path,
            tracker_store=self.tracker_store,
            lock_store=self.lock_store,
            action_endpoint=self.action_endpoint,
            generator=self.nlg,
            http_interpreter=self.http_interpreter,
        )
        self.domain = self.processor.domain
        if TROUBLE_RESPONSE not in self.domain.responses:
            raise SettingsError(
                f"The response {TROUBLE_RESPONSE} is missing: add it to a file in bot/domain/, it is what "
                f"people read when "
                "something fails."
            )
        self._set_fingerprint(fingerprint)
        self.tracker_store.domain = self.domain
        self.nlg.responses = self.domain.responses

    async def end_conversation(self, sender_id: str, until: float) -> None:
        """Delete a conversation for good, once a turn that runs in it is over (`Spoken.end`)."""
        async with self.lock_store.lock(sender_id):
            await self.tracker_store.spoken.end(sender_id, until)

    @staticmethod
    def _create_tracker_store(store: TrackerStore | None, domain: Domain) -> TrackerStore:
        if store is None:
            return Agent._create_tracker_store(store, domain)
        store.domain = domain
        return store


def load_agent(model: str | Path, settings: Settings | None = None) -> AdviserAgent:
    """The agent with the given model, its actions and its database, ready for `handle_message`.

    Raises SettingsError, with the mend, where a part of it cannot be used.
    """
    settings = settings or Settings.from_environment()
    correct_rasa()
    agent = AdviserAgent(
        tracker_store=ConversationStore(settings.conversations_url),
        lock_store=ConversationLocks(),
        action_endpoint=create_endpoint(settings.action_endpoint_url, settings.action_timeout),
    )
    agent.load_model(model)
    return agent
