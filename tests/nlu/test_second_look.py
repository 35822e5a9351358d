"""The second look at warning signs: what it sees, what it makes of it, and the files that it learns from."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from bot.nlu import sign_examples as examples
from bot.nlu.reader import shared_reader
from bot.nlu.second_look import LONGEST_PIECE, NONE, SecondLook, SignModel, Suspicion, harmless, pieces, seen

SETTINGS = SecondLook.get_default_config()
# Made-up words, so that the lexicon can never know them.
PLAIN = ["my heel hurts on the stairs", "something soft for my boots", "the arch aches at work", "size nine please"]
WOUND = ["the glorp keeps snarfing", "a snarfing glorp on my shin", "glorp through the sock, a snarf"]
BLADDER = ["I leave the loo and quibble", "quibbling before I reach it", "quibble by quibble, never wend"]


@pytest.fixture(scope="module")
def model() -> SignModel:
    texts = [*PLAIN, *WOUND, *BLADDER]
    labels = [NONE] * len(PLAIN) + ["open_wound"] * len(WOUND) + ["bladder_bowel"] * len(BLADDER)
    return SignModel.fit([seen(shared_reader().read(text)) for text in texts] * 3, labels * 3, strength=10.0)


def test_it_tells_signs_from_plain_messages_and_from_one_another(model: SignModel) -> None:
    wound = model.suspect(shared_reader().read("Size nine please. There is a glorp that keeps snarfing."))
    plain = model.suspect(shared_reader().read("my heel aches in my boots"))
    assert wound is not None
    assert (wound.sign, wound.pressing > 0.5) == ("open_wound", True)
    assert plain is None or plain.pressing < 0.5


def test_it_points_at_the_sentence(model: SignModel) -> None:
    text = "Size nine please. There is a glorp that keeps snarfing."
    found = model.suspect(shared_reader().read(text))
    assert found is not None
    assert text[found.start : found.end] == "There is a glorp that keeps snarfing"


def test_it_comes_back_from_a_folder_as_it_was(model: SignModel, tmp_path: Path) -> None:
    model.save(tmp_path)
    reading = shared_reader().read("a glorp keeps snarfing in my shin")
    before, after = model.suspect(reading), SignModel.load(tmp_path).suspect(reading)
    assert before is not None
    assert after is not None
    assert after.sign == before.sign
    assert after.pressing == pytest.approx(before.pressing)


def test_what_the_first_look_settled_is_left_alone(model: SignModel) -> None:
    assert model.suspect(shared_reader().read("I have no open wound, no snarfing glorp")) is None


@pytest.mark.parametrize(
    ("pressing", "share", "sign", "verdict"),
    [
        (0.99, 0.99, "open_wound", "stated"),
        (0.99, 0.45, "open_wound", "asked"),
        (0.6, 0.99, "open_wound", "asked"),
        (0.6, 0.2, "open_wound", None),
        (0.3, 0.99, "open_wound", None),
        (0.99, 0.99, "both_legs", "asked"),
    ],
)
def test_only_what_is_nearly_certain_is_stated(pressing: float, share: float, sign: str, verdict: str | None) -> None:
    assert Suspicion(pressing, sign, share, 0, 10).verdict(SETTINGS) == verdict


def test_pieces_are_sentences_and_parts_of_long_ones() -> None:
    assert list(pieces(shared_reader().read("My heel hurts a lot. Yes! It has for months?"))) == [(0, 5), (8, 12)]
    long = shared_reader().read("my heel hurts and " * 40)
    parts = list(pieces(long))
    assert parts[0][0] == 0
    assert parts[-1][1] == len(long.words)
    assert all(0 < end - start <= LONGEST_PIECE for start, end in parts)
    assert all(later[0] < earlier[1] for earlier, later in pairwise(parts))


def test_harmless_texts_are_taken_only_where_the_first_look_sees_no_sign() -> None:
    assert len(harmless(["my heel hurts", "I have a fever and my foot is sore", ""])) == 1


def test_there_are_examples_for_every_pressing_sign_and_many_harmless_ones() -> None:
    counts: dict[str, int] = {}
    for example in examples.sign_examples():
        key = example.name if example.tier in examples.PRESSING else example.tier
        counts[key] = counts.get(key, 0) + 1
    assert all(counts[sign] >= 40 for sign in examples.pressing_signs())
    assert counts["harmless"] > sum(counts[sign] for sign in examples.pressing_signs())


@pytest.mark.parametrize(
    ("tier", "text", "problem"),
    [
        ("urgent", "no_such_sign:\n  - it hurts\n", "is no value of red_flag"),
        ("urgent", "fever: hot\n", "has no list of sentences"),
        ("urgent", "fever:\n  - yes\n", "is no sentence"),
        ("urgent", "fever:\n  - hot\nopen_wound:\n  - Hot\n", "stands twice"),
        ("harmless", "stories:\n  - a day out\n", "is a word of Rasa's own"),
        ("mild", "fever:\n  - hot\n", "is no tier"),
    ],
)
def test_a_faulty_file_is_named_with_its_mend(tmp_path: Path, tier: str, text: str, problem: str) -> None:
    (tmp_path / tier).mkdir()
    (tmp_path / tier / "odd.yml").write_text(text, encoding="utf-8")
    found = [str(fault) for fault in examples.faults(tmp_path)]
    assert len(found) == 1
    assert found[0].startswith(f"{tier}/odd.yml")
    assert problem in found[0]
