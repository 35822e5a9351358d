"""No message can crash the reader or make it say what the vocabulary does not have."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.extractor import entities_of
from bot.nlu.lexicon import read_vocabulary, shipped
from bot.nlu.words import LONGEST_MESSAGE

VOCABULARY = read_vocabulary()
WORDS = sorted(shipped().field_words)


def _check(text: str) -> None:
    for entity in entities_of(text):
        given_type = VOCABULARY[entity["entity"]]
        assert 0 <= entity["start"] < entity["end"] <= len(text)
        if given_type["kind"] == "word":
            assert entity["value"] in given_type["values"]
        elif given_type["kind"] == "number":
            assert float(entity["value"]) > 0
        assert entity.get("role") in (None, "absent", "avoid", "max", "min", "about")


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=300))
def test_any_characters(text: str) -> None:
    _check(text)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from([*WORDS, "not", "no", "but", ",", ".", "12", "$", "/", "-", "'s", "½"]), max_size=60))
def test_any_order_of_our_own_words(words: list[str]) -> None:
    _check(" ".join(words))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    _check(data.decode("utf-8", errors="replace"))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=40))
def test_ten_thousand_characters_are_read(words: list[str]) -> None:
    # how long that takes is measured by `make evaluate`, not here: other work on the machine counts in a test
    _check((" ".join(words) + " ") * (LONGEST_MESSAGE // 6))


def test_what_is_longer_is_cut() -> None:
    assert entities_of("x " * (LONGEST_MESSAGE // 2) + "my heel hurts") == []
