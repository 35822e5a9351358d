"""HTML becomes plain text, and prices of many countries become amounts."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.feeds import plain_text, read_price
from catalog.feeds.stock import availability, quantity


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("  Firm\t heel \n\n cup ", "Firm heel\ncup"),
        ("5 < 6 mm & 3/4 length", "5 < 6 mm & 3/4 length"),
        ("<p>Firm&nbsp;EVA <b>heel</b> cradle</p><ul><li>one<li>two</ul>end", "Firm EVA heel cradle\none\ntwo\nend"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("a<script>alert('x')</script><style>p {}</style>b<!-- c -->", "ab"),
        ("&lt;p&gt;soft &amp;amp; warm&lt;/p&gt;", "soft & warm"),
        ("<p>soft &amp;amp; warm</p>", "soft & warm"),
        ("3&frac12; mm &euro; 5", "3½ mm € 5"),
        (
            "<table><tr><th>Arch</th><td>low</td></tr><tr><th>Cup:</th><td>16 mm</td></tr></table>",
            "Arch: low\nCup: 16 mm",
        ),
        ("<table><tr><td>a</td><td>b</td><td>c</td></tr></table>", "a b c"),
        ("<dl><dt>Cover</dt><dd>wool</dd><dt>Fit</dt><dd>wide</dd></dl>", "Cover: wool\nFit: wide"),
        ("<p>thinner than <5 mm</p>", "thinner than <5 mm"),
        ("<div>" * 5000 + "deep", "deep"),
        ("un\u200bseen \x00 \ud800", "unseen"),
    ],
)
def test_html_becomes_text(html: str, text: str) -> None:
    assert plain_text(html) == text


def test_a_long_text_is_cut_at_a_words_end() -> None:
    text = plain_text("<p>" + "insole " * 2000)
    assert len(text) <= 5000
    assert set(text.split()) == {"insole"}
    assert len(plain_text("x" * 10_000)) == 5000


@given(st.text(st.sampled_from("<>&;#/ax1p \n\"'=!-")) | st.text())
def test_any_text_is_read(text: str) -> None:
    read = plain_text(text)
    assert len(read) <= 5000
    read.encode("utf-8")


@pytest.mark.parametrize("html", ["<" * 200_000, "&" * 200_000, "<a " * 60_000, "<!--" * 50_000, "&amp;" * 40_000])
def test_hostile_html_takes_no_time(html: str) -> None:
    begun = time.monotonic()
    plain_text(html)
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize(
    ("text", "currency", "amount", "said"),
    [
        ("39.95", "", "39.95", ""),
        ("39,95 €", "", "39.95", "EUR"),
        ("1.234,50 EUR", "", "1234.50", "EUR"),
        ("USD 39.95", "", "39.95", "USD"),
        ("$1,299.00", "", "1299.00", "USD"),
        ("$1,299.00", "CAD", "1299.00", "CAD"),
        ("$39.95 CAD", "", "39.95", "CAD"),
        ("A$ 39.95", "", "39.95", "AUD"),
        ("CHF 1'299.-", "", "1299", "CHF"),
        ("39,-", "EUR", "39", "EUR"),
        ("1 299,50 kr", "SEK", "1299.50", "SEK"),
        ("299 kr", "", "299", ""),
        ("£39", "EUR", "39", "GBP"),
        ("39.95 USD", "EUR", "39.95", "USD"),
        ("1,299", "", "1299", ""),
        ("1.299 KWD", "", "1.299", "KWD"),
        ("1.234.567", "", "1234567", ""),
        ("33.05785", "EUR", "33.06", "EUR"),
        ("3990", "JPY", "3990", "JPY"),
        ("0", "", "0", ""),
    ],
)
def test_prices_are_read(text: str, currency: str, amount: str, said: str) -> None:
    assert read_price(text, currency) == (Decimal(amount), said)


@pytest.mark.parametrize(
    "text",
    ["", "free", "-5", "- 5 EUR", "EUR -5", "−5", "(5)", "from $39", "39-49", "39 to 49", "1.299", "12.345.67", "1,2,3",
     "٣٩", "1e5", "NaN", "5 €/pair", "9" * 50, "9" * 20, "=1+1", "."],
)  # fmt: skip
def test_what_is_no_clear_price_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_price(text)


@given(st.text(max_size=50) | st.text(st.sampled_from("0123456789.,'- €$EURkr"), max_size=20))
def test_any_text_is_a_price_or_refused(text: str) -> None:
    try:
        amount, currency = read_price(text)
    except ValueError:
        return
    assert 0 <= amount < 10**12
    assert currency == "" or len(currency) == 3


@given(st.decimals(0, 99_999, places=2))
def test_what_is_written_is_read_back(amount: Decimal) -> None:
    german = f"{amount:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")
    assert read_price(f"{amount:,.2f} USD") == (amount, "USD")
    assert read_price(f"{german} €") == (amount, "EUR")
    assert read_price(str(amount))[0] == amount


def test_stock_is_read() -> None:
    for text in ("in stock", "in_stock", "In-Stock", "http://schema.org/InStock", "TRUE", "1"):
        assert availability(text) is True, text
    for text in ("out of stock", "preorder", "pre-order", "backorder", "https://schema.org/OutOfStock", "0"):
        assert availability(text) is False, text
    assert availability("") is None
    assert availability("maybe") is None
    assert (quantity("5"), quantity("5.00"), quantity("-3"), quantity("")) == (5, 5, 0, None)
    for text in ("five", "5.5", "1e9", "9999999999"):
        with pytest.raises(ValueError):
            quantity(text)
