"""Long texts in pieces: nothing lost, nothing too long, broken where a reader would pause."""

from __future__ import annotations

import random

import pytest

from bot.channels.messaging.text import marked, pieces, tail, utf16
from bot.channels.twilio.gsm import measure, plainer


def cut(text: str, limit: int) -> list[str]:
    return [text[start:end] for start, end in pieces(text, limit)]


@pytest.mark.parametrize(
    ("text", "limit", "wanted"),
    [
        ("", 10, []),
        (" \n ", 10, []),
        ("short", 10, ["short"]),
        ("  about  ", 10, ["about"]),
        ("one two three", 8, ["one two", "three"]),
        ("One is. Two is. Three is.", 16, ["One is. Two is.", "Three is."]),
        ("One line is here\nTwo more words", 25, ["One line is here", "Two more words"]),
        ("a paragraph of it\n\nthe next\none", 24, ["a paragraph of it", "the next\none"]),
        ("a\n\nlong word here that is", 20, ["a\n\nlong word here", "that is"]),  # not just "a"
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("😀😀😀", 4, ["😀😀", "😀"]),  # two units each
        ("x" * 10 + " y", 10, ["x" * 10, "y"]),
    ],
)
def test_where_it_is_broken(text: str, limit: int, wanted: list[str]) -> None:
    assert cut(text, limit) == wanted


def test_nothing_is_lost_and_nothing_too_long() -> None:
    chance = random.Random(7)
    for _ in range(500):
        text = "".join(chance.choice("ab😀. \n\n•é!,<") for _ in range(chance.randrange(0, 200)))
        limit = chance.randrange(2, 60)
        found = cut(text, limit)
        assert all(one and utf16(one) <= limit and one == one.strip() for one in found)
        assert "".join("".join(found).split()) == "".join(text.split())


def test_the_tail_is_the_longest_that_fits_at_the_best_place() -> None:
    text = "first paragraph\n\nsecond one\nwith two lines"
    assert text[tail(text, 100) :] == text
    assert text[tail(text, 30) :] == "second one\nwith two lines"
    assert text[tail(text, 15) :] == "with two lines"
    assert text[tail(text, 9) :] == "two lines"
    assert text[tail(text, 3) :] == ""


def test_what_stands_out_is_marked_where_that_is_safe() -> None:
    text = "Price: 2*3\nof\nall"
    assert marked(text, [(0, 6), (7, 10), (11, 17)], 0, len(text)) == "*Price:* 2*3\nof\nall"
    assert marked(text, [(0, 6)], 3, len(text)) == text[3:]


def test_the_alphabet_of_sms() -> None:
    assert measure("abc") == 3
    assert measure("{€}") == 6
    assert measure("ж" * 67) == 153
    assert plainer("“it’s” – 3 × 4… • ½") == '"it\'s" - 3 x 4... -  1/2'
    assert measure(plainer("“it’s” – 3 × 4… •")) == len(plainer("“it’s” – 3 × 4… •"))
