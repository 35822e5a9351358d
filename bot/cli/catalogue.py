"""Bring the catalogue up to date, through its own command line: bot/ does not know how it is done."""

from __future__ import annotations

import subprocess
import sys

from bot.server.settings import ROOT, SettingsError


class CatalogueSetup:
    """`python -m catalog setup` in the background: newest migration, sample shop if it is empty."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "catalog", "setup"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # Ctrl-C is for us; this ends by itself, and half a migration helps nobody.
            start_new_session=True,
        )

    def finish(self) -> None:
        """Wait for it. Raises SettingsError with what it said where it failed."""
        said, _ = self._process.communicate()
        if self._process.returncode != 0:
            lines = [line.strip() for line in said.splitlines() if line.strip()]
            reason = lines[-1] if lines else f"exit code {self._process.returncode}"
            raise SettingsError(f"The catalogue could not be set up: {reason}")
