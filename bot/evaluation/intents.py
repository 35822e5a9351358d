"""Intents by cross-validation: whole pipelines, trained by Rasa on the same examples."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.model_training import train_nlu
from rasa.shared.importers.utils import training_data_from_paths
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.model_selection import StratifiedKFold

from bot.evaluation.facts import Count, Labelled

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = (ROOT / "nlu_data" / "intents", ROOT / "nlu_data" / "topics")
DOMAIN = ROOT / "bot" / "domain"

OUTSIDE = ("out_of_scope", "nlu_fallback")


@dataclass
class IntentFigures:
    """Result of one pipeline. confusions: (true intent, predicted intent) to how often; seconds: of training one
    fold; milliseconds: median of a parse; megabytes: memory of the process that has only loaded a trained model;
    scope: messages of --messages as (scope, told outside)."""

    name: str
    by_intent: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)
    scope: Counter[tuple[str, bool]] = field(default_factory=Counter)
    seconds: float = 0.0
    milliseconds: float = 0.0
    megabytes: float = 0.0

    @property
    def accuracy(self) -> float:
        """Share of examples whose intent was told, 0 to 1."""
        right = sum(count.right for count in self.by_intent.values())
        return right / max(right + sum(count.missed for count in self.by_intent.values()), 1)

    @property
    def macro_f1(self) -> float:
        """Mean F1 over the intents, 0 to 1."""
        real = [count.f1 for count in self.by_intent.values() if count.right + count.missed]
        return sum(real) / max(len(real), 1)


def is_outside(intent: str) -> bool:
    """Whether an intent says that a message is none of ours."""
    return intent.startswith(OUTSIDE)


def cross_validate(
    name: str, config: Path, folds: int, once: bool = False, messages: Sequence[Labelled] = ()
) -> IntentFigures:
    """Train and test a pipeline fold by fold.

    once: only the first fold (for pipelines that train for minutes). messages: labelled ones, read with the
    model of the last fold.
    """
    given = _training_examples()
    labels = [e.get("intent") for e in given]
    figures = IntentFigures(name)
    times: list[float] = []
    splits = list(StratifiedKFold(n_splits=folds, shuffle=True, random_state=7).split(given, labels))
    with tempfile.TemporaryDirectory() as folder:
        for train, test in splits[:1] if once else splits:
            start = time.perf_counter()
            agent = _trained(config, [given[i] for i in train], Path(folder))
            figures.seconds = time.perf_counter() - start
            for i, (told, took) in zip(test, _intents(agent, [given[i].get("text") for i in test]), strict=True):
                times.append(took)
                _count(figures, labels[i], told)
        scoped = [message for message in messages if message.scope in ("in", "out")]
        for message, (told, _) in zip(scoped, _intents(agent, [m.text for m in scoped]), strict=True):
            figures.scope[str(message.scope), is_outside(told)] += 1
        figures.megabytes = _memory(Path(folder))
    figures.milliseconds = 1000 * sorted(times)[len(times) // 2]
    return figures


def _memory(folder: Path) -> float:
    """MB that a fresh process takes once it has loaded the model and read a message."""
    model = max(folder.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    command = [sys.executable, "-W", "ignore", "-m", "bot.evaluation.memory", str(model)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return float(result.stdout.split()[-1])


def _trained(config: Path, examples: list[Any], folder: Path) -> Agent:
    data = TrainingData(training_examples=examples)
    path = folder / "train.yml"
    data.persist_nlu(str(path))
    model = train_nlu(config=str(config), nlu_data=str(path), output=str(folder), domain=str(DOMAIN))
    if model is None:
        raise RuntimeError(f"{config.name} could not be trained")
    return Agent.load(model)


def _intents(agent: Agent, texts: Sequence[str]) -> list[tuple[str, float]]:
    """Intent and seconds of each text."""

    async def parse() -> list[tuple[str, float]]:
        told = []
        for text in texts:
            start = time.perf_counter()
            result = await agent.parse_message(text)
            took = time.perf_counter() - start
            told.append((str((result.get("intent") or {}).get("name") or "nlu_fallback"), took))
        return told

    return asyncio.run(parse())


def _count(figures: IntentFigures, true: str, told: str) -> None:
    if true == told:
        figures.by_intent[true].right += 1
        return
    figures.by_intent[true].missed += 1
    figures.by_intent[told].extra += 1
    figures.confusions[true, told] += 1


def examples() -> list[tuple[str, str]]:
    """Texts and intents of `nlu_data/intents` and `nlu_data/topics`."""
    return [(str(example.get("text")), str(example.get("intent"))) for example in _training_examples()]


def _training_examples() -> list[Any]:
    data = training_data_from_paths([str(path) for folder in EXAMPLES for path in sorted(folder.glob("*.yml"))], "en")
    # Rasa reads a text that begins with a slash as a command of its own, whatever the pipeline (our channels don't)
    return [e for e in data.training_examples if e.get("intent") and e.get("text") and e.get("text")[0] != "/"]
