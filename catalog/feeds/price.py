"""Prices as shops write them: "39,95 €", "1.234,50 EUR", "$1,299.00", "CHF 1'299.-"."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from catalog.money import digits

_LONGEST = 40
_SPACES = " \t\u00a0\u2007\u2009\u202f"
_SYMBOLS = {
    "€": "EUR", "£": "GBP", "¥": "JPY", "zł": "PLN", "Kč": "CZK", "Ft": "HUF", "₹": "INR", "₩": "KRW", "₺": "TRY",
    "₪": "ILS", "₽": "RUB", "₴": "UAH", "Fr.": "CHF", "SFr.": "CHF", "R$": "BRL", "$": "USD", "US$": "USD",
    "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD",
}  # fmt: skip
#: Symbols that several currencies share: they mean the shop's own currency where that is known and has them.
_SHARED = {
    "$": {"USD", "AUD", "CAD", "NZD", "HKD", "SGD", "MXN", "ARS", "CLP", "COP"},
    "£": {"GBP", "EGP", "GIP", "FKP"},
    "¥": {"JPY", "CNY"},
    "kr": {"SEK", "NOK", "DKK", "ISK"},
    "kr.": {"SEK", "NOK", "DKK", "ISK"},
}
_NUMBER = re.compile(r"([0-9][0-9.,'’" + _SPACES + r"]*?)([.,]?[-–—]{1,2})?")  # "39,-" and "1'299.–" have no cents
_CODE = re.compile(r"[A-Za-z]{3}")
_PARTS = re.compile(
    rf"(?P<before>[^0-9]{{0,12}}?)[{_SPACES}]*(?P<number>[0-9][0-9.,'’{_SPACES}]*(?:[-–—]{{1,2}})?)(?P<after>[^0-9]{{0,12}})"
)


def read_price(text: str, currency: str = "") -> tuple[Decimal, str]:
    """An amount and its currency (ISO 4217). `currency` is the shop's own, "" if unknown.

    What the text says of its currency counts before that. "$" is the shop's dollar, US dollars where its currency is
    not known; "kr" of an unknown shop has no currency (""). A comma before three last digits divides thousands; a full
    stop before three last digits may mean either and is refused, unless the currency has three decimals. Amounts
    with four decimals or more, which shops' programs compute, are rounded to those of the currency.

    Raises ValueError for what is no price, with what is wrong: empty, negative, a range, with words.
    """
    text = text.strip()
    if not text or len(text) > _LONGEST:
        raise ValueError("a price such as 39.95 or 39,95 EUR")
    return _read(text, currency)


@lru_cache(maxsize=4096)  # a shop has fewer prices than products
def _read(text: str, currency: str) -> tuple[Decimal, str]:
    found = _PARTS.fullmatch(text)
    if found is None or not _NUMBER.fullmatch(found["number"].strip(_SPACES)):
        raise ValueError("a price such as 39.95 or 39,95 EUR")
    before, after = found["before"].strip(_SPACES), found["after"].strip(_SPACES)
    if before[-1:] in ("-", "−", "–") or before[:1] in ("-", "−") or (before + after).startswith("("):
        raise ValueError("a price of 0 or more")
    said = _currency(before, after, currency)
    return _amount(found["number"], said), said


def _currency(before: str, after: str, currency: str) -> str:
    found = ""
    for said in (after, before):
        if not said:
            continue
        for mark in said.split():
            code = _one_currency(mark, currency)
            found = found if found and not _CODE.fullmatch(mark) else code
    return found or currency


def _one_currency(mark: str, currency: str) -> str:
    if _CODE.fullmatch(mark):
        return mark.upper()
    if mark in _SHARED:
        return currency if currency in _SHARED[mark] else _SYMBOLS.get(mark, "")
    if mark in _SYMBOLS:
        return _SYMBOLS[mark]
    raise ValueError("a price such as 39.95 or 39,95 EUR, without other words")


def _amount(number: str, currency: str) -> Decimal:
    number = re.sub(rf"[{_SPACES}'’]", "", re.sub(r"[-–—]+$", "", number)).rstrip(".,")
    last = max(number.rfind("."), number.rfind(","))
    decimals = len(number) - last - 1
    mark = number[last] if last >= 0 else ""
    other = {".": ",", ",": "."}.get(mark, "")
    if not mark:
        whole, cents = number, ""
    elif other in number:
        whole, cents = number[:last].replace(other, ""), number[last + 1 :]
    elif number.count(mark) > 1:
        if any(len(group) != 3 for group in number.split(mark)[1:]):
            raise ValueError("a price such as 1234.50: its commas and full stops are not in threes")
        whole, cents = number.replace(mark, ""), ""
    elif decimals == 3 and number[:last].strip("0"):
        whole, cents = _three_last(number, mark, currency)
    else:
        whole, cents = number[:last], number[last + 1 :]
    if len(whole) > 12 or not (whole + cents).isdigit():
        raise ValueError("a price such as 39.95 or 39,95 EUR")
    amount = Decimal(f"{whole or '0'}.{cents or '0'}" if cents else whole)
    if len(cents) > 3:
        amount = amount.quantize(Decimal(1).scaleb(-digits(currency)), rounding=ROUND_HALF_UP)
    return amount


def _three_last(number: str, mark: str, currency: str) -> tuple[str, str]:
    """ "1,299" is thousands; "1.299" may be either: a full stop divides thousands in half of Europe."""
    whole, last = number.split(mark)
    if digits(currency) == 3 and mark == ".":
        return whole, last
    if mark == "," and digits(currency) < 3 and len(whole) <= 3:
        return whole + last, ""
    raise ValueError("clear: write 39.95 with two decimals, or 1299 without a full stop for thousands")
