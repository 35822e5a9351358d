"""Turning a feed into the catalogue: variants gathered, the owner's mapping, one transaction, what changed."""
