"""A small model of texts: logistic regression (scikit-learn) over words, letters and what else is known of a text.

Used for the intents and for the second look at warning signs. It is kept as plain arrays and JSON, so that loading
one runs no code.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

ARRAYS, TABLES = "weights.npz", "tables.json"


@dataclass(frozen=True)
class Seen:
    """A text as a model sees it: its words and its letters, each separated by spaces, and measures from 0 to 1."""

    words: str
    letters: str
    measures: NDArray[np.float32]


def _words() -> TfidfVectorizer:
    return TfidfVectorizer(
        ngram_range=(1, 2),
        token_pattern=r"\S+",  # noqa: S106
        lowercase=False,
        sublinear_tf=True,
    )


def _letters() -> TfidfVectorizer:
    return TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), min_df=2, lowercase=False, sublinear_tf=True)


def fitted_vectorizers(texts: Sequence[Seen]) -> tuple[TfidfVectorizer, TfidfVectorizer]:
    """What turns words, and letters, into features, as known from some texts."""
    words, letters = _words(), _letters()
    words.fit([text.words for text in texts])
    letters.fit([text.letters for text in texts])
    return words, letters


def table_of(
    texts: Sequence[Seen], words: TfidfVectorizer, letters: TfidfVectorizer, measure_weight: float
) -> csr_matrix:
    """The features of texts: texts by words, letters and measures."""
    return hstack(
        [
            words.transform([text.words for text in texts]),
            letters.transform([text.letters for text in texts]),
            csr_matrix(np.vstack([text.measures for text in texts]) * measure_weight),
        ]
    ).tocsr()


def logistic_regression(strength: float, balanced: bool) -> LogisticRegression:
    """The kind of model that is used, not yet trained."""
    return LogisticRegression(C=strength, max_iter=300, class_weight="balanced" if balanced else None, random_state=7)


@dataclass
class TextModel:
    """A trained model. weights: features by classes; measure_weight: how much a measure counts against a word."""

    words: TfidfVectorizer
    letters: TfidfVectorizer
    classes: list[str]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    measure_weight: float

    def __post_init__(self) -> None:
        self._views = (_View(self.words), _View(self.letters))

    @classmethod
    def fit(
        cls,
        texts: Sequence[Seen],
        labels: Sequence[str],
        strength: float,
        measure_weight: float = 0.0,
        balanced: bool = True,
    ) -> TextModel:
        """Train a model.

        strength: inverse of the regularisation (C of scikit-learn); balanced: every class counts the same, however
        many texts it has (the probabilities are then no longer those of the training texts).
        """
        words, letters = fitted_vectorizers(texts)
        model = logistic_regression(strength, balanced)
        model.fit(table_of(texts, words, letters, measure_weight), list(labels))
        # of two classes scikit-learn keeps one column
        both = len(model.classes_) == 2
        weights = np.vstack([-model.coef_, model.coef_]) / 2 if both else model.coef_
        bias = np.concatenate([-model.intercept_, model.intercept_]) / 2 if both else model.intercept_
        return cls(
            words=words,
            letters=letters,
            classes=[str(name) for name in model.classes_],
            weights=np.ascontiguousarray(weights.T, dtype=np.float32),
            bias=bias.astype(np.float32),
            measure_weight=measure_weight,
        )

    def shares(self, texts: Sequence[Seen]) -> NDArray[np.float64]:
        """The probability of each class for each text: texts by classes, each row adds up to 1."""
        scores = np.tile(self.bias.astype(np.float64), (len(texts), 1))
        for row, text in enumerate(texts):
            offset = 0
            for view, part in zip(self._views, (text.words, text.letters), strict=True):
                columns, values = view.features(part)
                # only the weights of the features that occur are touched
                scores[row] += values @ self.weights[columns + offset]
                offset += view.size
            scores[row] += (text.measures * self.measure_weight) @ self.weights[offset:]
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))

    def save(self, folder: Path) -> None:
        """Write the model into a folder."""
        tables = {
            "words": {str(term): int(index) for term, index in self.words.vocabulary_.items()},
            "letters": {str(term): int(index) for term, index in self.letters.vocabulary_.items()},
            "classes": self.classes,
            "measure_weight": self.measure_weight,
        }
        (folder / TABLES).write_text(json.dumps(tables), encoding="utf-8")
        np.savez(
            folder / ARRAYS,
            words_idf=self.words.idf_,
            letters_idf=self.letters.idf_,
            weights=self.weights,
            bias=self.bias,
        )

    @classmethod
    def load(cls, folder: Path) -> TextModel:
        """The model that `save` wrote."""
        tables = json.loads((folder / TABLES).read_text(encoding="utf-8"))
        with np.load(folder / ARRAYS, allow_pickle=False) as arrays:
            return cls(
                words=_restored(_words(), tables["words"], arrays["words_idf"]),
                letters=_restored(_letters(), tables["letters"], arrays["letters_idf"]),
                classes=tables["classes"],
                weights=arrays["weights"],
                bias=arrays["bias"],
                measure_weight=float(tables["measure_weight"]),
            )


class _View:
    """What a fitted vectorizer makes of one text: the same as its `transform`, without building a table of one row."""

    def __init__(self, vectorizer: TfidfVectorizer) -> None:
        self._analyze = vectorizer.build_analyzer()
        self._columns: dict[str, int] = vectorizer.vocabulary_
        self._idf: NDArray[np.float64] = vectorizer.idf_
        self.size = len(self._columns)

    def features(self, text: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Columns and values of the features of a text: sublinear counts by tf-idf, of length 1 together."""
        counts: dict[int, int] = {}
        for term in self._analyze(text):
            column = self._columns.get(term)
            if column is not None:
                counts[column] = counts.get(column, 0) + 1
        columns = np.fromiter(counts, dtype=np.int64, count=len(counts))
        values = (1.0 + np.log(np.fromiter(counts.values(), dtype=np.float64, count=len(counts)))) * self._idf[columns]
        length = float(np.sqrt(values @ values))
        return columns, values / length if length else values


def _restored(vectorizer: TfidfVectorizer, vocabulary: dict[str, int], idf: NDArray[np.float64]) -> TfidfVectorizer:
    """A vectorizer as it was after training."""
    vectorizer.vocabulary_ = vocabulary
    vectorizer.idf_ = idf
    return vectorizer
