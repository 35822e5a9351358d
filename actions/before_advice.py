"""What comes before the products: no insole, a better shoe first, somebody to see first."""

from __future__ import annotations

from actions import wording
from actions.advice.outcomes import NO_INSOLE, Outcome, outcome_for, says_painless
from actions.turn import Turn


def outcome_now(turn: Turn) -> Outcome | None:
    """The outcome that is still to be told."""
    memory = turn.memory
    memory.painless = memory.painless or says_painless(turn.text)
    return outcome_for(memory.profile, memory.painless, {*memory.outcomes, *memory.told})


def needs_none(turn: Turn) -> bool:
    """Say it where the honest answer is that no insole is needed: then nothing is asked and nothing shown for now."""
    outcome = outcome_now(turn)
    if outcome is None or outcome.kind != NO_INSOLE:
        return False
    _tell(turn, outcome)
    turn.memory.pending = None
    turn.say("utter_outcome_anyway", buttons=[wording.say("utter_option_anyway")])
    return True


def say_first(turn: Turn) -> bool:
    """Say the outcome that comes first. True where that is the whole answer."""
    if needs_none(turn):
        return True
    outcome = outcome_now(turn)
    if outcome is not None:
        _tell(turn, outcome)
    return False


def _tell(turn: Turn, outcome: Outcome) -> None:
    turn.memory.outcomes.append(outcome.id)
    turn.memory.evidence += outcome.evidence
    turn.say(f"utter_outcome_{outcome.id}")
