"""How fast the adviser's mind is on shops of many products (`python -m actions.benchmark`)."""
