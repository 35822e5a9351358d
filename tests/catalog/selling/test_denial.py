"""What a text denies, and what it says of something else."""

from __future__ import annotations

from typing import Any

import pytest

from catalog.selling import Listing, SellersReader


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("Contains no latex.", "materials", None),
        ("No latex, gel or cork.", "materials", None),
        ("Latex-free silicone", "materials", {"gel"}),
        ("EVA without any memory foam", "materials", {"eva"}),
        ("without metatarsal pad", "metatarsal_pad", False),
        ("with a metatarsal pad", "metatarsal_pad", True),
        ("Not suitable for dress shoes", "footwear", None),
        ("For work boots, not for running shoes", "footwear", {"work_boots"}),
        ("No trimming needed", "trim_to_fit", False),
        ("Do not remove the existing insole", "needs_removable_liner", False),
        ("Remove the existing insole first", "needs_removable_liner", True),
        ("It is not heat-mouldable", "heat_mouldable", False),
        ("Has no arch support", "support_structure", "none"),
        ("no heel cup", "heel_counter", "none"),
        ("unposted", "posting", "none"),
        ("Not only for walking shoes", "footwear", {"walking_shoes"}),
        ("Will not compress", "durability", "high"),
    ],
)
def test_denial(reader: SellersReader, text: str, name: str, value: Any) -> None:
    assert reader.read(Listing("", description=text)).values.get(name) == value


@pytest.mark.parametrize(
    "text",
    [
        "Unlike gel insoles, it does not slip.",
        "Softer than our Alpine, which has a carbon plate.",
        "Also available: version in wool.",
        "Replaces your old foam insole.",
        '"Best thing since memory foam, really" – Gary',
        "Customers also bought: leather footbed.",
        "The boots shown have a leather upper.",
        "Have a look at our cork model.",
    ],
)
def test_other_products_say_nothing(reader: SellersReader, text: str) -> None:
    assert "materials" not in reader.read(Listing("", description=text)).values
