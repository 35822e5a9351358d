"""The widget's integrity: the SHA-384 of each file, in tables that its first file checks them against.

A page that names the entry's own integrity in its script line (Subresource Integrity, W3C) thereby fixes every
file: the entry holds those of the first files, of which `files.js` holds those of all others.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

BEGIN = "  // made by `python -m bot.widget`\n"
END = "  // end of what is made\n"
FIRST = ("files.js", "launcher.css")
ENTRY = "solewise.js"

_FILES = """// @ts-check
// The integrity of the files that are loaded when the chat is opened. Made by `python -m bot.widget`.

"""


@dataclass(frozen=True)
class Tables:
    """What the two files that hold tables should be."""

    entry: str
    files: str

    @property
    def integrity(self) -> str:
        """The entry's own integrity, for the page's script line."""
        return integrity(self.entry.encode())


def integrity(content: bytes) -> str:
    """The integrity of a file as browsers write it: `sha384-` and the digest in base 64."""
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()


def make_tables(folder: Path, words: Path) -> Tables:
    """The entry and `files.js` as they should be.

    Args:
        folder: where the widget's files are.
        words: where the tables of words are, which are served below `strings/`.

    Raises:
        ValueError: the entry lacks the two lines between which its table stands.
        OSError: a file can't be read.
    """
    later = {
        path.name: path.read_bytes()
        for path in sorted(folder.iterdir())
        if path.suffix in {".js", ".css"} and path.name not in {ENTRY, "types.js", *FIRST}
    }
    files = f"{_FILES}export const FILES = {{\n{_rows(later)}}};\n"
    first = {"files.js": files.encode(), "launcher.css": (folder / "launcher.css").read_bytes()}
    first |= {f"strings/{path.name}": path.read_bytes() for path in sorted(words.glob("*.js"))}
    entry = (folder / ENTRY).read_text(encoding="utf-8")
    before, begin, rest = entry.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(
            f"{ENTRY} needs the lines {BEGIN.strip()!r} and {END.strip()!r}: the table stands between them"
        )
    return Tables(before + BEGIN + _rows(first) + END + after, files)


def _rows(contents: Mapping[str, bytes]) -> str:
    return "".join(f'  "{name}": "{integrity(content)}",\n' for name, content in contents.items())
