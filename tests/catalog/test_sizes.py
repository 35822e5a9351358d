"""Shoe sizes as owners write them and as people say them."""

from __future__ import annotations

import pytest

from catalog import sizes


def meant(text: str, wearer: str | None = None) -> set[str]:
    """The columns that hold a size somebody said."""
    return set(sizes.wanted(text, wearer).bits)


@pytest.mark.parametrize(
    ("text", "wearer", "columns"),
    [
        ("EU 42", None, {"size_eu_high"}),
        ("eu34.5", None, {"size_eu_low"}),
        ("UK 8", None, {"size_uk"}),
        ("UK 8", "men", {"size_uk"}),
        ("UK 12", "kids", {"size_uk_kids"}),
        ("US 9", None, {"size_us_men", "size_us_women"}),
        ("US 9", "women", {"size_us_women"}),
        ("US W 9", "men", {"size_us_women"}),
        ("US 2", "kids", {"size_us_kids"}),
        ("9.5", "men", {"size_uk", "size_us_men"}),
        ("42", None, {"size_eu_high"}),
        ("US 55", None, set()),
    ],
)
def test_what_somebody_means(text: str, wearer: str | None, columns: set[str]) -> None:
    assert meant(text, wearer) == columns


@pytest.mark.parametrize("text", ["", "big", "EU", "US 9 or so", "9.25", "EU 41-43", "١٢", "9" * 400])
def test_what_is_no_size(text: str) -> None:
    assert not sizes.is_size(text)


def test_a_range_means_every_whole_and_half_size() -> None:
    assert sizes.read_sizes("US M 8-9") == [("US M", 8.0), ("US M", 8.5), ("US M", 9.0)]


@pytest.mark.parametrize("entry", ["42", "EU 9", "UK M 9", "US M 9-8", "EU 36 to 41", "US 9"])
def test_what_an_owner_may_not_write(entry: str) -> None:
    with pytest.raises(ValueError, match="is no size"):
        sizes.read_sizes(entry)


def test_ranges_are_put_together_again() -> None:
    assert sizes.in_ranges(("EU 36", "EU 36.5", "EU 37", "EU 39", "UK 4")) == ["EU 36-37", "EU 39", "UK 4"]


@pytest.mark.parametrize(("text", "wearer"), [("US 9", "women"), ("2", "kids"), ("UK 8", "men"), ("US W 7", "men")])
def test_a_size_means_the_same_written_without_its_wearer(text: str, wearer: str) -> None:
    assert sizes.wanted(sizes.on_scale_of(text, wearer)) == sizes.wanted(text, wearer)
