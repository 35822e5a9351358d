"""General questions: the model of their topics, what is sure, and the files of examples."""

from __future__ import annotations

import functools
import json
from pathlib import Path

import pytest
import yaml

from bot.evaluation import pipelines_file
from bot.nlu.gate import GENERAL, QUESTIONS
from bot.nlu.reader import shared_reader
from bot.nlu.text_model import TextModel
from bot.nlu.topic_examples import FEWEST, FOLDER, faults
from bot.nlu.topics import Topics, topic_of, train

pytestmark = pytest.mark.xdist_group("topics")  # one worker trains the model, not each

SETTINGS = Topics.get_default_config()
HELD_OUT = pipelines_file().with_name("messages") / "topics.jsonl"


def _examples() -> list[tuple[str, str]]:
    return [
        (line.removeprefix("- "), block["intent"])
        for path in [*sorted(FOLDER.glob("*.yml")), FOLDER.with_name("intents") / "questions.yml"]
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        if block["intent"].partition("/")[0] in QUESTIONS
        for line in block["examples"].splitlines()
        if line.startswith("- ")
    ]


@functools.lru_cache(maxsize=1)
def _trained() -> TextModel:
    texts, topics = zip(*_examples(), strict=True)
    return train(texts, topics, float(SETTINGS["strength"]))


def _held_out() -> list[tuple[str, str]]:
    rows = [json.loads(line) for line in HELD_OUT.read_text(encoding="utf-8").splitlines()]
    return [(row["text"], row["topic"]) for row in rows if "topic" in row]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("may I put my gel pair through the washing machine?", "washing"),
        ("does memory foam keep its spring", "memory_foam"),
        ("are flat feet anything to be concerned about", "flat_feet"),
        ("I have diabetes, are insoles alright for me?", "diabetes"),
        ("what makes them squeak on every step", "squeak"),
        ("should a five year old with flat feet wear insoles", "children"),
        ("could I use them in open sandals", "sandals"),
        ("will the muscles in my feet get weaker", "weak_feet"),
    ],
)
def test_a_new_wording_is_told(text: str, topic: str) -> None:
    found = topic_of(_trained(), shared_reader().read(text), SETTINGS)
    assert found["name"] == f"ask_general/{topic}"
    assert found["sure"]


def test_most_held_out_questions_are_told_and_hardly_any_is_surely_wrong() -> None:
    told = [(topic, topic_of(_trained(), shared_reader().read(text), SETTINGS)) for text, topic in _held_out()]
    assert len(told) >= 3 * 60
    assert sum(topic == found["name"] for topic, found in told) >= 0.88 * len(told)
    assert sum(topic != found["name"] and found["sure"] for topic, found in told) <= 0.07 * len(told)


def test_what_is_held_out_is_no_example() -> None:
    assert {text.lower() for text, _ in _held_out()} & {text.lower() for text, _ in _examples()} == set()


@pytest.mark.parametrize("text", ["what about it", "blue or green?", "hm and the other thing?"])
def test_a_question_about_nothing_is_not_sure(text: str) -> None:
    found = topic_of(_trained(), shared_reader().read(text), SETTINGS)
    assert not found["sure"]
    assert len(found["ranking"]) == 5


@pytest.mark.parametrize(
    ("shares", "sure"),
    [((0.5, 0.4), True), ((0.3, 0.1), True), ((0.3, 0.2), False), ((0.15, 0.01), False)],
)
def test_sure_is_what_is_likely_or_stands_out(shares: tuple[float, float], sure: bool) -> None:
    class Fixed:
        classes = ("ask_general/gel", "ask_general/foam")

        @staticmethod
        def shares(_texts: object) -> list[object]:
            import numpy as np

            return [np.array(shares)]

    assert topic_of(Fixed(), shared_reader().read("gel?"), SETTINGS)["sure"] is sure  # type: ignore[arg-type]


def test_values_that_are_named_are_evidence() -> None:
    named = topic_of(_trained(), shared_reader().read("and memory foam?"), SETTINGS)
    assert named["name"] == "ask_general/memory_foam"


def test_it_comes_back_from_a_folder_as_it_was(tmp_path: Path) -> None:
    _trained().save(tmp_path)
    reading = shared_reader().read("can you wash them")
    assert topic_of(TextModel.load(tmp_path), reading, SETTINGS) == topic_of(_trained(), reading, SETTINGS)


def test_the_files_of_the_topics_are_in_order() -> None:
    assert [str(fault) for fault in faults()] == []
    assert len({topic for _, topic in _examples() if topic.startswith(GENERAL)}) >= 50


LINES = "".join(f"      - question number {number}\n" for number in range(FEWEST))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("  - intent: washing\n    examples: |\n" + LINES, "is no topic"),
        ("  - intent: ask_general/washing\n    examples: |\n      - wash?\n", "has 1 examples"),
        ("  - intent: ask_general/gel\n    examples: |\n" + LINES, "has no answer"),
        (("  - intent: ask_general/washing\n    examples: |\n" + LINES) * 2, "stands in odd.yml already"),
        ("", "is never asked for"),
    ],
)
def test_a_faulty_file_is_named_with_its_mend(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "odd.yml").write_text("nlu:\n" + text, encoding="utf-8")
    answers = tmp_path / "answers" / "topics.yml"
    answers.parent.mkdir()
    answers.write_text('responses:\n  utter_ask_general/washing: [{text: "By hand."}]\n', encoding="utf-8")
    found = [str(fault) for fault in faults(tmp_path, answers)]
    assert any(problem in fault for fault in found)


def test_an_example_of_two_topics_is_named(tmp_path: Path) -> None:
    one = "  - intent: ask_general/washing\n    examples: |\n" + LINES
    (tmp_path / "odd.yml").write_text("nlu:\n" + one + one.replace("washing", "gel"), encoding="utf-8")
    answers = tmp_path / "topics.txt"
    answers.write_text("responses: {utter_ask_general/washing: [], utter_ask_general/gel: []}", encoding="utf-8")
    found = [str(fault) for fault in faults(tmp_path, answers)]
    assert len(found) == FEWEST
    assert "is also an example of ask_general/washing" in found[0]
