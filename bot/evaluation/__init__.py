"""Measuring the understanding: `python -m bot.evaluation`."""

from __future__ import annotations

import logging
from pathlib import Path

import structlog


def pipelines_file() -> Path:
    """The file of the pipelines that are compared with ours."""
    return Path(__file__).with_name("pipelines.yml")


def quieten() -> None:
    """Keep Rasa's log off the tables."""
    logging.disable(logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
