"""Messenger, by Meta's Send API."""
