"""The commands of `python -m bot`, one a module."""
