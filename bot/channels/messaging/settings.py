"""Reading a platform's settings from the environment, with messages that name the variable and never its value."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.server.settings import SettingsError

PUBLIC_URL = "SOLEWISE_PUBLIC_URL"


@dataclass(frozen=True)
class Variable:
    """An environment variable: what it is, as a phrase, and what it looks like. ``default`` makes it optional."""

    name: str
    what: str
    pattern: str = r"\S{1,500}"
    default: str | None = None


URL = r"https?://[^\s/?#]+(?:/[^\s?#]*)?"


META_API = Variable("META_API_URL", "the address of Meta's Graph API", URL, "https://graph.facebook.com/v25.0")


def public_url(optional: bool = True) -> Variable:
    """The variable with the server's address as platforms see it."""
    what = "this server's address as platforms see it: https, and nothing of /webhooks (https://chat.shop.example)"
    return Variable(PUBLIC_URL, what, r"https://(?!.*/webhooks)[^\s/?#]+(?:/[^\s?#]*)?", "" if optional else None)


def read(variables: tuple[Variable, ...], environment: Mapping[str, str] | None = None) -> dict[str, str] | None:
    """The values by their names; None where the first one, which switches the platform on, is not set.

    Raises SettingsError, which names all that is missing or wrong and shows nothing of it.
    """
    env = os.environ if environment is None else environment
    values = {variable.name: env.get(variable.name, "").strip() for variable in variables}
    if not values[variables[0].name]:
        return None
    troubles = []
    for variable in variables:
        value = values[variable.name]
        if value and not re.fullmatch(variable.pattern, value):
            troubles.append(f"{variable.name} doesn't look like {variable.what}.")
        elif not value and variable.default is None:
            troubles.append(f"{variable.name} is not set; it is {variable.what}.")
        elif not value:
            values[variable.name] = variable.default or ""
    if troubles:
        raise SettingsError(" ".join(troubles))
    return {name: value.rstrip("/") if name.endswith("_URL") else value for name, value in values.items()}
