"""Reading the feeds that a shop already has: sources, formats, encodings. Knows nothing of insoles."""
