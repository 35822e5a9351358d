"""Invented shops of any size: the sample shop's lines, their cells mixed anew, always the same for a seed."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable, Iterator
from pathlib import Path

import seeds

SAMPLE = "sample_shop.csv"

TOGETHER = (("trial_days", "return_terms"), ("cushioning_material", "materials"), ("sizes", "wearer"))
"""Columns that the catalogue holds against each other: they are taken from the same line."""

OWN = ("sku", "name", "price", "currency", "url", "image", "description")
"""Columns that are made for each product, or left empty."""


def invented(count: int, seed: int) -> Iterator[dict[str, str]]:
    """`count` invented products as lines of a CSV: column -> cell.

    Each cell comes from a line of the sample shop drawn by chance, so that words and gaps are about as common
    as there; prices lie between 8 and 220 of the sample's currency, with ties. Source: seeds/sample_shop.csv.
    """
    rows = list(csv.DictReader(io.StringIO(seeds.path(SAMPLE).read_text(encoding="utf-8"))))
    grouped = {name for group in TOGETHER for name in group}
    groups = [*TOGETHER, *((name,) for name in rows[0] if name not in grouped and name not in OWN)]
    chance = random.Random(seed)  # noqa: S311 (the same shop every time is what is wanted)
    for number in range(count):
        product = dict.fromkeys(rows[0], "")
        for group in groups:
            row = chance.choice(rows)
            product.update({name: row[name] for name in group})
        product["sku"] = f"B-{number:06d}"
        product["name"] = f"Invented {number}"
        product["price"] = f"{min(220, 8 + chance.expovariate(1 / 35)):.1f}0"
        product["currency"] = rows[0]["currency"]
        yield product


def changed(count: int, seed: int, number: int, version: int) -> Iterator[dict[str, str]]:
    """`number` products of the shop of `count`, spread over it, each with a stock of its own in every version."""
    step = max(count // number, 1)
    for place, product in enumerate(invented(count, seed)):
        if place % step == version % step and place // step < number:
            yield product | {"stock": str(100 + version)}


def write(file: Path, products: Iterable[dict[str, str]]) -> None:
    """Write products as a CSV that `python -m catalog load` takes. Raises StopIteration if there are none."""
    rest = iter(products)
    first = next(rest)
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(first))
        writer.writeheader()
        writer.writerow(first)
        writer.writerows(rest)
