"""The alphabet of SMS. A message in it holds 160 characters a part; any other character makes that 70.

Source: 3GPP TS 23.038, the GSM 7 bit default alphabet and its extension table.
"""

from __future__ import annotations

from bot.channels.messaging.text import utf16

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")

_PLAINER = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "‑": "-", "−": "-",
        "…": "...", "•": "-", "×": "x", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "½": " 1/2", "¼": " 1/4",
        "¾": " 3/4", "→": "->", "≤": "<=", "≥": ">=", "™": "", "®": "",
    }
)  # fmt: skip
"""Characters of good print, and what stands for them on a phone's keys. Nothing that is said gets lost."""

PART, PART_OF_OTHERS = 153, 67
"""Characters of one of several parts, in this alphabet and in UCS-2."""


def plainer(text: str) -> str:
    """The text in plainer characters where there are any that say the same."""
    return text.translate(_PLAINER)


def measure(text: str) -> int:
    """The length in characters of the alphabet; other text counts as the parts that it takes."""
    if all(character in _BASIC or character in _EXTENDED for character in text):
        return len(text) + sum(character in _EXTENDED for character in text)
    return -(-utf16(text) * PART // PART_OF_OTHERS)
