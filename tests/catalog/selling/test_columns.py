"""Named facts: metafields and specifications."""

from __future__ import annotations

from typing import Any

import pytest

from catalog.selling import Listing, SellersReader


@pytest.mark.parametrize(
    ("name", "cell", "expected"),
    [
        ("Arch type", "Neutral", {"arch_types": {"neutral"}}),
        ("Arch Type", "Low / High", {"arch_types": {"low", "high"}}),
        ("Heel cup depth (mm)", "18", {"heel_cup_mm": 18.0}),
        ("heel_cup_depth", "18", {"heel_cup_mm": 18.0}),
        ("Thickness (in)", "0.25", {"thickness_mm": 6.35}),
        ("Material", "EVA, Memory Foam", {"materials": {"eva", "memory_foam"}}),
        ("Gender", "Unisex", {"wearer": {"men", "women"}}),
        ("Metatarsal pad", "No", {"metatarsal_pad": False}),
        ("Trim to fit", "yes", {"trim_to_fit": True}),
        ("Width", "Wide", {"widths": {"wide"}}),
        ("Firmness", "Medium", {"firmness": "medium"}),
        ("Shoe type", "Running, Work Boots", {"footwear": {"running_shoes", "work_boots"}}),
        ("Insole length", "3/4", {"length": "three_quarter_length"}),
        ("Weight (g)", "120", {"weight_g": 120.0}),
        ("Shipping weight", "300 g", {}),
        ("Arch type", "n/a", {}),
    ],
)
def test_a_cell(reader: SellersReader, name: str, cell: str, expected: dict[str, Any]) -> None:
    # when
    reading = reader.read(Listing("", details=((name, cell),)))

    # then
    assert {key: reading.values.get(key) for key in expected} == expected
    assert expected or not reading.values
    assert all(reading.provenance[key] == {"source": "column", "words": f"{name}: {cell}"} for key in expected)


def test_a_line_of_a_specification_is_read_as_a_column(reader: SellersReader) -> None:
    reading = reader.read(Listing("", description="Arch type: neutral\nHeel cup: 15 mm"))
    assert reading.values["arch_types"] == {"neutral"}
    assert reading.values["heel_cup_mm"] == 15.0
    assert reading.provenance["arch_types"] == {"source": "text", "words": "Arch type: neutral"}
