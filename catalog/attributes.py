"""The data dictionary: every attribute that a product may have, what it means and which values it may take.

The columns of the database (models.py), the loader, the JSON form, seeds/fit.yml and `check` all go by this
list. Any attribute that is not `required` may be unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from catalog.words import WordList, vocabulary_list


class Kind(Enum):
    """What a value looks like."""

    TEXT = "text"
    WORD = "one word of a list"
    WORDS = "a set of words of a list"
    NUMBER = "a number"
    COUNT = "a whole number"
    FLAG = "yes or no"
    SIZES = "shoe sizes"
    MONEY = "an amount of money"


@dataclass(frozen=True)
class Attribute:
    """One attribute. `low` and `high` bound numbers (inclusive), or the length of a text."""

    name: str
    kind: Kind
    meaning: str
    words: WordList | None = None
    unit: str = ""
    low: float = 0
    high: float = 0
    required: bool = False
    open: bool = False  # a set of words that is never complete: what it does not name is unknown, not absent

    @property
    def word_list(self) -> WordList:
        """The words that it may take. Raises TypeError for an attribute that takes none."""
        if self.words is None:
            raise TypeError(f"{self.name} takes no words")
        return self.words

    @property
    def expected(self) -> str:
        """What a value must look like, in words that an owner understands."""
        if self.kind is Kind.WORD and self.words:
            return f"one of {', '.join(self.words.words)}"
        if self.kind is Kind.WORDS and self.words:
            return f"'none', or words separated by | out of {', '.join(self.words.words)}"
        if self.kind is Kind.NUMBER:
            return f"a number from {self.low:g} to {self.high:g}{' ' + self.unit if self.unit else ''}"
        if self.kind is Kind.COUNT:
            return f"a whole number from {self.low:.0f} to {self.high:.0f}{' ' + self.unit if self.unit else ''}"
        if self.kind is Kind.FLAG:
            return "yes or no"
        if self.kind is Kind.MONEY:
            return f"an amount such as 39.95, at most {self.high:g}"
        if self.kind is Kind.SIZES:
            return "'one size', or sizes separated by | such as EU 42, UK 8, US M 9, US W 7.5, US K 2, EU 36-41"
        return f"a text of at most {self.high:g} characters"


def _own(name: str, *words: str) -> WordList:
    return WordList(name, words)


_LEVELS = ("low", "medium", "high")

ATTRIBUTES: tuple[Attribute, ...] = (
    Attribute("sku", Kind.TEXT, "the shop's own number of the product", high=64, required=True),
    Attribute("brand", Kind.TEXT, "the maker's name", high=80, required=True),
    Attribute("name", Kind.TEXT, "the name in the shop, without the brand", high=160, required=True),
    Attribute(
        "insole_type",
        Kind.WORD,
        "orthotic, custom orthotic kit, cushioned or stability",
        vocabulary_list("insole_type"),
    ),
    Attribute("arch_types", Kind.WORDS, "the arches that the profile is shaped for", vocabulary_list("arch_type")),
    Attribute(
        "support_structure",
        Kind.WORD,
        "how structured the support under the arch is",
        _own("support structure", "none", "soft", "semi_rigid", "rigid"),
    ),
    Attribute(
        "cushioning_amount",
        Kind.WORD,
        "how much cushioning there is",
        _own("cushioning amount", "light", "medium", "plush"),
    ),
    Attribute(
        "cushioning_place",
        Kind.WORD,
        "where the cushioning lies",
        _own("cushioning place", "heel", "forefoot", "heel_and_forefoot", "full"),
    ),
    Attribute("cushioning_material", Kind.WORD, "what the cushioning is made of", vocabulary_list("material")),
    Attribute("cushioning_density", Kind.WORD, "how dense the cushioning is", _own("density", *_LEVELS)),
    Attribute(
        "heel_counter",
        Kind.WORD,
        "how firm the wall around the heel is",
        _own("heel counter", "none", "soft", "firm"),
    ),
    Attribute("heel_cup_mm", Kind.NUMBER, "depth of the cup that holds the heel", unit="mm", high=40),
    Attribute("breathability", Kind.WORD, "how well air and moisture pass", _own("breathability", *_LEVELS)),
    Attribute("durability", Kind.WORD, "how hard-wearing it is", _own("durability", *_LEVELS)),
    Attribute("life_months", Kind.COUNT, "expected life in daily wear", unit="months", low=1, high=240),
    Attribute("metatarsal_pad", Kind.FLAG, "whether a pad lies behind the ball of the foot"),
    Attribute(
        "posting",
        Kind.WORD,
        "how the heel is wedged: medial (inner edge raised, against rolling inward), lateral (outer edge raised) or "
        "neutral (level, to hold it upright)",
        _own("posting", "none", "neutral", "medial", "lateral"),
    ),
    Attribute(
        "length",
        Kind.WORD,
        "how far forward it reaches",
        _own("length", "full_length", "three_quarter_length"),
    ),
    Attribute(
        "thickness_mm",
        Kind.NUMBER,
        "thickness under the forefoot, or at the edge of a short one",
        unit="mm",
        high=40,
    ),
    Attribute("firmness", Kind.WORD, "how firm it feels underfoot", _own("firmness", "soft", "medium", "firm")),
    Attribute("volume", Kind.WORD, "how much room it takes in the shoe", _own("volume", *_LEVELS)),
    Attribute("widths", Kind.WORDS, "the widths it is made in", vocabulary_list("width")),
    Attribute(
        "top_cover",
        Kind.WORD,
        "the surface under the sock",
        _own("top cover", "fabric", "mesh", "microfibre", "leather", "wool", "foam", "cork"),
    ),
    Attribute("materials", Kind.WORDS, "everything it is made of", vocabulary_list("material")),
    Attribute("trim_to_fit", Kind.FLAG, "whether it is cut to the shoe with scissors"),
    Attribute("heat_mouldable", Kind.FLAG, "whether it is shaped to the foot by heat"),
    Attribute("needs_removable_liner", Kind.FLAG, "whether the shoe's own insole must come out first"),
    Attribute("footwear", Kind.WORDS, "the shoes it goes into", vocabulary_list("footwear")),
    Attribute("activities", Kind.WORDS, "what it is made for", vocabulary_list("activity")),
    Attribute("weight_g", Kind.NUMBER, "weight of the pair", unit="g", low=1, high=2000),
    Attribute(
        "claims",
        Kind.WORDS,
        "features that its maker claims for it in words only, without the measure or kind that would tell how much: "
        "'deep heel cup' without millimetres, 'lightweight' without grams",
        vocabulary_list("feature"),
        open=True,
    ),
    Attribute("warm", Kind.FLAG, "whether it insulates against cold"),
    Attribute("sizes", Kind.SIZES, "the shoe sizes it can be bought in"),
    Attribute("wearer", Kind.WORDS, "whom it is made for", vocabulary_list("wearer")),
    Attribute(
        "price",
        Kind.MONEY,
        "price of the pair, tax included; of the cheapest where sizes or colours differ",
        high=100_000,
        required=True,
    ),
    Attribute("price_high", Kind.MONEY, "price of the dearest, where sizes or colours differ in price", high=100_000),
    Attribute("stock", Kind.COUNT, "pairs in stock", high=10_000_000),
    Attribute("trial_days", Kind.COUNT, "days in which it may be brought back; 0 = no trial", unit="days", high=3650),
    Attribute(
        "return_terms",
        Kind.WORD,
        "in which state it is taken back",
        _own("return terms", "worn_and_trimmed", "worn_untrimmed", "unused_only", "none"),
    ),
    Attribute("url", Kind.TEXT, "page of the product", high=500),
    Attribute("image", Kind.TEXT, "address of a picture, or a path below the shop's own", high=500),
    Attribute("description", Kind.TEXT, "the shop's text", high=5000),
)

BY_NAME: dict[str, Attribute] = {attribute.name: attribute for attribute in ATTRIBUTES}

#: Attributes that describe the insole and may be unknown; the share of unknowns is measured over these.
DESCRIBING: tuple[str, ...] = tuple(
    a.name for a in ATTRIBUTES if not a.required and a.name not in ("price_high", "url", "image", "description")
)
