"""`python -m bot check`: what is set up, what is off, what is missing or wrong, and the mend. Prints no secret."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from importlib.metadata import version

import sqlalchemy as sa
import yaml

from bot.cli import catalogue, platforms
from bot.server.settings import ROOT, Settings, SettingsError
from bot.server.training import MODELS, model_name
from bot.server.versions import TESTED_RASA, is_rasa_as_tested


def check() -> int:
    """Print a line for each part; 0 when all are well, 1 when one is not."""
    checks: dict[str, Callable[[], str]] = {"Rasa": _rasa, "model": _model}
    try:
        settings = Settings.from_environment()
    except SettingsError as error:
        # The other parts are looked at all the same: who sets a server up mends several things at once.
        checks["settings"] = partial(_refuse, error)
        production = False
    else:
        production = settings.production
        checks["conversations"] = partial(_conversations, settings)
        checks["web chat"] = partial(_web_chat, settings)
        checks["address"] = partial(_address, settings)
    checks["catalogue"] = partial(catalogue.describe, production)
    checks["country"] = _country
    well = True
    for name, one in checks.items():
        well = _told(name, one) and well
    for name in platforms.NAMES:
        well = _told(name, partial(platforms.describe, name), on=platforms.is_on(name)) and well
    return 0 if well else 1


def _told(name: str, one: Callable[[], str], on: bool = True) -> bool:
    """Print the line of one part; False where it isn't well."""
    try:
        said, mark = one(), "ok" if on else "off"
    except SettingsError as error:
        said, mark = str(error), "wrong"
    print(f"{mark:6} {name}: {said}")
    return mark != "wrong"


def _refuse(error: SettingsError) -> str:
    raise error


def _rasa() -> str:
    if not is_rasa_as_tested():
        raise SettingsError(
            f"{version('rasa')} is installed, {TESTED_RASA} was tested; it runs uncorrected and slower."
        )
    return TESTED_RASA


def _model() -> str:
    name = model_name()
    if not (ROOT / MODELS / name).is_file():
        raise SettingsError("there is no model that is up to date. `make train` makes one.")
    return name


def _conversations(settings: Settings) -> str:
    from bot.server.conversation_tables import is_there, open_database

    there = is_there(settings.conversations_url)
    if there:
        open_database(settings.conversations_url).dispose()
    shown = str(sa.engine.make_url(settings.conversations_url).render_as_string(hide_password=True))
    return shown if there else f"{shown}, made at the first start"


def _web_chat(settings: Settings) -> str:
    settings.ensure_secret()
    keys = f"{len(settings.secrets)} from SOLEWISE_SECRET" if settings.secrets else "of this machine (var/web.key)"
    pages = ", ".join(settings.origins) or "its own alone"
    return f"sessions last {settings.session_days} days, signed with keys {keys}; pages that may talk to it: {pages}"


def _address(settings: Settings) -> str:
    from bot.server.ports import ensure_port_is_free

    ensure_port_is_free(settings.host, settings.port)
    kind = "production" if settings.production else "development"
    if settings.published and not settings.production:
        kind += "; for real use set SOLEWISE_ENV=production and SOLEWISE_SECRET"
    return f"http://{settings.host}:{settings.port}/ ({kind})"


def _country() -> str:
    data = yaml.safe_load((ROOT / "seeds" / "red_flags.yml").read_text(encoding="utf-8"))
    known = ", ".join(sorted(set(data["countries"]) - {"default"}))
    code = os.environ.get("SOLEWISE_COUNTRY", "").strip().lower()
    if not code:
        return f"none; no emergency number is named until SOLEWISE_COUNTRY is set ({known})"
    if code not in (*data["countries"], "uk"):
        raise SettingsError(
            f"SOLEWISE_COUNTRY={code} is not known, so no emergency number is named. Use one of {known}."
        )
    return code
