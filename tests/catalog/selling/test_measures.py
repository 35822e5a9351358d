"""Numbers with units, and the attribute that each measures."""

from __future__ import annotations

import pytest

from catalog.selling import Listing, SellersReader


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("18 mm heel cup", "heel_cup_mm", 18.0),
        ("heel cup (22 mm)", "heel_cup_mm", 22.0),
        ("Heel cup: 5/8 in.", "heel_cup_mm", 15.88),
        ("Heel cup 0.98 inch deep", "heel_cup_mm", 24.89),
        ("Heel cup depth 1,5 cm", "heel_cup_mm", 15.0),
        ("3 mm thick", "thickness_mm", 3.0),
        ("3–5 mm thick", "thickness_mm", 3.0),
        ("Thickness: about 0.5 cm", "thickness_mm", 5.0),
        ('1/8" thick', "thickness_mm", 3.17),
        ("Six millimetres thick", "thickness_mm", 6.0),
        ("Thickness 3 mm forefoot, 6 mm heel", "thickness_mm", 3.0),
        ("Weight: 4.2 oz per pair", "weight_g", 119.07),
        ("weighs 62 g each", "weight_g", 124.0),
        ("try them for 60 days", "trial_days", 60),
        ("30-day money-back guarantee", "trial_days", 30),
        ("Money back within two weeks", "trial_days", 14),
        ("Lasts up to 12 months", "life_months", 12),
        ("Replace after one year", "life_months", 12),
        ("Replace every six months", "life_months", 6),
    ],
)
def test_a_number_goes_to_what_it_measures(reader: SellersReader, text: str, name: str, value: float) -> None:
    assert reader.read(Listing("", description=text)).values.get(name) == value


@pytest.mark.parametrize(
    "text",
    [
        "Arch height 28 mm",
        "8 mm heel-to-toe drop",
        "Shipping weight 180 g",
        "Delivered within 3 days",
        "24 months warranty against defects",
        "A trekking boot weighs 600 g",
        "heel thickness 8 mm",
        "Heel cup 900 mm",
        "1/0 inch heel cup",
        "Break-in takes 5-7 days",
    ],
)
def test_other_numbers_tell_nothing(reader: SellersReader, text: str) -> None:
    read = reader.read(Listing("", description=text)).values
    assert not set(read) & {"heel_cup_mm", "thickness_mm", "weight_g", "trial_days", "life_months"}
