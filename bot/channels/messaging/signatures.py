"""Proof that a webhook's caller is the platform, compared in constant time."""

from __future__ import annotations

import hashlib
import hmac


def same(given: str, wanted: str) -> bool:
    """Whether two secrets are the same, in a time that doesn't tell how much of them is."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), wanted.encode())


def signed_by_meta(body: bytes, header: str, app_secret: str) -> bool:
    """Whether a body is signed with an app's secret, as ``X-Hub-Signature-256`` says.

    Source: https://developers.facebook.com/docs/graph-api/webhooks/getting-started
    """
    return same(header, "sha256=" + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest())
