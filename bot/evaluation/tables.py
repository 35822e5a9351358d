"""The results as tables that a person likes to read."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from bot.evaluation.estimators import EstimatorFigures
from bot.evaluation.facts import EntityFigures
from bot.evaluation.intents import IntentFigures
from bot.evaluation.signs import SignFigures

WORST = 15  # messages and confusions that are shown


def entity_table(title: str, figures: EntityFigures) -> Table:
    """F1 by entity type."""
    table = Table("entity type", "F1", "right", "extra", "missed", title=title)
    rows = sorted(figures.by_type.items(), key=lambda item: -(item[1].right + item[1].missed))
    for name, count in [("all", figures.total), *rows]:
        table.add_row(name, f"{count.f1:.3f}", str(count.right), str(count.extra), str(count.missed))
    return table


def worst_messages(figures: EntityFigures) -> list[str]:
    """The messages with most faults, one text each."""
    return [
        f"  {text[:160]!r}\n    missed {missed}\n    extra  {extra}" for _, text, missed, extra in figures.worst[:WORST]
    ]


def sign_table(figures: SignFigures) -> Table:
    """The two looks at warning signs."""
    table = Table(
        "warning signs",
        f"of {figures.signs:,} that are signs",
        f"of {figures.harmless:,} harmless ones",
        title="the two looks at warning signs (wording chosen to be unlisted or misleading)",
    )
    table.add_row("stated by the lexicon", f"{figures.first:.3f}", f"{figures.first_alarms:.3f}")
    table.add_row("of the rest: stated by the second look", f"{figures.stated:.3f}", f"{figures.alarms:.3f}")
    table.add_row("of the rest: asked about", f"{figures.asked:.3f}", f"{figures.questions:.3f}")
    return table


def estimator_table(results: Sequence[EstimatorFigures]) -> Table:
    """Kinds of models on our features."""
    table = Table(
        "model on our features", "accuracy", "macro F1", "training, s", "ms a message", title="kinds of models"
    )
    for r in results:
        table.add_row(r.name, f"{r.accuracy:.3f}", f"{r.macro_f1:.3f}", f"{r.seconds:.1f}", f"{r.milliseconds:.2f}")
    return table


def pipeline_table(results: Sequence[IntentFigures]) -> Table:
    """Whole pipelines side by side."""
    table = Table("intents", *(result.name for result in results), title="whole pipelines, the same examples")
    table.add_row("accuracy", *(f"{r.accuracy:.3f}" for r in results))
    table.add_row("macro F1", *(f"{r.macro_f1:.3f}" for r in results))
    for told_outside, label in (("out", "outside recognised"), ("in", "inside refused")):
        shares = []
        for r in results:
            whole = r.scope[told_outside, True] + r.scope[told_outside, False]
            shares.append(f"{r.scope[told_outside, True] / whole:.3f}" if whole else "-")
        table.add_row(label, *shares)
    table.add_row("training, s", *(f"{r.seconds:.0f}" for r in results))
    table.add_row("parse, median ms", *(f"{r.milliseconds:.1f}" for r in results))
    table.add_row("memory, MB", *(f"{r.megabytes:.0f}" for r in results))
    for intent in sorted(results[0].by_intent):
        table.add_row(f"  {intent}", *(f"{r.by_intent[intent].f1:.2f}" for r in results))
    return table


def confusion_table(result: IntentFigures) -> Table:
    """What is taken for what, most often first."""
    table = Table("intent", "confused_with", "times", title=f"{result.name}: confusions")
    for (true, told_as), times in result.confusions.most_common(WORST):
        table.add_row(true, told_as, str(times))
    return table
