"""By what sellers' texts are read: changes when the words or the rules do, so that products are read again."""

from __future__ import annotations

import hashlib

import seeds
from catalog.selling import lexicon

#: Counted up when the rules for sizes change; those for texts are counted in lexicon.py.
SIZES_VERSION = "1"
_FILES = ("variants.yml", "vocabulary.yml")


def digest() -> str:
    """A digest of the seeds that reading depends on, and of the versions of its rules."""
    found = hashlib.sha256(f"{lexicon.digest()} {SIZES_VERSION}".encode())
    for name in _FILES:
        found.update(seeds.path(name).read_bytes())
    return found.hexdigest()
