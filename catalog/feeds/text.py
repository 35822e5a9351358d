"""HTML of shops as plain text."""

from __future__ import annotations

import html as html_entities
import re

from lxml import etree
from lxml import html as html_parser

_LONGEST = 5000
#: HTML that is parsed at most: what lies beyond it would be cut off anyway.
_LONGEST_HTML = 200_000
_DROPPED = {"script", "style", "noscript", "template", "head", "title", "iframe", "object", "svg", "select", "textarea"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "legend", "li", "main", "nav", "ol", "option", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead",
    "tr", "ul",
}  # fmt: skip
_CELLS = {"td", "th"}
_PARSER = html_parser.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,2000}>")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_BAD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200d\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
_SPACES = re.compile(r"[^\S\n]+")
#: What no text has, whichever file it came in: the halves of characters that JSON can write, and what cannot be seen.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\ufeff\ufffe\uffff\ud800-\udfff]")
_LINES = re.compile(r" ?\n[\s]*")


def plain_text(html: str) -> str:
    """The text of a piece of HTML, at most 5000 characters, cut at a word's end.

    Blocks, list entries and line breaks are on lines of their own, cells of a table are divided by a space, or a colon
    where a row is a name and its value; scripts
    and styles are dropped; entities are resolved, also those that were escaped twice; white space is squeezed. Text
    without HTML is only squeezed. Never raises.
    """
    text = html[:_LONGEST_HTML].replace("\r", "\n")
    if "&" in text or "<" in text:
        if not _TAG.search(text):
            text = html_entities.unescape(text)  # escaped markup is markup: some feeds escape it twice
        if _TAG.search(text):
            read = _without_tags(text)
            # The parser gives up where elements lie hundreds deep in each other.
            text = read if read.strip() else _TAG.sub("\n", text)
        if _ENTITY.search(text):
            text = html_entities.unescape(text)
    if not text.isprintable() or "  " in text:  # what is printable has no line breaks, tabs or controls either
        text = _LINES.sub("\n", _SPACES.sub(" ", _BAD.sub("", text)))
    text = text.strip()
    return shortened(text, _LONGEST)


def cleaned(text: str, longest: int) -> str:
    """A text as the shop wrote it, but for outer white space and what no text has, at most so long."""
    if len(text) <= longest and text.isprintable():  # most are, and this is quick
        return text.strip()
    if _UNSEEN.search(text):
        text = _UNSEEN.sub("", text)
    return shortened(text.strip(), longest)


def shortened(text: str, longest: int) -> str:
    """A text of at most so many characters, cut at a word's end where there is one."""
    if len(text) <= longest:
        return text
    cut = text[: longest + 1]
    end = max(cut.rfind(" "), cut.rfind("\n"))
    return cut[: end if end > longest // 2 else longest].rstrip()


def _before(element: etree._Element) -> str:
    """What stands before an element's text: a new line, or what divides the cells of a row.

    A row of two cells, and a term with its description, is a name with its value: "Metatarsal pad: no".
    """
    name, before = element.tag, element.getprevious()
    if name == "dd" and before is not None and before.tag == "dt":
        return ": "
    if name in _BLOCKS:
        return "\n"
    if name not in _CELLS:
        return ""
    of_two = before is not None and before.getprevious() is None and element.getnext() is None
    said = "".join(before.itertext()).strip() if of_two and before is not None else ""
    return ": " if said and not said.endswith((":", "?")) else " "


def _without_tags(text: str) -> str:
    # What lxml refuses in a string: NUL, and lone halves of characters.
    text = _BAD.sub("", text)
    try:
        root = html_parser.fragment_fromstring(text, create_parent="div", parser=_PARSER)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return _TAG.sub("\n", text)
    parts: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = element.tag
        if event == "start":
            if name in _DROPPED:
                walk.skip_subtree()
                continue
            parts.append(_before(element))
            parts.append(element.text or "")
        else:
            if name in _BLOCKS and name not in ("br", "dt"):
                parts.append("\n")
            if element is not root:
                parts.append(element.tail or "")
    return "".join(parts)
