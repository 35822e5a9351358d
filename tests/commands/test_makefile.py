"""The Makefile: `make help` lists every command, and each says what it does."""

from __future__ import annotations

import re
import subprocess

from bot.server.settings import ROOT

MAKEFILE = (ROOT / "Makefile").read_text()
INNER = {"setup", "setup-dev"}
"""Targets that others need; nobody calls them."""


def targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", MAKEFILE, re.MULTILINE)) - INNER


def test_help_lists_every_command() -> None:
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = {line.split()[1] for line in done.stdout.splitlines() if line.strip().startswith("make ")}
    assert listed == targets()
    assert {"run", "test", "chat", "train", "lint", "evaluate", "benchmark", "help"} <= listed


def test_make_alone_is_help() -> None:
    alone = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    asked = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert alone.stdout == asked.stdout


def test_no_target_is_a_file() -> None:
    phony = set(re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[1].split())  # type: ignore[index]
    assert phony == targets() | INNER
