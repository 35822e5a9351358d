"""Bring the catalogue up to date and ask how it is, through its own command line: bot/ does not know how it is done."""

from __future__ import annotations

import subprocess
import sys

from bot.server.settings import ROOT, SettingsError

_COMMAND = (sys.executable, "-m", "catalog")
_INVENTED = "invented sample shop"


def describe(production: bool) -> str:
    """What the catalogue holds, in a line. Raises SettingsError where it is unusable, and in production where it holds
    what nobody can buy."""
    done = subprocess.run([*_COMMAND, "check", "--database"], cwd=ROOT, capture_output=True, text=True, check=False)
    lines = [line.strip() for line in (done.stdout or done.stderr).splitlines() if line.strip()]
    said = lines[-1].partition(": ")[2] if lines else f"exit code {done.returncode}"
    if done.returncode != 0:
        raise SettingsError(f"{said}.")
    if production and _INVENTED in said:
        raise SettingsError(f"{said}. Bring in your own with `python -m catalog import`; the sample shop then goes.")
    return said


class CatalogueSetup:
    """`python -m catalog setup` in the background: newest migration, sample shop if it is empty."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [*_COMMAND, "setup"],
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
