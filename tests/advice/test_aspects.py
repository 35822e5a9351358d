"""Questions about a product are answered by its row, and by nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from actions.advice.adviser import Adviser
from actions.advice.aspects import BY_GUIDE, MOST, Aspect, aspects
from catalog import Ranked
from catalog.attributes import DESCRIBING
from tests.advice.factories import fact


def ask(adviser: Adviser, item: Ranked, *facts: Any, attributes: tuple[str, ...] = ()) -> list[Aspect]:
    return aspects(adviser.catalogue, adviser.guide, item.product, facts, attributes)


@pytest.mark.parametrize(
    ("type_", "value", "attribute"),
    [("width", "wide", "widths"), ("footwear", "dress_shoes", "footwear"), ("arch_type", "high", "arch_types"),
     ("activity", "running", "activities"), ("wearer", "kids", "wearer")],
)  # fmt: skip
def test_a_word_is_looked_for_in_the_rows_list(
    adviser: Adviser, all_ranked: list[Ranked], type_: str, value: str, attribute: str
) -> None:
    seen = set()
    for item in all_ranked:
        (aspect,) = ask(adviser, item, fact(type_, value))
        listed = getattr(item.product, attribute)
        expected = "unknown" if listed is None else "yes" if value in listed else "no"
        assert aspect.verdict == expected
        seen.add(expected)
    assert seen == {"yes", "no", "unknown"}


def test_features_follow_the_features_of_the_product(adviser: Adviser, all_ranked: list[Ranked]) -> None:
    for item in all_ranked:
        for feature, has in item.product.features.items():
            (aspect,) = ask(adviser, item, fact("feature", feature))
            assert aspect.verdict == {True: "yes", False: "no", None: "unknown"}[has]


def test_a_size_is_judged_as_a_search_judges_it(adviser: Adviser, all_ranked: list[Ranked]) -> None:
    from catalog import Limits

    passing = {
        item.product.sku for item in adviser.catalogue.search([], Limits(shoe_size="EU 48", in_stock=False), 500)
    }
    for item in all_ranked:
        (aspect,) = ask(adviser, item, fact("shoe_size", "EU 48"))
        assert (aspect.verdict == "no") == (item.product.sku not in passing)


def test_an_attribute_is_given_as_the_row_has_it_or_as_not_stated(adviser: Adviser, all_ranked: list[Ranked]) -> None:
    for item in all_ranked[:20]:
        for name in DESCRIBING:
            (aspect,) = ask(adviser, item, attributes=(name,))
            value = getattr(item.product, name)
            assert aspect.verdict == ("unknown" if value is None else "value")
            assert [stated.value for stated in aspect.stated] == ([] if value is None else [value])


def test_a_complaint_is_held_against_what_the_guide_asks(adviser: Adviser, all_ranked: list[Ranked]) -> None:
    verdicts = set()
    for item in all_ranked:
        (aspect,) = ask(adviser, item, fact("pain_site", "ball_of_foot"))
        verdicts.add(aspect.verdict)
        assert aspect.reasons is not None
        if aspect.verdict == "yes":
            assert item.product.metatarsal_pad is True
        for reason in aspect.reasons.reasons:
            for stated in reason.stated:
                assert getattr(item.product, stated.attribute) == stated.value
    assert {"yes", "no"} <= verdicts


def test_a_complaint_that_the_guide_has_nothing_for_is_not_answered_with_yes(
    adviser: Adviser, all_ranked: list[Ranked]
) -> None:
    (aspect,) = ask(adviser, all_ranked[0], fact("condition", "gout"))
    assert aspect.verdict == "unknown"
    assert aspect.attribute in BY_GUIDE


def test_answers_are_few(adviser: Adviser, all_ranked: list[Ranked]) -> None:
    assert len(ask(adviser, all_ranked[0], attributes=tuple(DESCRIBING))) == MOST
