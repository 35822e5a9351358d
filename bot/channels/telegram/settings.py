"""Telegram's settings."""

from bot.channels.messaging.settings import URL, Variable

VARIABLES = (
    Variable("TELEGRAM_TOKEN", "the bot's token, as BotFather gives it", r"[0-9]{3,20}:[A-Za-z0-9_-]{20,100}"),
    Variable("TELEGRAM_SECRET", "a secret of your own, 16 to 256 of A-Z a-z 0-9 _ -", r"[A-Za-z0-9_-]{16,256}"),
    Variable("TELEGRAM_API_URL", "the address of the Bot API", URL, "https://api.telegram.org"),
)
