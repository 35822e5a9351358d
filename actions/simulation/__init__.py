"""Invented people who talk to the adviser, to measure how few questions find the right insole (``make simulate``)."""
