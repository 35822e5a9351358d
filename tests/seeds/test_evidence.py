"""The statements on the evidence: complete, well-formed, and with their wording."""

from __future__ import annotations

from typing import Any

import pytest

import seeds
from tests.seeds.data import conditions, mistakes, responses

STRENGTHS = {"strong", "moderate", "low", "very_low", "none", "guideline"}
STATEMENTS: list[dict[str, Any]] = seeds.read_yaml("evidence.yml")


@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda statement: statement["id"])
def test_a_statement_is_complete(statement: dict[str, Any]) -> None:
    assert set(statement) - {"before"} == {"id", "applies", "strength", "numbers", "sources", "priority"}
    assert statement["strength"] in STRENGTHS
    assert statement["sources"]
    assert isinstance(statement["priority"], int)
    assert statement["numbers"].strip()
    assert mistakes(statement["applies"]) == []


def test_statements_and_wording_belong_together() -> None:
    ids = [statement["id"] for statement in STATEMENTS]
    assert len(ids) == len(set(ids))
    wanted = {f"utter_evidence_{name}" for name in ids} | {f"utter_evidence_{name}_more" for name in ids}
    assert set(responses("evidence")) == wanted


def test_a_statement_is_at_most_two_short_lines() -> None:
    for name, variations in responses("evidence").items():
        if not name.endswith("_more"):
            assert all(len(text) <= 200 for text in variations), name


def test_backs_are_never_without_the_guideline() -> None:
    sites = {"lower_back", "upper_back", "back"}
    statement = next(statement for statement in STATEMENTS if statement["id"] == "back_pain")
    assert any(sites <= set(part.get("pain_site", [])) for part in statement["applies"]["any"])
    assert "nice_ng59" in statement["sources"]
    assert statement["priority"] == max(other["priority"] for other in STATEMENTS)
    assert all("NICE" in text for text in responses("evidence")["utter_evidence_back_pain"])


def test_every_complaint_has_a_statement() -> None:
    """Some statement mentions each place where it may hurt; where there is no trial, that is said."""
    mentioned: set[str] = set()
    for _, condition in conditions(STATEMENTS):
        mentioned |= plain_sites(condition)
    assert mentioned == set(seeds.read_yaml("vocabulary.yml")["pain_site"]["values"])


def plain_sites(condition: dict[str, Any]) -> set[str]:
    found: set[str] = set()
    for key, value in condition.items():
        if key == "pain_site":
            found |= set(value if isinstance(value, list) else [value])
        elif key in ("any", "all"):
            for item in value:
                found |= plain_sites(item)
    return found
