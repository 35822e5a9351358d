"""Other classifiers on the same features as ours: which kind of model suits our examples best."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold
from sklearn.naive_bayes import ComplementNB
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import LinearSVC

from bot.nlu.classifier import SolewiseClassifier, seen
from bot.nlu.reader import shared_reader
from bot.nlu.text_model import fitted_vectorizers, logistic_regression, table_of

ESTIMATORS: dict[str, Callable[[], Any]] = {
    "logistic regression (ours)": lambda: logistic_regression(
        float(SolewiseClassifier.get_default_config()["strength"]), balanced=True
    ),
    "linear support vectors": lambda: LinearSVC(C=0.5, class_weight="balanced"),
    "naive Bayes (complement)": lambda: ComplementNB(alpha=0.3),
    "nearest neighbours (5)": lambda: KNeighborsClassifier(5, metric="cosine"),
    "random forest (200 trees)": lambda: RandomForestClassifier(200, class_weight="balanced_subsample", random_state=7),
}


@dataclass
class EstimatorFigures:
    """accuracy and macro_f1: 0 to 1 by cross-validation; seconds: of one training; milliseconds: of one prediction,
    without the reading that all share."""

    name: str
    accuracy: float
    macro_f1: float
    seconds: float
    milliseconds: float


def compare(texts: Sequence[str], labels: Sequence[str], folds: int) -> list[EstimatorFigures]:
    """Every estimator by cross-validation over the same folds."""
    reader = shared_reader()
    views = [seen(reader.read(text)) for text in texts]
    truth = np.array(labels)
    results = []
    splits = list(StratifiedKFold(n_splits=folds, shuffle=True, random_state=7).split(views, labels))
    weight = float(SolewiseClassifier.get_default_config()["evidence_weight"])
    tables = []
    for train, test in splits:
        known, unknown = [views[i] for i in train], [views[i] for i in test]
        words, letters = fitted_vectorizers(known)
        tables.append((table_of(known, words, letters, weight), table_of(unknown, words, letters, weight)))
    for name, make in ESTIMATORS.items():
        told = np.empty_like(truth)
        trained = predicted = 0.0
        for (train, test), (known, unknown) in zip(splits, tables, strict=True):
            model = make()
            start = time.perf_counter()
            model.fit(known, truth[train])
            trained += time.perf_counter() - start
            start = time.perf_counter()
            told[test] = model.predict(unknown)
            predicted += time.perf_counter() - start
        results.append(
            EstimatorFigures(
                name,
                float((told == truth).mean()),
                float(f1_score(truth, told, average="macro")),
                trained / folds,
                1000 * predicted / len(truth),
            )
        )
    return results
