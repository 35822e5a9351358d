"""Which encoding a feed is in: by its byte order mark, else UTF-8 if all of it is, else what fits its letters."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import IO

import charset_normalizer

from catalog.feeds.errors import FeedError
from catalog.feeds.unpack import Reader, unpacked

_PIECE = 1 << 20
_SAMPLE = 32 * 1024
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: What shops' programs write where it is neither Unicode nor cp1252.
_LIKELY = ("cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "mac_roman", "cp932", "gb18030", "euc_kr")
#: Letters and signs of western Europe's languages that cp1252 has.
_WESTERN = re.compile("[\x00-\x7fÀ-ÅÆ-ÏÑ-ÖØ-Üß-åæ-ïñ-öø-üÿŒœ\u00a0€£‘’‚“”„–—…•·™®©°ºª½¼¾²³µ×±§«»‹›¡¿´¨†]*")
_SIGN_IN_WORD = re.compile("[a-zA-Z][€£•®°º½¼¾²³µ×±§«»‹›¡¿¨†][a-z]|[a-zà-ü][À-ÖØ-Ü][a-zà-ü]")
#: Codecs of Python's that no feed is in, and that are slow or surprising with what is sent to them.
_NO_TEXT = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7", "mbcs", "oem"}
_DECLARED = re.compile(rb"""\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]{0,39})["']""")


@dataclass(frozen=True)
class Encoding:
    """Python's name of an encoding, and what the owner should know of how it was found ("" if nothing).

    `damaged` is whether single bytes are not in it, which are read as a sign for "unreadable".
    """

    name: str
    note: str = ""
    damaged: bool = False


def by_first_bytes(head: bytes) -> str:
    """The encoding that the first bytes prove, "" if they prove none."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    sample = head[:400]
    if len(sample) >= 4:  # UTF-16 without a mark: every other byte of a header is 0
        if sample[1::2].count(0) > len(sample) * 0.4 and 0 not in sample[::2]:
            return "utf-16-le"
        if sample[::2].count(0) > len(sample) * 0.4 and 0 not in sample[1::2]:
            return "utf-16-be"
    return ""


def named(encoding: str, where: str) -> str:
    """Python's name of an encoding that somebody names. Raises FeedError if it is none that texts are in."""
    try:
        info = codecs.lookup(encoding)
    except (LookupError, ValueError):
        info = None
    if info is None or not getattr(info, "_is_text_encoding", True) or info.name in _NO_TEXT:
        raise FeedError(where, f"{encoding[:40]!r} is no encoding that we know; give utf-8, cp1252 or utf-16, or none")
    return "utf-8" if info.name == "utf-8-sig" else info.name


def find(file: IO[bytes], where: str, head: bytes, wanted: str | None) -> Encoding:
    """The encoding of a whole feed, which is read once for it. `wanted` is what the owner named.

    Raises FeedError if the feed is not in the encoding that it must be in.
    """
    if wanted is not None or by_first_bytes(head):
        name = named(wanted, where) if wanted is not None else by_first_bytes(head)
        wrong, _ = _first_wrong(file, where, name)
        if wrong is not None:
            raise FeedError(where, f"is not {name}, as {'you say' if wanted else 'it begins'} (byte {wrong})")
        return Encoding(name)
    declared = _declared(head)
    if declared not in ("", "utf-8"):
        wrong, _ = _first_wrong(file, where, declared)
        if wrong is None:
            return Encoding(declared)
    wrong, sample = _first_wrong(file, where, "utf-8")
    if wrong is not None and _mostly_utf8(sample):
        note = f"is UTF-8 with bytes in it that are not (the first is byte {wrong}); such letters are lost"
        return Encoding("utf-8", note, damaged=True)
    name = "utf-8" if wrong is None else _guessed(file, where, sample)
    if declared and name != declared:
        return Encoding(name, f"its first line says {declared}, but it is not; it was read as {name}")
    if wrong is None:
        return Encoding("utf-8")
    return Encoding(
        name, f"is not UTF-8 (byte {wrong}); it was read as {name}. If letters are wrong, name its encoding"
    )


def _declared(head: bytes) -> str:
    """What an XML declaration says: "" if there is none."""
    found = _DECLARED.match(head)
    if found is None:
        return ""
    try:
        info = codecs.lookup(found[1].decode("ascii"))
    except LookupError:
        return found[1].decode("ascii")
    # What says UTF-16 in bytes that are not is wrong anyway; ISO 8859-1 is written by programs that mean Windows.
    return {"iso8859-1": "cp1252"}.get(info.name, info.name)


def _first_wrong(file: IO[bytes], where: str, encoding: str) -> tuple[int | None, bytes]:
    """Where a feed is not in an encoding, and the bytes around; None if all of it is in it."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)("strict")
    except LookupError:
        return 0, b""
    reader: Reader = unpacked(file, where)
    before = 0
    try:
        while piece := reader.read(_PIECE):
            kept = len(decoder.getstate()[0])
            try:
                decoder.decode(piece)
            except UnicodeError as error:
                start = max(0, getattr(error, "start", 0) - kept)
                return before + start, piece[max(0, start - 2000) :]
            before += len(piece)
        decoder.decode(b"", True)
    except UnicodeError:
        return before, b""
    return None, b""


def _mostly_utf8(sample: bytes) -> bool:
    """Whether bytes hold far more letters of UTF-8 than bytes that are none: chance makes few of those."""
    text = sample[:_SAMPLE].decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(not character.isascii() for character in text) - broken >= 4 * broken


def _looks_western(lines: bytes) -> bool:
    """Whether bytes read as cp1252 are what shops in western Europe and America write: mostly plain letters, among
    them accents and signs where such texts have them. A few accents are too little for statistics to tell."""
    text = lines.decode("cp1252", "replace")
    if not _WESTERN.fullmatch(text) or _SIGN_IN_WORD.search(text):
        return False
    letters = [character for character in text if character.isalpha()]
    return sum(not letter.isascii() for letter in letters) <= 0.3 * len(letters)


def _guessed(file: IO[bytes], where: str, sample: bytes) -> str:
    lines = b"\n".join(line for line in sample.splitlines() if not line.isascii())[:_SAMPLE]
    if _looks_western(lines) and _first_wrong(file, where, "cp1252")[0] is None:
        return "cp1252"
    matches = charset_normalizer.from_bytes(lines, cp_isolation=list(_LIKELY))
    best = [name for match in matches for name in (match.encoding, *match.could_be_from_charset) if name in _LIKELY]
    # A sign within a word is the surest mark of a wrong guess, and short texts leave statistics many of them.
    for name in [*sorted(dict.fromkeys(best), key=lambda name: _has_signs_in_words(lines, name)), "cp1252"]:
        if _first_wrong(file, where, name)[0] is None:
            return name
    raise FeedError(where, "is in no encoding that we know. Save it as UTF-8, or name its encoding")


def _has_signs_in_words(lines: bytes, encoding: str) -> bool:
    return _SIGN_IN_WORD.search(lines.decode(encoding, "replace")) is not None
