"""The figures of an experiment, as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import mean, median

import numpy as np
from rich.table import Table

from actions.simulation.experiment import ADVISER, CHANCE, QUIZ, Row

NAMES = {
    ADVISER: "adviser",
    QUIZ: "quiz with every question",
    CHANCE: "random questions, as many as the adviser's",
}

NEAR_TIE = 0.02
"""A pick that scores so little less (of 1) than the best one is as good for all that the person can tell."""


def table(rows: Sequence[Row], title: str) -> Table:
    """One line for each asker."""
    found = Table(
        "who asks",
        "questions: median",
        "mean",
        "p95",
        "first pick agrees",
        "in top three",
        "in those shown",
        "agrees with all they could say",
        "in top three",
        "agrees or near tie",
        "regret mean",
        "p95",
        "breaks a limit never said",
        "dead ends",
        title=title,
    )
    for asker in dict.fromkeys(row.asker for row in rows):
        own = [row for row in rows if row.asker == asker]
        counts = [len(row.asked) for row in own]
        regrets = [row.regret for row in own if row.regret is not None] or [0.0]
        near = [row.same or (row.regret is not None and row.regret <= NEAR_TIE) for row in own]
        found.add_row(
            NAMES[asker],
            f"{median(counts):g}",
            f"{mean(counts):.2f}",
            f"{np.percentile(counts, 95):g}",
            _share([row.same for row in own]),
            _share([row.in_three for row in own]),
            _share([row.shown for row in own]),
            _share([row.same_tellable for row in own]),
            _share([row.in_three_tellable for row in own]),
            _share(near),
            f"{mean(regrets):.4f}",
            f"{np.percentile(regrets, 95):.4f}",
            _share([row.breaks for row in own]),
            str(sum(row.dead_end for row in own)),
        )
    return found


def questions_asked(rows: Sequence[Row]) -> str:
    """How often the adviser asked each question, the most frequent first."""
    own = [row for row in rows if row.asker == ADVISER]
    counts = Counter(slot for row in own for slot in row.asked)
    return ", ".join(f"{slot} {count / max(len(own), 1):.0%}" for slot, count in counts.most_common())


def _share(held: Sequence[bool]) -> str:
    return f"{mean(held):.1%}" if held else "-"
