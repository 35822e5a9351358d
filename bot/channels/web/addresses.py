"""Whose address a request comes from, for counting."""

from __future__ import annotations

import ipaddress
import logging

from sanic import Request

logger = logging.getLogger(__name__)


class Addresses:
    """Tells addresses apart; ``proxies``: how many of ours stand in front."""

    def __init__(self, proxies: int) -> None:
        self._warned = proxies > 0

    def key(self, request: Request) -> str:
        """What a request counts for."""
        if not self._warned and "x-forwarded-for" in request.headers:
            self._warned = True
            logger.warning(
                "A request came through a proxy, but SOLEWISE_PROXIES is 0: all who come through it count as one "
                "address and share its limits. Set it to the number of your own proxies."
            )
        return address_key(request.remote_addr or request.ip or "")


def address_key(address: str) -> str:
    """What counts as one address: an IPv4 address, or the half of an IPv6 address that one subscriber has.

    Some proxies write the port behind it, which is left out.
    """
    bare = _without_port(address.strip()).strip("[]").partition("%")[0]
    try:
        parsed = ipaddress.ip_address(bare)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def _without_port(address: str) -> str:
    """192.0.2.1:4711 and [2001:db8::1]:4711 without what is behind; a bare IPv6 address has more colons than one."""
    if address.startswith("["):
        return address.partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address
