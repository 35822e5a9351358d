"""Calls that carry several updates: what is wrong with one of them loses none of the others."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from bot.channels.messaging.incoming import Incoming
from bot.server.logs import describe_failure

logger = logging.getLogger(__name__)

_Item = TypeVar("_Item")


def each(items: Iterable[_Item], read: Callable[[_Item], Incoming | None]) -> Iterator[Incoming]:
    """What is read of the items; those that can't be read are logged and left out."""
    for item in items:
        try:
            found = read(item)
        except Exception as error:
            # It would come again and again; nobody else will read it better.
            logger.error("an update of several could not be read: %s", describe_failure(error))
            continue
        if found is not None:
            yield found
