"""How long the import of a large feed takes, and how much memory: `python -m catalog.benchmark`."""
