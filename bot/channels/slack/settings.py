"""Slack's settings."""

from bot.channels.messaging.settings import URL, Variable

VARIABLES = (
    Variable("SLACK_TOKEN", "the bot user's OAuth token (xoxb-...)", r"xoxb-[A-Za-z0-9-]{10,200}"),
    Variable("SLACK_SIGNING_SECRET", "the app's signing secret, 32 digits and letters a-f", r"[0-9a-f]{32}"),
    Variable("SLACK_API_URL", "the address of Slack's Web API", URL, "https://slack.com/api"),
)
