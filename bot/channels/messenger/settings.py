"""Messenger's settings."""

from bot.channels.messaging.settings import META_API, Variable

VARIABLES = (
    Variable("MESSENGER_TOKEN", "the page's access token"),
    Variable("MESSENGER_APP_SECRET", "the app's secret, 32 digits and letters a-f", r"[0-9a-f]{32}"),
    Variable("MESSENGER_VERIFY_TOKEN", "a word of your own, 16 or more of A-Z a-z 0-9 _ -", r"[A-Za-z0-9_-]{16,200}"),
    META_API,
)
