"""The chat on a shop's website: files that browsers load, and the command that writes their integrity."""
