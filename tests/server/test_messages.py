"""What a message may be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.base import LONGEST
from bot.server.messages import MAX_CHARACTERS, MAX_SENDER_CHARACTERS, clean_sender, clean_text


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("my heel hurts", "my heel hurts"),
        ("/restart", "restart"),
        ('/inform{"x":1}', 'inform{"x":1}'),
        (" / /\u00a0//restart", "restart"),
        ("\u200b\u2060/restart", "restart"),
        ("\x00/restart\x07", "restart"),
        ("and/or", "and/or"),
        ("", ""),
        (" \n\t ", ""),
        ("///", ""),
        (None, ""),
        (["a"], ""),
        (7, ""),
        ("one\n\ntwo", "one\n\ntwo"),
        ("one\ttwo\x85three", "one two three"),
        ("right\u202eleft", "rightleft"),
        ("👩\u200d⚕️ 🦶", "👩\u200d⚕️ 🦶"),
        ("broken \ud83d half", "broken  half"),
        ("<b>bold</b>", "<b>bold</b>"),
        ("'; DROP TABLE product; --", "'; DROP TABLE product; --"),
    ],
)
def test_a_message_is_read_as_plain_text(said: object, read: str) -> None:
    assert clean_text(said) == read


def test_a_long_message_is_cut() -> None:
    read = clean_text("ab " * 20_000)
    assert read == ("ab " * 20_000)[: MAX_CHARACTERS - 1] + "…"
    assert clean_text(read) == read


@given(st.text(max_size=300))
def test_whatever_is_said_it_is_no_command_and_cleaning_again_changes_nothing(said: str) -> None:
    read = clean_text(said)
    assert not read.startswith("/")
    assert read == read.strip()
    assert clean_text(read) == read
    read.encode("utf-8")


def test_a_usual_sender_keeps_its_name() -> None:
    assert clean_sender("page-5f0c") == "page-5f0c"


@pytest.mark.parametrize("sender", ["x" * (MAX_SENDER_CHARACTERS + 1), "line\nbreak", "null\x00"])
def test_an_unusual_sender_gets_a_bounded_name_of_its_own(sender: str) -> None:
    name = clean_sender(sender)
    assert len(name) <= MAX_SENDER_CHARACTERS
    assert name.isprintable()
    assert name != clean_sender(sender + "x")
    assert name == clean_sender(sender)


def test_the_actions_say_that_a_message_was_cut_where_the_server_cuts() -> None:
    assert LONGEST == MAX_CHARACTERS
