"""Measuring the understanding: `python -m bot.evaluation`."""
