"""Puts messages together: from what the mind decided to text and structured parts. One module a kind of message."""
