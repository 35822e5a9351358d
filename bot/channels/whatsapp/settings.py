"""The settings of WhatsApp by Meta's Cloud API."""

from bot.channels.messaging.settings import META_API, Variable

VARIABLES = (
    Variable("WHATSAPP_TOKEN", "an access token of a system user"),
    Variable("WHATSAPP_APP_SECRET", "the app's secret, 32 digits and letters a-f", r"[0-9a-f]{32}"),
    Variable("WHATSAPP_VERIFY_TOKEN", "a word of your own, 16 or more of A-Z a-z 0-9 _ -", r"[A-Za-z0-9_-]{16,200}"),
    Variable("WHATSAPP_PHONE_NUMBER_ID", "the phone number's id, digits only", r"[0-9]{5,30}"),
    META_API,
)
