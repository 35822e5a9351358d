"""Invented feeds of any size in Google's XML: always the same for a seed, each description unlike the others."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

_KINDS = ("Insole", "Orthotic Insole", "Footbed", "Gel Insoles", "Arch Support Inserts", "Memory Foam Insoles")
_OTHERS = ("Running Shoe", "Cotton Socks", "Foot Cream", "Leather Boot")
_SENTENCES = (
    "The {material} base of the {name} is {thick} mm thick under the forefoot and lasts about {months} months.",
    "A {firm} {shell} shell carries the arch of {arch} feet.",
    "Its {depth} mm heel cup holds the heel in place, model {number}.",
    "The {cover} cover of the {name} wicks moisture and stays cool on day {number}.",
    "{cushion} cushioning under heel and forefoot takes up the shock of {number} steps.",
    "Made for {activity} and for everybody who stands {number} hours at work.",
    "It goes into {shoe} and comes in sizes for {wearer}.",
    "Contains no {absent}; item {number} is shipped in a box made of paper.",
    "Take out the old liner before you put the {name} in.",
    "Trim to fit along the lines for size {size}.",
    "You have {days} days to try it, worn or not.",
    "Our team in town {number} has made footwear since 19{year}.",
    "Customers wrote {number} reviews, most of them about the {name}.",
    "Wash by hand at {degrees} degrees and let it dry for {number} minutes.",
)
_WORDS = {
    "material": ("EVA", "cork", "PU foam", "latex", "gel"),
    "firm": ("firm", "semi-rigid", "rigid", "flexible"),
    "shell": ("nylon", "TPU", "polypropylene", "carbon fibre"),
    "arch": ("flat", "normal", "high-arched"),
    "cover": ("polyester", "leather", "microfibre", "wool"),
    "cushion": ("Plush", "Light", "Medium", "Soft gel"),
    "activity": ("running", "walking", "hiking", "golf", "tennis"),
    "shoe": ("running shoes", "work boots", "dress shoes", "trainers"),
    "wearer": ("men", "women", "men and women"),
    "absent": ("latex", "leather", "wool"),
}


def google_xml(count: int, seed: int, sizes: int = 1, others: float = 0.1) -> Iterator[str]:
    """The pieces of a feed of `count` entries, `sizes` of them to a product, a share of `others` no insoles.

    Descriptions have 60 to 110 words; no two products have the same.
    """
    chance = random.Random(seed)  # noqa: S311 (the same feed every time is what is wanted)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>\n'
    for number in range(0, count, sizes):
        name = f"Strider {chance.randrange(10**6)}"
        kind = chance.choice(_OTHERS if chance.random() < others else _KINDS)
        said = " ".join(_sentence(text, name, chance) for text in chance.sample(_SENTENCES, chance.randint(6, 9)))
        price = f"{chance.randint(900, 12900) / 100:.2f}"
        gender, smallest = chance.choice(("male", "female", "unisex")), chance.randint(36, 42)
        for place in range(min(sizes, count - number)):
            yield (
                f"<item><g:id>B-{number:06d}-{place}</g:id><g:item_group_id>B-{number:06d}</g:item_group_id>"
                f"<title>{name} {kind}</title><link>https://shop.example/p/{number}</link>"
                f"<description>{escape(said)}</description><g:brand>Maker {number % 60}</g:brand>"
                f"<g:price>{price} EUR</g:price><g:availability>in_stock</g:availability>"
                f"<g:size>{smallest + place}</g:size><g:size_system>EU</g:size_system>"
                f"<g:gender>{gender}</g:gender></item>\n"
            )
    yield "</channel></rss>\n"


def _sentence(text: str, name: str, chance: random.Random) -> str:
    words = {slot: chance.choice(several) for slot, several in _WORDS.items()}
    return text.format(
        name=name,
        number=chance.randrange(10**5),
        thick=chance.randint(3, 9),
        months=chance.randint(6, 24),
        depth=chance.randint(8, 22),
        size=chance.randint(36, 46),
        days=chance.choice((14, 30, 60, 90)),
        year=chance.randint(10, 99),
        degrees=chance.choice((20, 30, 40)),
        **words,
    )


def write(file: Path, count: int, seed: int, sizes: int = 1) -> int:
    """Write such a feed; returns its bytes."""
    with file.open("w", encoding="utf-8") as out:
        out.writelines(google_xml(count, seed, sizes))
    return file.stat().st_size
