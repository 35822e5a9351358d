"""Logs without people's words: what somebody wrote, and what was concluded from it, is about their health.

Rasa logs message texts, entities and slots in many places, and an exception's own words often quote what it
choked on. Here everything passes one formatter and one structlog processor, which leave out texts unless
SOLEWISE_LOG_MESSAGES is on. What remains tells where and what kind of error it was.
"""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any, TextIO

import structlog

LEFT_OUT = "(left out; SOLEWISE_LOG_MESSAGES=1 shows it)"

# The only fields of Rasa's structured log that say nothing about a person.
_HARMLESS = {
    "event",
    "level",
    "event_info",
    "event_key",
    "action_name",
    "action_extract_slot",
    "filename",
    "url",
    "key",
}
# Loggers of Rasa whose warnings quote the message or what was understood of it.
_QUOTING = ("rasa.shared.utils.io", "rasa.core.actions", "rasa.core.processor", "py.warnings")


def describe_failure(error: BaseException) -> str:
    """The kind of an error and where it arose, without its own words, which may quote a person."""
    frames = traceback.extract_tb(error.__traceback__)
    where = " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames[-4:]))
    cause = error.__cause__ or error.__context__
    because = f" because of {describe_failure(cause)}" if cause is not None else ""
    return f"{type(error).__name__} at {where or 'an unknown place'}{because}"


class DiscreetFormatter(logging.Formatter):
    """Formats records; tells errors by kind and place, and leaves the texts of quoting loggers out."""

    def __init__(self, *, with_messages: bool) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._with_messages = with_messages

    def format(self, record: logging.LogRecord) -> str:
        if not self._with_messages:
            record = logging.makeLogRecord(record.__dict__)
            record.exc_text = None  # another handler may have kept the whole traceback there
            if record.name.startswith(_QUOTING):
                record.msg, record.args = f"{record.module}:{record.lineno} {LEFT_OUT}", None
        return super().format(record)

    def formatException(  # noqa: N802 - the standard library's name
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        if self._with_messages or ei[1] is None:
            return super().formatException(ei)
        return describe_failure(ei[1])


def leave_texts_out(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """structlog processor: keep the harmless fields, and of an exception its kind and place."""
    kept = {key: value for key, value in event.items() if key in _HARMLESS}
    if event.get("exc_info"):
        error = event["exc_info"] if isinstance(event["exc_info"], BaseException) else sys.exc_info()[1]
        if error is not None:
            kept["failure"] = describe_failure(error)
    return kept


def configure_logs(*, with_messages: bool = False, level: int = logging.WARNING, stream: TextIO | None = None) -> None:
    """Send all logs to a stream (standard error), through the discreet formatter, from `level` on."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(DiscreetFormatter(with_messages=with_messages))
    root = logging.getLogger()
    for old in list(root.handlers):
        if type(old) is logging.StreamHandler:  # Rasa's, or ours of an earlier call
            root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info if with_messages else leave_texts_out,
            _render_plainly,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=False,
    )


def _render_plainly(_: Any, __: str, event: MutableMapping[str, Any]) -> str:
    """One line of the fields that are left."""
    name = event.pop("event", "")
    event.pop("level", None)
    return " ".join([str(name), *(f"{key}={value}" for key, value in event.items())])
