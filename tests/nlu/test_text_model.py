"""The model of texts that the intents, the scope and the second look share."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.text_model import Seen, TextModel

TEXTS = ["my heel hurts", "the heel of my shoe", "softer please", "something softer", "hello", "hello there", ""] * 3
LABELS = ["pain", "pain", "soft", "soft", "greet", "greet", "greet"] * 3


def _seen(text: str) -> Seen:
    return Seen(text, text, np.array([float(len(text) > 8), 0.5], dtype=np.float32))


@pytest.fixture(scope="module")
def model() -> TextModel:
    return TextModel.fit([_seen(text) for text in TEXTS], LABELS, strength=10.0, measure_weight=1.0)


def test_shares_add_up_and_the_likeliest_is_right(model: TextModel) -> None:
    shares = model.shares([_seen(text) for text in TEXTS])
    assert np.allclose(shares.sum(axis=1), 1.0)
    assert [model.classes[i] for i in shares.argmax(axis=1)] == LABELS


def test_it_sees_what_the_vectorizer_sees(model: TextModel) -> None:
    for view, vectorizer in zip(model._views, (model.words, model.letters), strict=True):
        for text in [*TEXTS, "my my my heel, please please"]:
            columns, values = view.features(text)
            row = np.zeros(view.size)
            row[columns] = values
            assert np.allclose(row, vectorizer.transform([text]).toarray()[0])


def test_it_comes_back_from_a_folder_as_it_was(model: TextModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    again = TextModel.load(tmp_path)
    texts = [_seen("my heel is soft"), _seen("zzz")]
    assert np.allclose(model.shares(texts), again.shares(texts), atol=1e-6)


def test_two_classes_have_two_shares() -> None:
    labels = ["in" if label == "pain" else "out" for label in LABELS]
    model = TextModel.fit([_seen(text) for text in TEXTS], labels, strength=10.0, balanced=False)
    shares = model.shares([_seen("my heel hurts")])
    assert shares.shape == (1, 2)
    assert shares[0][model.classes.index("in")] > 0.5
