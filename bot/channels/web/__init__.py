"""The chat of web pages: sessions, messages, history over plain HTTP. The protocol is docs/web-channel.md."""
