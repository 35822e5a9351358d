"""How well messages are understood: `python -m bot.evaluation [--messages FILE.jsonl ...] [--folds 3]`."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import warnings
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
warnings.filterwarnings("ignore")

import yaml  # noqa: E402
from rich.console import Console  # noqa: E402

from bot.evaluation import pipelines_file, quieten, tables  # noqa: E402
from bot.evaluation.facts import Labelled, from_messages, from_specs, measure  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent


def _show_entities(console: Console, title: str, rows: list[Labelled]) -> None:
    labelled = [row for row in rows if row.facts is not None]
    figures = measure(labelled)
    console.print(tables.entity_table(f"{title}: {len(labelled)} messages", figures))
    for text in tables.worst_messages(figures):
        console.print(text, markup=False, highlight=False)


def _show_intents(console: Console, args: argparse.Namespace, messages: list[Labelled]) -> None:
    from bot.evaluation.estimators import compare
    from bot.evaluation.intents import cross_validate, examples
    from bot.evaluation.signs import measure_signs
    from bot.nlu.gate import GENERAL

    texts, labels = zip(*examples(), strict=True)
    told = [text for text, label in zip(texts, labels, strict=True) if label != GENERAL]  # as the second look learns
    console.print(tables.sign_table(measure_signs(told, args.folds)))
    console.print(tables.estimator_table(compare(texts, labels, args.folds)))
    results = [cross_validate("ours", ROOT / "config.yml", args.folds, messages=messages)]
    others = yaml.safe_load(pipelines_file().read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        for name, given in others.items():
            if args.without_default and given["once"]:
                continue
            config = Path(folder) / f"{name}.yml"
            config.write_text(yaml.safe_dump({"recipe": "default.v1", "language": "en", "pipeline": given["pipeline"]}))
            results.append(cross_validate(given["label"], config, args.folds, given["once"], messages))
    console.print(tables.pipeline_table(results))
    console.print(tables.confusion_table(results[0]))


def main() -> int:
    """Print the tables; the exit code is 2 when a file of messages cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m bot.evaluation", description=__doc__)
    parser.add_argument(
        "--messages",
        type=Path,
        nargs="+",
        default=sorted((HERE / "messages").glob("*.jsonl")),
        help="labelled messages, one JSON object a line (default: those in bot/evaluation/messages)",
    )
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--without-default", action="store_true", help="leave out what trains for many minutes")
    parser.add_argument("--entities-only", action="store_true", help="leave the intents out")
    args = parser.parse_args()
    quieten()
    console = Console()
    messages: list[Labelled] = []
    try:
        for path in args.messages:
            messages.extend(from_messages(path))
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    _show_entities(console, "specification rows", from_specs())
    _show_entities(console, "labelled messages", messages)
    if not args.entities_only:
        _show_intents(console, args, messages)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
