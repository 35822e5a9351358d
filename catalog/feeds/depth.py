"""How deep lists and objects lie in each other in JSON, looked at before a parser keeps a path for each of them."""

from __future__ import annotations

import re
from itertools import accumulate

from catalog.feeds import limits
from catalog.feeds.errors import FeedError
from catalog.feeds.unpack import Clean

#: A string, to its end or to the end of what was read; how it ends tells which.
_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*("|\\?\Z)', re.DOTALL)
_NO_BRACKET = bytes(code for code in range(256) if code not in b"[]{}")
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}


class Shallow:
    """The bytes of a stream, `head` before them. Raises FeedError where they nest deeper than a feed does."""

    def __init__(self, head: bytes, stream: Clean, where: str) -> None:
        self._head = head
        self._stream = stream
        self._where = where
        self._open = b""  # the beginning of a string that goes on in the next piece
        self._depth = 0

    def read(self, size: int = -1, /) -> bytes:
        if size == 0:
            return b""
        piece, self._head = self._head or self._stream.read(size), b""
        parts = _STRING.split(self._open + piece)
        self._open = b'"' + parts[-2] if len(parts) > 1 and parts[-2] != b'"' else b""
        brackets = b"".join(parts[::2]).translate(None, _NO_BRACKET)
        if brackets:
            depths = list(accumulate((_STEP[bracket] for bracket in brackets), initial=self._depth))
            self._depth = depths[-1]
            if max(depths) > limits.MAX_DEPTH:
                raise FeedError(self._where, "has lists and objects too deep in each other for a feed")
        return piece
