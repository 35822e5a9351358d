"""A small shop to try the chat in, and a page with just the chat."""
