"""Reading the feeds that a shop already has: sources, formats, encodings. Knows nothing of insoles."""

from catalog.feeds.errors import FeedError
from catalog.feeds.feed import Feed, open_feed
from catalog.feeds.item import Item
from catalog.feeds.price import read_price
from catalog.feeds.recognise import FORMATS
from catalog.feeds.text import plain_text

__all__ = ["FORMATS", "Feed", "FeedError", "Item", "open_feed", "plain_text", "read_price"]
