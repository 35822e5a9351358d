"""From characters to plain words."""

from __future__ import annotations

import pytest

from bot.nlu.lexicon import shipped
from bot.nlu.words import base_form, words_of


def _plain(text: str) -> list[str]:
    return [word.norm for word in words_of(text, shipped().spelling)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I can't, won't and dont", ["i", "can", "not", ",", "will", "not", "and", "do", "not"]),
        ("my mum's heel", ["my", "mum", "heel"]),
        ("it’s “flat”", ["it", "is", '"', "flat", '"']),
        ("flat-footed 7-year-old", ["flat", "footed", "7", "year", "old"]),
        ("12st 80kg £20-£30", ["12", "st", "80", "kg", "£", "20", "-", "£", "30"]),
        ("9½ and 1,200 and 8,5", ["9.5", "and", "1200", "and", "8.5"]),
        ("café\x00\x07naïve", ["cafe", "naive"]),
        ("sooo  \t good", ["soo", "good"]),
        ("heel n toe", ["heel", "and", "toe"]),
        ("", []),
    ],
)
def test_words_are_written_out(text: str, words: list[str]) -> None:
    assert _plain(text) == words


def test_every_word_knows_its_place() -> None:
    text = "Ça va? My “HEEL” isn't ok"
    assert [text[word.start : word.end] for word in words_of(text, shipped().spelling)] == [
        "Ça", "va", "?", "My", "“", "HEEL", "”", "isn't", "isn't", "ok"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("forms", "base"),
    [
        (["ache", "aches", "ached", "aching"], "ache"),
        (["foot", "feet"], "foot"),
        (["run", "running", "ran"], "run"),
        (["knee", "knees"], "knee"),
        (["calf", "calves"], "calf"),
        (["injury", "injuries"], "injury"),
        (["morning"], "morning"),
        (["numbness"], "numbness"),
        (["arthritis"], "arthritis"),
    ],
)
def test_inflections_share_a_base_form(forms: list[str], base: str) -> None:
    assert {base_form(form, shipped().spelling) for form in forms} == {base}
