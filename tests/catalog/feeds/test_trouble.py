"""What is broken, hostile or too large is refused with a message that says where and what to do."""

from __future__ import annotations

import gzip
import io
import random
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from catalog.feeds import Feed, FeedError, Item, encoding, limits, open_feed
from catalog.feeds.feed import Feed as FeedClass
from catalog.problem import Problem

Read = Callable[..., list[Item | Problem]]
EXAMPLES = Path(__file__).parent / "examples"
NAMES = ["own.csv", "google.xml", "google.tsv", "shopify.csv", "shopify.json", "woocommerce.csv"]
RSS = b'<rss xmlns:g="http://base.google.com/ns/1.0"><channel>%s</channel></rss>'
ENTRY = b"<item><g:id>A</g:id><g:title>T%s</g:title><g:price>1 EUR</g:price></item>"
OWN = b"sku,brand,name,price,currency,description\n"


def google(content: bytes) -> bytes:
    return RSS % content


@pytest.mark.parametrize("name", NAMES)
def test_gzip_is_unpacked_once_and_twice(read: Read, name: str) -> None:
    content = (EXAMPLES / name).read_bytes()
    once = gzip.compress(content)
    assert read(once) == read(name)
    assert read(gzip.compress(once)) == read(name)
    with pytest.raises(FeedError, match="packed more than twice"):
        read(gzip.compress(gzip.compress(once)))


@pytest.mark.parametrize("name", NAMES)
def test_a_gzip_file_that_breaks_off_says_so(read: Read, name: str) -> None:
    packed = gzip.compress((EXAMPLES / name).read_bytes())
    with pytest.raises(FeedError, match=r"breaks off|damaged"):
        read(packed[:-20])
    with pytest.raises(FeedError, match="damaged"):
        read(packed[:60] + b"\0\0\0\0\0\0\0\0" + packed[68:])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n", "is empty"),
        (gzip.compress(b"", mtime=0), "is empty"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "is a web page, not a feed"),
        (b"\n<html lang=en>", "is a web page"),
        (b"<?xml version='1.0'?><urlset><url/></urlset>", "no feed that we know \\(<urlset>\\).*Google Merchant"),
        (b"a,b,c\n1,2,3\n", r"no feed that we know; its first line has 'a, b, c'.*WooCommerce"),
        (b'{"error": "no such shop"}', 'has no "products"'),
        (b"<rss><channel></channel></rss>", "no <item> and no <entry>"),
        (b'{"products": [{"title": "A"', "broken JSON.*Is it complete"),
        (b'{"products": [}]}', "broken JSON"),
        (google(ENTRY % b"")[:-30], "broken XML in line 1.*Is it complete"),
        (google(ENTRY % b"<b>"), "broken XML in line 1"),
        (google(ENTRY % b"&nosuch;"), "broken XML in line 1"),
        (b"id,title\n1,2\n", "no column price"),
        (b"Handle,Title\nx,X\n", "no column Variant Price"),
        (b"Type,Name,Regular price\nsimple,X\n", None),
        (b"sku,name,price,brand\nA,B,1,C\n", "no column currency"),
        (b"sku,name,price,brand,currency,sku\nA,B,1,C,EUR,A\n", "names the column sku twice"),
    ],
)
def test_what_is_no_feed_is_refused(read: Read, content: bytes, said: str | None) -> None:
    if said is None:
        assert [str(entry) for entry in read(content)] == ["line 2: has 2 cells, the first line has 3"]
        return
    with pytest.raises(FeedError, match=said) as caught:
        read(content)
    assert "feed: " in str(caught.value)
    assert "\n" not in str(caught.value)


def test_entities_bombs_and_outside_files_are_refused(read: Read, tmp_path: Path) -> None:
    # given
    secret = tmp_path / "secret"
    secret.write_text("the shop's password")
    laughs = b"<!DOCTYPE rss [<!ENTITY a 'ha'>" + b"".join(
        b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(20)
    )
    outside = b"<!DOCTYPE rss [<!ENTITY u SYSTEM 'file://%s'>]>" % str(secret).encode()
    # when, then
    for prolog, entity in ((laughs + b"]>", b"&u;"), (outside, b"&u;"), (b"<!doctype rss SYSTEM 'http://x/'>", b"")):
        for before in (b"", b"<?xml version='1.0'?>", b"<?xml version='1.0'?><!-- <rss> -->\n"):
            with pytest.raises(FeedError, match="document type"):
                read(before + prolog + google(ENTRY % entity), "google-xml")


def test_names_of_characters_that_xml_does_not_know_are_read(read: Read) -> None:
    (item,) = read(google(ENTRY % b"&nbsp;3&frac12;&nbsp;mm &lt;&amp;eacute;" + b"<!--" + b"x" * 40_000 + b"-->"))
    assert isinstance(item, Item)
    assert item.title == "T 3½ mm <&eacute;"


def test_a_document_type_hidden_behind_a_long_comment_is_not_read(read: Read) -> None:
    content = b"<!--" + b"x" * 70_000 + b"--><!DOCTYPE rss [<!ENTITY u 'v'>]>" + google(ENTRY % b"&u;")
    with pytest.raises(FeedError):
        read(content, "google-xml")


def test_elements_lists_and_tags_too_deep_are_refused(read: Read) -> None:
    for content in (
        google(b"<a>" * 5_000),
        google(b"<x>" * 100 + ENTRY % b"" + b"</x>" * 100),
        b'{"products": ' + b"[" * 500_000,
        b'{"products": [{"a":' + b'{"a":' * 450_000,
    ):
        with pytest.raises(FeedError):
            read(content)


class Endless(io.RawIOBase):
    """A file that begins as given and then repeats itself, for as many bytes as `size`; nothing of it is kept."""

    def __init__(self, begin: bytes, again: bytes, size: int) -> None:
        self._begin, self._again, self._size = begin, again * (65_536 // len(again) + 1), size
        self._at = 0

    def readable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = {0: 0, 1: self._at, 2: self._size}[whence] + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        count = min(len(buffer), self._size - self._at, 65_536)
        if self._at < len(self._begin):
            piece = self._begin[self._at : self._at + count]
        else:
            piece = self._again[:count]
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


def read_to_the_end(file: Endless) -> None:
    feed = FeedClass(file, "here", None, None, date(2026, 3, 15))  # type: ignore[arg-type]
    for _ in feed.items():
        pass


@pytest.mark.parametrize(
    ("begin", "again"),
    [
        (OWN + b"A,B,C,1,EUR,", b"x"),
        (OWN + b'A,B,C,1,EUR,"', b"x\n"),
        (OWN + b"A,B,C,1,EUR", b","),
        (b"id\ttitle\tprice\n1\t", b"x"),
        (b'<rss xmlns:g="http://base.google.com/ns/1.0"><channel><item><g:id>', b"x"),
        (b"<rss><channel><item>", b"<a/>"),
        (b"<rss><channel><item a='", b"x"),
        (b"<rss><channel><item ", b"a='b'\n"),
        (b'{"products": [{"title": "', b"x"),
        (b'{"products": [{"title": ', b"1"),
        (b'{"products": [{"a": [', b"[],"),
        (b'{"products": [', b" "),
        (b"Handle,Title,Variant Price\nx,", b"x"),
        (b"Type,Name,Regular price\nsimple,", b"x"),
    ],
)
def test_a_field_of_two_gigabytes_is_refused_before_it_fills_the_memory(
    begin: bytes, again: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given: the encoding is found out by reading everything once, which takes time and no memory
    monkeypatch.setattr(encoding, "find", lambda *_: encoding.Encoding("utf-8"))
    monkeypatch.setattr(limits, "MAX_ENTRY_BYTES", 4_000_000)

    # when
    tracemalloc.start()
    try:
        with pytest.raises(FeedError):
            read_to_the_end(Endless(begin, again, 2_000_000_000))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # then
    assert peak < 40_000_000


def test_a_gzip_bomb_is_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    # given 200 MB in 200 KB, as a field of an entry
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = packer.compress(OWN + b"A,B,C,1,EUR,")
    bomb += b"".join(packer.compress(b"x" * 1_000_000) for _ in range(200)) + packer.flush()
    # when, then
    with pytest.raises(FeedError, match="entry of more than 16 MB"):
        read(bomb)
    monkeypatch.setattr(limits, "MAX_BYTES", 100_000_000)
    with pytest.raises(FeedError, match="unpacks to more than 100 MB"):
        read(bomb)


def test_control_characters_are_taken_out(read: Read) -> None:
    for content in (
        OWN + b"A\0,B,C\x0b\x1bx,1,EUR,d\n",
        google(ENTRY % b"\x0b\x1b\0"),
        b'{"products": [{"title": "C\\u0000\\ud800x", "handle": "c", "variants": [{"id": 1, "price": "1\\u0000"}]}]}',
    ):
        (item,) = read(content)
        assert isinstance(item, Item) or "\\x00" not in str(item)
        if isinstance(item, Item):
            assert item.title in ("Cx", "T")
            item.title.encode("utf-8")


def test_rows_that_are_no_rows_are_named_and_the_others_read(read: Read) -> None:
    # given
    content = OWN + b'A,B,C,1,EUR,d\nB,B,"C"x,1,EUR,d\nC,B,C,1,EUR\n\n,,,,,\nD,B,C,1,EUR,d,,\nE,B,C,1,EUR,"not closed\n'
    # when
    entries = read(content)
    # then
    assert [entry.sku for entry in entries if isinstance(entry, Item)] == ["A", "D"]
    assert [str(entry) for entry in entries if isinstance(entry, Problem)] == [
        "line 3: is not as CSV is written: ',' expected after '\"'",
        "line 4: has 5 cells, the first line has 6",
        "line 8: has a quotation mark that is not closed until the end of the file",
    ]


def test_prices_and_quantities_that_are_none_are_named(read: Read) -> None:
    # when
    entries = read(
        b"id\ttitle\tprice\tquantity\n"
        b"1\tA\t-5 EUR\t\n2\tA\tfrom 5\t\n3\tA\t1.299\t\n4\tA\t5\tmany\n\tA\t5\t\n6\t\t5\t\n"
        + b"7" * 300
        + b"\tA\t5\t\n"
    )
    # then
    assert [(entry.line, entry.column) for entry in entries if isinstance(entry, Problem)] == [
        (2, "price"), (3, "price"), (4, "price"), (5, "quantity"), (6, "id"), (7, "title"), (8, "id")]  # fmt: skip
    assert not [entry for entry in entries if isinstance(entry, Item)]


def test_encodings_are_found_out(read: Read, write: Callable[[bytes], Path]) -> None:
    text = (OWN.decode() + "A,Größe,Fußbett für müde Füße,39.95,EUR,weich – 5 € günstiger\n") * 1
    for name, found in (
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ):
        with open_feed(str(write(text.encode(name)))) as feed:
            (item,) = feed.items()
            assert isinstance(item, Item)
            assert (item.brand, feed.encoding) == ("Größe", found)
            assert bool(feed.notes) == (name == "cp1252")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cp1252", "Cómoda plantilla para el niño"),
        ("cp1252", "it’s soft™"),
        ("cp1252", "Innersåle för löpning"),
        ("cp1252", "Semelle à mémoire, légère – été"),
        ("cp1250", "Vložky do bot pro ženy a muže, měkké a příjemné"),
        ("cp1250", "Wkładki do butów męskie, miękka gąbka i łuk stopy, żółty"),
        ("cp1251", "Стельки ортопедические для обуви, мягкие и удобные"),
        ("cp932", "インソール 靴の中敷き 柔らかいクッション"),
    ],
)
def test_letters_of_many_countries_are_read(read: Read, name: str, text: str) -> None:
    (item,) = read((OWN.decode() + f'A,B,"{text}",1,EUR,\n').encode(name))
    assert isinstance(item, Item)
    assert item.title == text


def test_a_wrong_encoding_is_named(read: Read, write: Callable[[bytes], Path]) -> None:
    # given
    declared = b"<?xml version='1.0' encoding='UTF-8'?>" + google(ENTRY % "Größe".encode("cp1252"))
    other = b"<?xml version='1.0' encoding='ISO-8859-1'?>" + google(ENTRY % "Größe €".encode("cp1252"))
    unknown = b"<?xml version='1.0' encoding='KLINGON'?>" + google(ENTRY % "Größe".encode())
    # when, then
    for content, title, said in (
        (declared, "TGröße", "says utf-8, but it is not; it was read as cp1252"),
        (other, "TGröße €", ""),
        (unknown, "TGröße", "says KLINGON"),
    ):
        with open_feed(str(write(content))) as feed:
            (item,) = feed.items()
            assert isinstance(item, Item)
            assert item.title == title
            assert said in " ".join(feed.notes)
    with pytest.raises(FeedError, match="is not utf-8, as you say \\(byte"):
        read(declared, encoding="utf-8")
    for name in ("rot13", "idna", "zlib", "no\0ne", "undefined"):
        with pytest.raises(FeedError, match="no encoding that we know"):
            read(OWN, encoding=name)


@pytest.mark.parametrize(
    "name", ["nowhere.csv", "", "/", "ftp://shop.example/feed", "a\0b", "x" * 5000, "http://[", "-"]
)
def test_a_place_that_cannot_be_read_is_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(FeedError), open_feed(name):
        pytest.fail("it was opened")


def test_a_format_that_is_none_is_refused_with_those_there_are(read: Read) -> None:
    with pytest.raises(FeedError, match="'xlsx' is no format; they are own, google-xml"):
        read(OWN, "xlsx")


def test_too_many_entries_are_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_ENTRIES", 3)
    assert len(read(OWN + b"A,B,C,1,EUR,d\n" * 3)) == 3
    with pytest.raises(FeedError, match="more than 3 entries"):
        read(OWN + b"A,B,C,1,EUR,d\n" * 4)


def test_memory_stays_flat_however_long_a_feed_is(tmp_path: Path) -> None:
    # given about 10 MB
    def entries() -> Iterator[bytes]:
        yield b'<rss xmlns:g="http://base.google.com/ns/1.0"><channel>'
        filler = bytes(random.Random(1).choices(b"abcdefgh ", k=2000))
        for _ in range(5_000):
            yield ENTRY % filler
        yield b"</channel></rss>"

    file = tmp_path / "feed.xml"
    with file.open("wb") as out:
        out.writelines(entries())
    # when
    tracemalloc.start()
    try:
        with open_feed(str(file)) as feed:
            assert sum(1 for _ in feed.items()) == 5_000
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # then
    assert peak < 5_000_000
    assert isinstance(feed, Feed)
