"""Files that the server gives to browsers: those that lie right in a folder, of known kinds, and nothing else."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sanic import Request
from sanic.response import HTTPResponse, empty, json, raw

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
}
"""Kinds of files that are given, by the ending of their names."""

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    # Kept by browsers, but asked about each time: what changed is there at once, what did not costs no bytes.
    "Cache-Control": "no-cache",
}
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
_MOST_BYTES = 5_000_000


@dataclass(frozen=True)
class File:
    """A file as it is given: its media type, its content plain and (where that is shorter) compressed, and its tag."""

    kind: str
    plain: bytes
    compressed: bytes | None
    tag: str


def read_file(folder: Path, name: str) -> File | None:
    """A file that lies right in a folder; None for anything else."""
    path = folder / name
    kind = TYPES.get(path.suffix)
    if kind is None or not _NAME.fullmatch(name) or path.is_symlink() or not path.is_file():
        return None
    stat = path.stat()
    if stat.st_size > _MOST_BYTES:
        return None
    return _read(path, kind, stat.st_mtime_ns, stat.st_size)


def file_response(request: Request, folder: Path, name: str, headers: Mapping[str, str] | None = None) -> HTTPResponse:
    """The file, 304 where the browser has it already, or 404. ``headers`` are sent besides."""
    every = {**_HEADERS, **(headers or {})}
    found = read_file(folder, name)
    if found is None:
        return json({"error": {"code": "unknown", "message": "There is no such file."}}, status=404, headers=every)
    every |= {"ETag": found.tag, "Vary": "Accept-Encoding"}
    known = request.headers.get("if-none-match") or ""
    if found.tag in [one.strip().removeprefix("W/") for one in known.split(",")[:20]]:
        return empty(status=304, headers=every)
    if found.compressed is not None and _takes_gzip(request.headers.get("accept-encoding") or ""):
        every |= {"Content-Encoding": "gzip", "ETag": f"W/{found.tag}"}
        return raw(found.compressed, content_type=found.kind, headers=every)
    return raw(found.plain, content_type=found.kind, headers=every)


def _takes_gzip(accepted: str) -> bool:
    """Whether a browser takes gzip, by its Accept-Encoding."""
    for one in accepted.split(",")[:20]:
        coding, _, weight = one.replace(" ", "").lower().partition(";")
        if coding == "gzip":
            return weight.rstrip("0.") != "q="
    return False


@lru_cache(maxsize=256)
def _read(path: Path, kind: str, _changed: int, _size: int) -> File:
    plain = path.read_bytes()
    compressed = gzip.compress(plain, 9, mtime=0) if kind.startswith(("text/", "image/svg")) else None
    smaller = compressed if compressed is not None and len(compressed) < len(plain) else None
    return File(kind, plain, smaller, f'"{hashlib.sha256(plain).hexdigest()[:32]}"')
