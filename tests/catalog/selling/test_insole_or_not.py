"""What is an insole and what is not, and the reason given."""

from __future__ import annotations

import pytest

from catalog.selling import Listing, kind_of

NOTHING = "nothing in its title, category or description calls it an insole"


@pytest.mark.parametrize(
    ("listing", "taken", "reason"),
    [
        (Listing("Insoles for running shoes"), True, "its title calls it 'insoles'"),
        (Listing("Running shoe with gel insole"), False, "its title calls it 'shoe'"),
        (Listing("Orthotic sandals"), False, "its title calls it 'sandals'"),
        (Listing("Gel heel cups"), False, "its title calls it 'heel cups'"),
        (Listing("Insole scissors"), False, "its title calls it 'insole scissors'"),
        (Listing("Arch support socks"), False, "its title calls it 'socks'"),
        (Listing("ProStride", taxonomy="2801"), True, "Google's product category is 'Insoles & Inserts'"),
        (Listing("ProStride", taxonomy="Apparel & Accessories > Shoes"), False, "Google's product category is 'shoes'"),
        (Listing("ProStride", categories=("Foot care > Insoles",)), True, "its category is 'insoles'"),
        (Listing("ProStride", description="An orthotic for flat feet."), True, "its description calls it 'orthotic'"),
        (Listing("Running shoes + insoles"), False, "its title calls it 'shoes'"),
        (Listing("Insoles + socks bundle"), False, "it is sold together with 'socks'"),
        (Listing("Premium Trim-to-Fit Comfort Insoles"), True, "its title calls it 'insoles'"),
        (Listing("Orthotic Shoe Insoles"), True, "its title calls it 'insoles'"),
        (Listing("Orthotics recovering and refresh (post your pair)"), False, "its title calls it 'recovering'"),
        (Listing("Insole fitting appointment"), False, "its title calls it 'appointment'"),
        (Listing("USB charging lead HeatSole insoles"), False, "its title calls it 'charging lead'"),
        (Listing("Spare battery WarmFoot heated insoles"), False, "its title calls it 'spare battery'"),
        (Listing("Leather sample insoles and orthotics"), False, "its title calls it 'leather sample'"),
        (Listing('Hoodie "Insole Addict"'), False, "its title calls it 'hoodie'"),
        (Listing('Insole "Shoe Friend"'), True, "its title calls it 'insole'"),
        (Listing("Gel insoles + free shoe horn"), True, "its title calls it 'insoles'"),
        (Listing("Comfort insoles plus gift socks"), True, "its title calls it 'insoles'"),
        (Listing("Casting foam box", description="Without insoles."), False, NOTHING),
        (Listing("Replacement footbeds"), True, "its title calls it 'footbeds'"),
        (
            Listing("Stride 4", description="Slips into trainers and boots. Firm heel cup, trim to fit."),
            True,
            "its description speaks of 'heel cup' and 'trim to fit'",
        ),
        (
            Listing("Stride 5", description="Trainers with arch support, heel cup and a rubber outsole."),
            False,
            "its description calls it 'trainers'",
        ),
        (Listing("Gift"), False, NOTHING),
    ],
)
def test_kind(listing: Listing, taken: bool, reason: str) -> None:
    kind = kind_of(listing)
    assert (kind.taken, kind.reason) == (taken, reason)
