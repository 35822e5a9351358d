"""Measuring the understanding: `python -m bot.evaluation`."""

from __future__ import annotations

from pathlib import Path


def pipelines_file() -> Path:
    """The file of the pipelines that are compared with ours."""
    return Path(__file__).with_name("pipelines.yml")
