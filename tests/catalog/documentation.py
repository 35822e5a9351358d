"""docs/bring-your-products.md as a test reads it: the commands of each section and what the page says they print."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "bring-your-products.md"
DICTIONARY = DOCS / "data-dictionary.md"
FEEDS = DOCS / "feeds"
LEFT_OUT = "..."
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ROW = re.compile(r"\| `(?P<text>[^`]+)` \| (?P<read>(?:`[^`]+` ?)*)\|")


@dataclass
class Step:
    """One command of the page, and the lines that stand below it."""

    command: str
    lines: list[str] = field(default_factory=list)


def sections(text: str) -> dict[str, list[Step]]:
    """The commands with their output (```console) below each heading; headings without any are not there."""
    found: dict[str, list[Step]] = {}
    heading, inside = "", False
    for line in text.splitlines():
        if line.startswith("```"):
            inside = line == "```console"
        elif inside and line.startswith("$ "):
            found.setdefault(heading, []).append(Step(line[2:]))
        elif inside:
            found[heading][-1].lines.append(line)
        elif line.startswith("#"):
            heading = line.lstrip("# ")
    return found


def readings(text: str) -> dict[str, set[str]]:
    """The table of what a seller writes and how it is read: text -> {"heel_cup_mm=18"}."""
    table = text.partition("| a seller writes |")[2].partition("\n\n")[0]
    return {row["text"]: set(re.findall(r"`([^`]+)`", row["read"])) for row in _ROW.finditer(table)}


def differs(told: list[str], printed: str, *, some: bool = False) -> str:
    """What the page says (`told`) and a command did not print, or "". White space and days do not count, `...` stands
    for any lines or for the rest of one, and with `some` any line may be left out."""
    lines = [plain for line in printed.splitlines() if (plain := _plain(line))]
    at, free = 0, some
    for line in told:
        if line == LEFT_OUT:
            free = True
            continue
        wanted = _plain(line)
        place = next((n for n in range(at, len(lines)) if _same(wanted, lines[n])), -1)
        if place < 0 or (place > at and not free):
            return f"the page has {line!r}, which does not come here in:\n{printed}"
        at, free = place + 1, some
    return "" if free or at == len(lines) else f"the page leaves out {lines[at]!r}"


def _same(told: str, line: str) -> bool:
    """Whether a line is the one of the page, which may leave out its end."""
    cut = told.removesuffix(f" {LEFT_OUT}")
    return line == told or (cut != told and line.startswith(cut + " "))


def _plain(line: str) -> str:
    return _DAY.sub("DAY", " ".join(line.split()))


@contextmanager
def shop_at_an_address() -> Iterator[str]:
    """A shop on this machine that answers to products.json page by page, as Shopify's do; gives its address."""
    feed = json.loads((FEEDS / "products.json").read_text(encoding="utf-8"))

    class Shop(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = json.dumps(feed if "page=1" in self.path else {"products": []}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *_: object) -> None:  # noqa: A002
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
