"""A small shop's feed in Google's XML, product by product, for tests of whole imports."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from catalog.engine import create_engine
from catalog.importing.outcome import Outcome
from catalog.importing.run import Request, import_feed

PLAIN = {
    "title": "Daywalker Gel Insole",
    "description": "Soft gel cushioning under the heel. Trim to fit.",
    "brand": "Testwood",
    "price": "39.95 EUR",
    "availability": "in_stock",
    "link": "https://shop.example/p",
}


def entry(sku: str, **given: str) -> str:
    """An entry; what is given replaces or adds fields, "" leaves one out."""
    fields = {"id": sku} | PLAIN | given
    told = "".join(f"<g:{name}>{escape(value)}</g:{name}>" for name, value in fields.items() if value)
    return f"<item>{told}</item>"


def feed(*entries: str) -> str:
    """A whole feed."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>'
        f"{''.join(entries)}</channel></rss>"
    )


class Silent:
    """Tells nobody how far an import is."""

    def stage(self, name: str, total: int) -> None:
        """See run.Progress."""

    def to(self, done: int) -> None:
        """See run.Progress."""

    def by(self, more: int) -> None:
        """See run.Progress."""


class Shop:
    """A catalogue at an address, and a folder for its feeds."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.folder = folder
        self.engine = create_engine(url)

    def bring(self, *entries: str, **given: Any) -> Outcome:
        """Import these entries."""
        return self.bring_text(feed(*entries), **given)

    def bring_text(self, text: str, name: str = "feed.xml", **given: Any) -> Outcome:
        """Import a feed of this text."""
        (self.folder / name).write_text(text, encoding="utf-8")
        return self.bring_file(name, **given)

    def bring_file(self, name: str, **given: Any) -> Outcome:
        """Import a file of the folder."""
        options: Mapping[str, Any] = {"errors": self.folder / "errors.csv"} | given
        return import_feed(self.engine, Request(str(self.folder / name), **options), Silent())
