"""Amounts of money as whole numbers of a currency's smallest unit (ISO 4217)."""

from __future__ import annotations

from decimal import Decimal

#: Currencies whose smallest unit is not a hundredth (ISO 4217).
_DIGITS = {"JPY": 0, "KRW": 0, "ISK": 0, "CLP": 0, "VND": 0, "BHD": 3, "KWD": 3, "JOD": 3, "OMR": 3, "TND": 3}


def digits(currency: str) -> int:
    """How many decimals amounts of this currency have."""
    return _DIGITS.get(currency, 2)


def to_minor(amount: Decimal, currency: str) -> int:
    """39.95 USD -> 3995. Raises ValueError if the amount has more decimals than the currency."""
    scaled = amount.scaleb(digits(currency))
    if scaled != scaled.to_integral_value():
        raise ValueError(f"{amount} has more decimals than {currency} knows")
    return int(scaled)


def from_minor(minor: int, currency: str) -> Decimal:
    """3995 USD -> 39.95."""
    return Decimal(minor).scaleb(-digits(currency))
