"""Sizes named in titles and descriptions: only what is certain to be one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.selling.size_mentions import mentioned_sizes
from catalog.sizes import in_ranges


def sizes(title: str, description: str = "", **known: Any) -> str:
    """The sizes as an owner would write them."""
    read, _ = mentioned_sizes([title], description, **known)
    return "|".join(in_ranges([f"{system} {size:g}" for system, size in read.sizes]))


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Gel insoles, UK 6-11", "UK 6-11"),
        ("Gel insoles (EU 36-41, cut to size)", "EU 36-41"),
        ("Gel insoles EU36-38", "EU 36-38"),
        ("Walker Insole - Men's 8-9.5 / Women's 10-11.5", "US M 8-9.5|US W 10-11.5"),
        ("Walker Insoles Size UK 7 wide", "UK 7"),
        ("Walker insole size 42 EU", "EU 42"),
        ("Walker Women's US 7-9", "US W 7-9"),
        ("Walker 3000 insoles", ""),
        ("Walker insoles Men's 3/4", ""),
        ("Walker insoles Men's 2 pair", ""),
        ("Walker Men's 7", ""),
        ("3/4 length insoles UK 6-8", "UK 6-8"),
        ("Walker insoles, trim to UK 11", ""),
        ("10 mm gel insoles for women", ""),
    ],
)
def test_sizes_of_a_title(title: str, found: str) -> None:
    assert sizes(title) == found


@pytest.mark.parametrize(
    ("description", "found"),
    [
        ("Soft gel. Sizes: EU 36-47.", "EU 36-47"),
        ("Available in EU sizes 36 to 47", "EU 36-47"),
        ("Men's sizes: US 7-13\nWomen's sizes: US 5-11", "US M 7-13|US W 5-11"),
        ("Fits shoe sizes UK 3.5-12.", "UK 3.5-12"),
        ("Größen: EU 36-41", "EU 36-41"),
        ("Trim to fit sizes UK 6-8.", ""),
        ("If you are between sizes UK 6 and UK 7, order the larger", ""),
        ("Sizes: 7-13", ""),
        ("Size matters to 42 people", ""),
        ("12 mm heel cup", ""),
    ],
)
def test_sizes_of_a_description(description: str, found: str) -> None:
    assert sizes("Walker", description) == found


def test_the_words_are_the_sellers() -> None:
    assert mentioned_sizes(["Walker - UK 6-8"], "Sizes: EU 36-47")[1] == "UK 6-8"


@given(st.text(max_size=60), st.text(max_size=120))
def test_any_texts_are_read_without_trouble(title: str, description: str) -> None:
    read, words = mentioned_sizes([title], f"Sizes: {description}")
    assert bool(read.sizes) == bool(words)
    assert read.unread == ()
