"""The bytes of a feed as its parser wants them: unpacked, in UTF-8, without control characters, and never too many.

Each reader has `read(size)`, takes from the one below it and holds no more than a few pieces.
"""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from typing import IO, Any, Protocol

from catalog.feeds import limits
from catalog.feeds.errors import FeedError

_GZIP = b"\x1f\x8b"
_PIECE = 64 * 1024
#: No text has these, and XML, JSON and CSV may not have them either. In UTF-8 they are no part of another character.
_CONTROL = bytes(code for code in range(32) if code not in (9, 10, 13)) + b"\x7f"


class Reader(Protocol):
    """What bytes are read from."""

    def read(self, size: int = -1, /) -> bytes: ...


def unpacked(file: IO[bytes], where: str) -> Reader:
    """The bytes of a file from its beginning. Gzip is known by its first bytes and unpacked, twice at most."""
    file.seek(0)
    reader: Reader = file
    for depth in range(3):
        buffered = io.BufferedReader(_Raw(reader), _PIECE)
        if buffered.peek(2)[:2] != _GZIP:
            return buffered
        if depth == 2:
            raise FeedError(where, "is packed more than twice; unpack it and give what is inside")
        reader = _Gunzipped(buffered, where)
    return reader


class _Gunzipped:
    def __init__(self, packed: Any, where: str) -> None:
        self._file = gzip.GzipFile(fileobj=packed, mode="rb")
        self._where = where
        self._count = 0

    def read(self, size: int = -1, /) -> bytes:
        try:
            piece = self._file.read(size if size > 0 else _PIECE)
        except EOFError:
            raise FeedError(self._where, "breaks off: the gzip file is not complete. Fetch it again") from None
        except (zlib.error, gzip.BadGzipFile):
            raise FeedError(self._where, "is damaged: the gzip file cannot be unpacked. Fetch it again") from None
        self._count += len(piece)
        if self._count > limits.MAX_BYTES:
            raise FeedError(self._where, f"unpacks to more than {limits.MAX_BYTES // 1_000_000} MB; split it")
        return piece


class _Raw(io.RawIOBase):
    """Any reader as a raw stream, so that the standard library's buffers can stand on it."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        piece = self._left or self._reader.read(len(buffer))
        piece, self._left = piece[: len(buffer)], piece[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


def text_lines(reader: Reader) -> io.TextIOWrapper:
    """UTF-8 bytes as text; ends of lines are left as they are."""
    return io.TextIOWrapper(io.BufferedReader(_Raw(reader), _PIECE), encoding="utf-8", newline="")


class Clean:
    """Bytes of any encoding as UTF-8 without byte order mark and control characters, counted.

    Raises FeedError when more than a reasonable entry's bytes, or more than `most` of the characters `marks`, pass
    without `entry()` being called: that bounds what a parser can pile up, whatever is sent to it.
    """

    def __init__(
        self, reader: Reader, encoding: str, where: str, marks: bytes = b"", most: int = 0, damaged: bool = False
    ) -> None:
        """`damaged`: bytes that are not in the encoding are read as a sign for "unreadable"."""
        self._reader = reader
        as_it_is = encoding == "utf-8" and not damaged
        errors = "replace" if damaged else "strict"
        self._decoder = None if as_it_is else codecs.getincrementaldecoder(encoding)(errors)
        self._where = where
        self._marks = [marks[i : i + 1] for i in range(len(marks))]
        self._most = most
        self._begin = True
        self._bytes = self._seen = 0

    def entry(self) -> None:
        """A further entry has been read."""
        self._bytes = self._seen = 0

    def read(self, size: int = -1, /) -> bytes:
        if size == 0:  # how ijson asks what kind of file it has
            return b""
        while True:
            piece = self._reader.read(size if 0 < size <= _PIECE else _PIECE)
            end = not piece
            if self._decoder is not None:
                piece = self._recoded(self._decoder, piece, end)
            if self._begin and piece:
                piece = piece.removeprefix(codecs.BOM_UTF8)
                self._begin = False
            piece = piece.translate(None, _CONTROL)
            if piece or end:
                break
        self._bytes += len(piece)
        self._seen += sum(piece.count(mark) for mark in self._marks)
        if self._bytes > limits.MAX_ENTRY_BYTES:
            raise FeedError(
                self._where,
                f"has an entry of more than {limits.MAX_ENTRY_BYTES // 1_000_000} MB. A field does not end; "
                "mend it in the program that makes the feed",
            )
        if self._seen > self._most:
            raise FeedError(
                self._where,
                f"has an entry of more than {self._most} parts; mend it in the program that makes the feed",
            )
        return piece

    def _recoded(self, decoder: codecs.IncrementalDecoder, piece: bytes, end: bool) -> bytes:
        try:
            return decoder.decode(piece, end).encode("utf-8")
        except UnicodeError:  # the whole feed was decoded before; it has changed meanwhile
            raise FeedError(self._where, "changed while it was read; import it again") from None
