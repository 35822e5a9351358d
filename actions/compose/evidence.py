"""What the evidence says, as a message."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence

from actions import wording
from actions.advice.evidence import Statement
from actions.advice.sources import cite
from actions.message import Message


def evidence_message(evidence: Sequence[Statement], said: MutableMapping[str, int]) -> Message:
    """The statements in a line each; in the structured part with how strong each is, and where it is from."""
    items = [evidence_part(statement, said) for statement in evidence]
    lines = [wording.say("utter_evidence_line", statement=item["statement"]) for item in items]
    text = wording.say("utter_evidence_intro", said, statements="\n".join(lines))
    return Message(text, {"type": "evidence", "intro": text.partition("\n")[0], "items": items})


def evidence_part(statement: Statement, said: MutableMapping[str, int] | None = None) -> dict[str, object]:
    """A statement of the evidence as the contract has it."""
    return {
        "id": statement.id,
        "statement": wording.say(f"utter_evidence_{statement.id}", said),
        "strength": statement.strength,
        "source": "; ".join(cite(source) for source in statement.sources),
    }
