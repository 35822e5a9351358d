"""What `make evaluate` and `make soak` count, and the files that they read."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest
import yaml

from bot.evaluation import pipelines_file
from bot.evaluation.facts import Labelled, fact_of, from_messages, from_specs, measure
from bot.evaluation.soak import fault, inputs
from bot.nlu.lexicon import read_vocabulary
from bot.nlu.words import LONGEST_MESSAGE

MESSAGES = pipelines_file().with_name("messages")
VOCABULARY = read_vocabulary()


def test_right_extra_and_missed_are_counted_by_type() -> None:
    rows = [
        Labelled("my heel hurts", frozenset({("pain_site", "heel", "")})),
        Labelled("no heel pain", frozenset({("pain_site", "heel", ""), ("side", "left", "")})),
    ]
    figures = measure(rows)
    assert (figures.total.right, figures.total.extra, figures.total.missed) == (1, 1, 2)
    assert figures.by_type["side"].missed == 1
    assert figures.worst[0][1] == "no heel pain"
    assert figures.total.f1 == pytest.approx(2 / 5)


def test_numbers_and_roles_are_compared_in_one_form() -> None:
    assert fact_of({"entity": "budget", "value": "40.0"}) == ("budget", "40", "max")
    assert fact_of({"entity": "body_weight", "value": "81.6"}) == ("body_weight", "82", "")
    assert fact_of({"entity": "feature", "value": "soft", "role": "avoid"}) == ("feature", "soft", "avoid")


@pytest.mark.parametrize("line", ["no json", "[]", '{"scope": "in"}', '{"text": "x", "entities": [1]}'])
def test_a_faulty_line_of_messages_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_text('{"text": "fine"}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"odd\.jsonl, line 2"):
        from_messages(path)


@pytest.mark.parametrize("path", sorted(MESSAGES.glob("*.jsonl")), ids=lambda path: path.stem)
def test_the_labelled_messages_keep_to_the_vocabulary(path: Path) -> None:
    rows = from_messages(path)
    assert len(rows) > 50
    assert len({row.text for row in rows}) == len(rows)
    for row in rows:
        assert row.scope in ("in", "out", "adjacent"), row.text
        for name, value, _ in row.facts or ():
            assert VOCABULARY[name]["kind"] != "word" or value in VOCABULARY[name]["values"], row.text


def test_there_are_enough_specification_rows() -> None:
    assert len(from_specs()) >= 400


def test_every_pipeline_that_is_compared_says_what_it_is() -> None:
    for name, given in yaml.safe_load(pipelines_file().read_text(encoding="utf-8")).items():
        assert set(given) == {"label", "once", "pipeline"}, name
        assert all("name" in component for component in given["pipeline"]), name


def test_the_inputs_of_the_soak_are_repeatable_varied_and_bounded() -> None:
    first, again = (list(islice(inputs(2_000, seed=3), 2_000)) for _ in range(2))
    assert first == again
    assert len(set(first)) > 1_500
    assert max(map(len, first)) == 2 * LONGEST_MESSAGE


@pytest.mark.parametrize(
    ("entity", "problem"),
    [
        ({"entity": "mood", "value": "sad"}, "unknown entity"),
        ({"entity": "pain_site", "value": "nose"}, "unknown value"),
        ({"entity": "pain_site", "value": "heel", "role": "odd"}, "unknown entity or role"),
        ({"entity": "budget", "value": "-3"}, "no sensible number"),
        ({"entity": "pain_site", "value": "heel", "end": 99}, "outside the text"),
    ],
)
def test_the_soak_sees_what_is_wrong(entity: dict[str, object], problem: str) -> None:
    result = {"intent": {"name": "inform"}, "entities": [{"start": 0, "end": 4, **entity}]}
    assert problem in str(fault(result, "heel hurts", VOCABULARY))


def test_the_soak_is_content_with_what_is_right() -> None:
    entity = {"entity": "pain_site", "value": "heel", "start": 0, "end": 4}
    assert fault({"intent": {"name": "inform"}, "entities": [entity]}, "heel hurts", VOCABULARY) is None
    assert fault({"intent": {"name": None}, "entities": []}, "heel hurts", VOCABULARY) == "no intent"
