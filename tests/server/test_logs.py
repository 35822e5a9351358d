"""Logs tell what went wrong and where, never what people wrote."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.server.logs import DiscreetFormatter, configure_logs, describe_failure

SECRET = "my foot went numb"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    yield stream
    configure_logs()


def fail() -> None:
    try:
        raise KeyError(SECRET)
    except KeyError as error:
        raise ValueError(f"cannot read {SECRET}") from error


def log_in_all_ways() -> None:
    plain = logging.getLogger("bot.server.agent")
    structured = structlog.get_logger()
    try:
        fail()
    except ValueError:
        plain.exception("a turn failed")
        structured.exception("rest.message.received.failure", text=SECRET)
    structured.warning(
        "processor.message.parse", parse_data_text=SECRET, slot_values=SECRET, action_name="action_advise"
    )
    structured.debug("processor.message.parse", parse_data_text=SECRET)
    logging.getLogger("rasa.shared.utils.io").warning("Failed to parse '%s'", SECRET)
    logging.getLogger("rasa.core.processor").warning("Parsed '%s'", SECRET)


def test_no_way_of_logging_shows_what_was_written(written: io.StringIO) -> None:
    configure_logs(level=logging.DEBUG, stream=written)
    log_in_all_ways()
    said = written.getvalue()
    assert SECRET not in said
    assert "a turn failed" in said
    assert "ValueError" in said
    assert "KeyError" in said
    assert "rest.message.received.failure" in said
    assert "action_name=action_advise" in said
    assert "test_logs.py" in said


def test_when_asked_for_messages_are_shown(written: io.StringIO) -> None:
    configure_logs(with_messages=True, level=logging.DEBUG, stream=written)
    log_in_all_ways()
    assert written.getvalue().count(SECRET) >= 4


def test_by_default_only_warnings_and_worse_are_written(written: io.StringIO) -> None:
    configure_logs(stream=written)
    logging.getLogger("rasa").info("chatter")
    structlog.get_logger().info("chatter")
    assert written.getvalue() == ""


def test_a_failure_is_described_without_its_words() -> None:
    with pytest.raises(ValueError) as caught:
        fail()
    described = describe_failure(caught.value)
    assert SECRET not in described
    assert described.startswith("ValueError at ")
    assert "because of KeyError at " in described


def test_the_formatter_leaves_other_loggers_alone() -> None:
    record = logging.LogRecord("sanic.error", logging.ERROR, __file__, 1, "port %d", (80,), None)
    assert DiscreetFormatter(with_messages=False).format(record).endswith("port 80")
