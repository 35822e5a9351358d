"""How well messages are understood: `python -m bot.evaluation [--messages FILE.jsonl] [--folds 5]`."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import tempfile
import warnings
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
warnings.filterwarnings("ignore")

import structlog  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402

from bot.evaluation.facts import EntityFigures, Labelled, from_messages, from_specs, measure  # noqa: E402

WORST = 15  # messages and confusions that are shown
ROOT = Path(__file__).resolve().parents[2]


def _entity_table(title: str, figures: EntityFigures) -> Table:
    table = Table("entity type", "F1", "right", "extra", "missed", title=title)
    rows = sorted(figures.by_type.items(), key=lambda item: -(item[1].right + item[1].missed))
    for name, count in [("all", figures.total), *rows]:
        table.add_row(name, f"{count.f1:.3f}", str(count.right), str(count.extra), str(count.missed))
    return table


def _show_entities(console: Console, title: str, rows: list[Labelled]) -> None:
    figures = measure(rows)
    console.print(_entity_table(f"{title}: {len(rows)} messages", figures))
    for _, text, missed, extra in figures.worst[:WORST]:
        console.print(f"  {text[:160]!r}\n    missed {missed}\n    extra  {extra}", markup=False, highlight=False)


def _show_intents(console: Console, args: argparse.Namespace, messages: list[Labelled]) -> None:
    from bot.evaluation.intents import cross_validate, default_config

    with tempfile.TemporaryDirectory() as folder:
        results = [cross_validate("ours", ROOT / "config.yml", args.folds, messages=messages)]
        if not args.without_default:
            results.append(cross_validate("Rasa default", default_config(Path(folder)), args.folds, True, messages))
    table = Table("intents", *(result.name for result in results), title="cross-validation on the same examples")
    table.add_row("accuracy", *(f"{r.accuracy:.3f}" for r in results))
    table.add_row("macro F1", *(f"{r.macro_f1:.3f}" for r in results))
    table.add_row("training, s", *(f"{r.seconds:.0f}" for r in results))
    table.add_row("parse, median ms", *(f"{r.milliseconds:.1f}" for r in results))
    for scope, told, label in (("out", True, "outside recognised"), ("in", True, "inside refused")):
        shares = []
        for r in results:
            whole = r.scope[scope, True] + r.scope[scope, False]
            shares.append(f"{r.scope[scope, told] / whole:.3f}" if whole else "-")
        table.add_row(label, *shares)
    for intent in sorted(results[0].by_intent):
        table.add_row(f"  {intent}", *(f"{r.by_intent[intent].f1:.2f}" for r in results))
    console.print(table)
    confused = Table("intent", "confused_with", "times", title="ours: confusions")
    for (true, told_as), times in results[0].confusions.most_common(WORST):
        confused.add_row(true, told_as, str(times))
    console.print(confused)


def main() -> int:
    """Print the tables; the exit code is 2 when a file of messages cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m bot.evaluation", description=__doc__)
    parser.add_argument("--messages", type=Path, nargs="*", default=[], help="labelled messages, one JSON a line")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--without-default", action="store_true", help="leave Rasa's default pipeline out")
    parser.add_argument("--entities-only", action="store_true", help="leave the intents out")
    args = parser.parse_args()
    logging.disable(logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    console = Console()
    messages: list[Labelled] = []
    try:
        for path in args.messages:
            messages.extend(from_messages(path))
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    _show_entities(console, "specification rows", from_specs())
    if messages:
        _show_entities(console, "labelled messages", messages)
    if not args.entities_only:
        _show_intents(console, args, messages)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
