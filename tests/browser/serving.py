"""The real server with the sample shop and a browser, for the commands that make pictures and figures."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bot.server.settings import ROOT
from tests.running import Running, start, stop


@contextmanager
def sample_shop() -> Iterator[tuple[Running, Browser]]:
    """A server on databases of its own and a browser, while the block runs. Raises SystemExit without a browser."""
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SystemExit("needs a browser: install Debian's package chromium")
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{Path(folder) / 'catalogue.db'}"
        environment = {**os.environ, "DATABASE_URL": database}
        subprocess.run([sys.executable, "-m", "catalog", "setup"], cwd=ROOT, env=environment, check=True)
        running = start(Path(folder), DATABASE_URL=database)
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
                yield running, browser
                browser.close()
        finally:
            stop(running)
