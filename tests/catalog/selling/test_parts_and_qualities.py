"""Which quality and which material a seller's sentence says of which part of the insole."""

from __future__ import annotations

from typing import Any

import pytest

from catalog.selling import Listing, SellersReader


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A firm EVA heel cradle.", {"heel_counter": "firm", "materials": {"eva"}}),
        ("The heel cup is soft.", {"heel_counter": "soft"}),
        ("Semi-rigid nylon shell.", {"support_structure": "semi_rigid", "materials": {"plastic"}}),
        ("Semirigid shell made of polypropylene", {"support_structure": "semi_rigid", "materials": {"plastic"}}),
        ("The plate is thin and rigid", {"support_structure": "rigid"}),
        ("Soft, flexible arch support", {"support_structure": "soft"}),
        ("Shell: carbon fibre", {"materials": {"carbon_fibre"}}),
        ("Top cover: polyester", {"top_cover": "fabric"}),
        ("covered with a hard-wearing polyester", {"top_cover": "fabric"}),
        ("Faux-suede top cover", {"top_cover": "microfibre"}),
        ("soft leather top layer and EVA base", {"top_cover": "leather", "materials": {"leather", "eva"}}),
        ("plush memory foam cushioning", {"cushioning_amount": "plush", "cushioning_material": "memory_foam"}),
        ("gel pads under heel and forefoot", {"cushioning_place": "heel_and_forefoot", "cushioning_material": "gel"}),
        ("a gel pad in the heel", {"cushioning_place": "heel"}),
        ("full-length EVA cushioning", {"cushioning_place": "full", "length": "full_length"}),
        ("high-density foam cushioning", {"cushioning_density": "high", "materials": {"foam"}}),
        ("PU foam pads every step", {"cushioning_material": "foam"}),
        ("A firm insole", {"firmness": "firm"}),
        ("ORTHOTIC WITH 3/4 LENGTH", {"insole_type": "orthotic", "length": "three_quarter_length"}),
        ("Memory Foam Insoles", {"insole_type": "cushioned", "cushioning_material": "memory_foam"}),
        ("for low to medium arches", {"arch_types": {"low", "neutral"}}),
        ("suits all arch types", {"arch_types": {"low", "neutral", "high"}}),
        ("for walking, running and casual shoes", {"footwear": {"walking_shoes", "running_shoes", "casual_shoes"}}),
        ("for ladies' flats and heels", {"footwear": {"flats", "heels"}, "wearer": {"women"}}),
        ("medial rearfoot post", {"posting": "medial"}),
        ("Unisex", {"wearer": {"men", "women"}}),
    ],
)
def test_what_is_said_of_a_part(reader: SellersReader, text: str, expected: dict[str, Any]) -> None:
    values = reader.read(Listing("", description=text)).values
    assert {name: values.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("a soft top cover", "firmness"),
        ("a firm heel cup", "firmness"),
        ("Dual-density foam", "cushioning_density"),
        ("activated carbon against odours", "materials"),
        ("nylon mesh cover", "materials"),
        ("for running shoes", "activities"),
        ("a thin layer of gel", "claims"),
        ("relief from ankles and heels that hurt", "footwear"),
        ("long-lasting comfort", "durability"),
        ("flat feet orthotics", "support_structure"),
        ("low-profile arch support", "arch_types"),
        ("firm density EVA, high arch", "support_structure"),
    ],
)
def test_what_is_said_of_one_part_is_not_said_of_another(reader: SellersReader, text: str, absent: str) -> None:
    assert absent not in reader.read(Listing("", description=text)).values


def test_a_claim_is_left_out_where_the_measure_is_known(reader: SellersReader) -> None:
    claimed = reader.read(Listing("", description="Deep heel cup. Lightweight."))
    measured = reader.read(Listing("", description="Deep heel cup, 18 mm. Lightweight: 90 g per pair."))
    assert claimed.values["claims"] == {"deep_heel_cup", "lightweight"}
    assert "claims" not in measured.values


def test_the_words_are_quoted_as_the_shop_wrote_them(reader: SellersReader) -> None:
    reading = reader.read(Listing("", description="Made well.\nIt has a Semi-Rigid Nylon Shell and more."))
    assert reading.provenance["support_structure"] == {"source": "text", "words": "Semi-Rigid Nylon Shell"}


def test_the_better_place_wins(reader: SellersReader) -> None:
    # given: column before title, title before description, tags last
    listing = Listing(
        "Full-length insole", description="A 3/4 length one.", tags=("medial post",), details=(("Posting", "lateral"),)
    )

    # when
    values = reader.read(listing).values

    # then
    assert values["length"] == "full_length"
    assert values["posting"] == "lateral"


def test_contradiction_in_one_place_stays_unknown(reader: SellersReader) -> None:
    assert "support_structure" not in reader.read(Listing("", description="A rigid shell. A soft shell.")).values
