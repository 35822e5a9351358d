"""Understanding how sellers write: what is an insole, and which attributes its texts tell."""

from catalog.selling.kinds import Kind, kind_of
from catalog.selling.lexicon import digest
from catalog.selling.listing import Listing
from catalog.selling.reader import Reading, SellersReader

__all__ = ["Kind", "Listing", "Reading", "SellersReader", "digest", "kind_of"]
