"""Whatever a feed holds: reading never fails, and what is read is always a value of the data dictionary."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.attributes import BY_NAME
from catalog.cells import contradictions
from catalog.selling import Listing, SellersReader, kind_of
from catalog.selling.settle import valid

READER = SellersReader()
SOUP = """firm soft semi-rigid rigid deep plush thin EVA gel memory foam nylon leather wool heel cup arch support
    shell top cover insole orthotic no not without free than unlike 18 mm 3/4 1/0 0.5 cm oz g each pair days 99999
    trial return worn unused cut trim . , ; : ( ) " ½ and or in of under İ ß ﬁ 中 ™ - – returns final sale lasts
    months high low medium"""
WORDS = st.sampled_from(SOUP.split())
TEXTS = st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=300)


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS, st.lists(st.tuples(TEXTS, TEXTS), max_size=2))
def test_any_listing_is_read(title: str, description: str, details: list[tuple[str, str]]) -> None:
    # given
    listing = Listing(title, description=description, details=tuple(details), tags=(title,), categories=(description,))

    # when
    reading = READER.read(listing)

    # then
    assert set(reading.values) == set(reading.provenance)
    assert all(valid(name, value) for name, value in reading.values.items()), reading.values
    assert all(set(p) == {"source", "words"} and len(p["words"]) <= 200 for p in reading.provenance.values())
    assert set(reading.values) <= set(BY_NAME)
    assert contradictions(reading.values) == []
    assert kind_of(listing).reason
