"""Where a feed comes from: a file, standard input or an address. Whatever it is, it lies in a file afterwards."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from catalog.feeds import limits, web
from catalog.feeds.errors import FeedError

_PIECE = 1 << 20


@contextmanager
def opened(where: str) -> Iterator[tuple[IO[bytes], str]]:
    """The feed as a file that can be read twice, and its name for messages. Raises FeedError."""
    scheme = where.split("://", 1)[0].lower() if "://" in where else ""
    if scheme in ("http", "https"):
        name = web.shown(where)
        with _temporary(name) as file:
            web.fetch(where, file, limits.WEB)
            yield file, name
    elif scheme:
        raise FeedError(where[:200], "is no address that we can read; give http:// or https://, or a file")
    elif where == "-":
        with _temporary("standard input") as file:
            _copy(_standard_input(), file, "standard input")
            yield file, "standard input"
    else:
        file, is_plain = _opened_file(where)
        with file:
            if is_plain and os.fstat(file.fileno()).st_size <= limits.MAX_BYTES:
                yield file, where
            elif is_plain:
                raise FeedError(where, f"is larger than {limits.MAX_BYTES // 1_000_000} MB; split it")
            else:
                with _temporary(where) as copy:
                    _copy(file, copy, where)
                    yield copy, where


@contextmanager
def _temporary(name: str) -> Iterator[IO[bytes]]:
    # It has no name on disk: however this process ends, the file is gone.
    try:
        file = tempfile.TemporaryFile()  # noqa: SIM115
    except OSError as error:
        raise FeedError(name, f"cannot be put aside on this disk: {error.strerror}") from None
    with file:
        yield file


def _copy(source: IO[bytes], file: IO[bytes], name: str) -> None:
    count = 0
    try:
        while piece := source.read(_PIECE):
            count += len(piece)
            if count > limits.MAX_BYTES:
                raise FeedError(name, f"is larger than {limits.MAX_BYTES // 1_000_000} MB; split it")
            file.write(piece)
        file.flush()
    except OSError as error:
        raise FeedError(name, f"cannot be put aside on this disk: {error.strerror}") from None


def _standard_input() -> IO[bytes]:
    if sys.stdin is None or sys.stdin.closed or sys.stdin.isatty():
        raise FeedError("standard input", "is a keyboard; give a file, or send a feed through a pipe")
    return sys.stdin.buffer


def _opened_file(where: str) -> tuple[IO[bytes], bool]:
    """A file, and whether it can be read twice. A pipe with a name cannot."""
    try:
        path = Path(where)
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise FeedError(where, "is a folder; name the file in it")
        return path.open("rb", buffering=0), stat.S_ISREG(mode)
    except FileNotFoundError:
        raise FeedError(where, "is not there") from None
    except OSError as error:
        raise FeedError(where, f"cannot be read: {error.strerror}") from None
    except ValueError as error:
        if isinstance(error, FeedError):
            raise
        raise FeedError(where, "is no name of a file") from None
