"""The second look at warning signs, by cross-validation on its own examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.model_selection import StratifiedKFold

from bot.nlu.reader import Reading, shared_reader
from bot.nlu.second_look import NONE, SIGN, SecondLook, SignModel, harmless, seen
from bot.nlu.sign_examples import HARMLESS, PRESSING, pressing_signs, sign_examples


@dataclass
class SignFigures:
    """signs, harmless: numbers of texts. The rest are shares, 0 to 1. first, first_alarms: texts in which the lexicon
    states a pressing sign. stated, asked: of the signs that it misses, what the second look states or asks about;
    alarms, questions: the same of harmless texts."""

    signs: int
    harmless: int
    first: float
    first_alarms: float
    stated: float
    asked: float
    alarms: float
    questions: float


def measure_signs(others: Sequence[str], folds: int) -> SignFigures:
    """Train and test fold by fold. others: texts of the intents, which are trained with as no signs."""
    own = [example for example in sign_examples() if example.tier in (*PRESSING, HARMLESS)]
    labels = [example.name if example.tier in PRESSING else NONE for example in own]
    readings = [shared_reader().read(example.text) for example in own]
    views = [seen(reading) for reading in readings]
    more = harmless(others)
    settings = SecondLook.get_default_config()
    verdicts: list[str | None] = [None] * len(own)
    for train, test in StratifiedKFold(n_splits=folds, shuffle=True, random_state=7).split(views, labels):
        model = SignModel.fit(
            [*(views[i] for i in train), *more],
            [*(labels[i] for i in train), *[NONE] * len(more)],
            float(settings["strength"]),
        )
        for i in test:
            suspicion = model.suspect(readings[i])
            verdicts[i] = suspicion.verdict(settings) if suspicion else None
    sign = np.array([label != NONE for label in labels])
    first = np.array([_first_look(reading) for reading in readings])
    stated = np.array([verdict == "stated" for verdict in verdicts])
    asked = np.array([verdict == "asked" for verdict in verdicts])
    missed, calm = sign & ~first, ~sign & ~first
    return SignFigures(
        signs=int(sign.sum()),
        harmless=int((~sign).sum()),
        first=float(first[sign].mean()),
        first_alarms=float(first[~sign].mean()),
        stated=float(stated[missed].mean()),
        asked=float(asked[missed].mean()),
        alarms=float(stated[calm].mean()),
        questions=float(asked[calm].mean()),
    )


def _first_look(reading: Reading) -> bool:
    return any(m.name == SIGN and m.stated and m.value in pressing_signs() for m in reading.mentions)
