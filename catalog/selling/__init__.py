"""Understanding how sellers write: what is an insole, and which attributes its texts tell."""

from catalog.selling.listing import Listing
from catalog.selling.reader import Reading, SellersReader

__all__ = ["Listing", "Reading", "SellersReader"]
