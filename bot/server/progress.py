"""One line on the screen that says what takes its time, so that a wait never looks like a hang."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def waiting(words: str, pause: float = 1.0) -> Iterator[None]:
    """Show `words` and the seconds passed on standard error while the block runs, once it takes longer than
    `pause`.

    A terminal gets one line that changes and goes away; a log gets a line every ten seconds.
    """
    done = threading.Event()
    terminal = sys.stderr.isatty()
    start = time.monotonic()

    def tell() -> None:
        wait = pause
        while not done.wait(wait):
            line = f"  {words} ({time.monotonic() - start:.0f} s)"
            sys.stderr.write(f"\r\033[K{line[:100]}" if terminal else f"{line}\n")
            sys.stderr.flush()
            wait = 0.5 if terminal else 10.0

    thread = threading.Thread(target=tell, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
        if terminal:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
