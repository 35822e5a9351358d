"""The sentences that the second look at warning signs learns from (`nlu_data/warning_signs`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.nlu.errors import Fault, LexiconError
from bot.nlu.lexicon import read_vocabulary, read_yaml

FOLDER = Path(__file__).resolve().parents[2] / "nlu_data" / "warning_signs"
TIERS = ("emergency", "urgent", "routine")
PRESSING = TIERS[:2]  # tiers that are worth a second look
HARMLESS = "harmless"
# Rasa takes files with these keys for its own, wherever they lie in nlu_data.
RASAS = frozenset(
    {"nlu", "stories", "rules", "intents", "entities", "responses", "actions", "forms", "slots", "version"}
)


@dataclass(frozen=True)
class SignExample:
    """A sentence. tier: emergency, urgent, routine or harmless; name: its sign (of a harmless one: its group)."""

    tier: str
    name: str
    text: str


@lru_cache(maxsize=1)
def sign_examples() -> tuple[SignExample, ...]:
    """All of them. Raises LexiconError with the first fault."""
    examples: list[SignExample] = []
    for item in _read(FOLDER):
        if isinstance(item, Fault):
            raise LexiconError(item)
        examples.append(item)
    return tuple(examples)


def pressing_signs() -> frozenset[str]:
    """The signs of the tiers that are worth a second look."""
    return frozenset(example.name for example in sign_examples() if example.tier in PRESSING)


def faults(folder: Path = FOLDER) -> list[Fault]:
    """Everything that is wrong with the files."""
    return [item for item in _read(folder) if isinstance(item, Fault)]


def _read(folder: Path) -> Iterator[SignExample | Fault]:
    signs = frozenset(read_vocabulary()["red_flag"]["values"])
    where: dict[str, str] = {}
    for path in sorted(folder.glob("*/*.yml")):
        tier, file = path.parent.name, f"{path.parent.name}/{path.name}"
        if tier not in (*TIERS, HARMLESS):
            yield Fault(file, tier, "is no tier", f"Folders are {', '.join(TIERS)} and {HARMLESS}")
            continue
        content = read_yaml(path)
        for name, sentences in content.items():
            if name in RASAS:
                yield Fault(file, str(name), "is a word of Rasa's own", "Call the group something else")
            elif tier != HARMLESS and name not in signs:
                yield Fault(file, str(name), "is no value of red_flag", "Use a sign of vocabulary.yml")
            elif not isinstance(sentences, list):
                yield Fault(file, str(name), "has no list of sentences", "Begin each with a dash")
            else:
                for sentence in sentences:
                    yield _example(file, tier, str(name), sentence, where)


def _example(file: str, tier: str, name: str, sentence: Any, where: dict[str, str]) -> SignExample | Fault:
    if not isinstance(sentence, str) or not sentence.strip():
        return Fault(file, f"{name}: {sentence}", "is no sentence", "Put it in quotes")
    place = f"{tier}: {name}"
    if where.setdefault(" ".join(sentence.lower().split()), place) != place:
        return Fault(file, sentence, "stands twice, under different names", "Leave it where it belongs")
    return SignExample(tier, name, sentence)
