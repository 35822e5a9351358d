"""By what sellers' texts are read: changes when the words or the rules do, so that products are read again."""

from __future__ import annotations

import hashlib

import seeds

#: Counted up when the reader's own rules change.
VERSION = "1"
_FILES = ("selling/*.yml", "variants.yml", "vocabulary.yml")


def digest() -> str:
    """A digest of the seeds that reading depends on, and of the version of the reader's rules."""
    found = hashlib.sha256(VERSION.encode())
    for pattern in _FILES:
        for file in sorted(seeds.path(".").glob(pattern)):
            found.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return found.hexdigest()
