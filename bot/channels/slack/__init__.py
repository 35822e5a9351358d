"""Slack, by its Events API and Block Kit."""
