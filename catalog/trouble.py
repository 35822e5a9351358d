"""What to say when the catalogue's database cannot be used: what is wrong, and the mend; never a password."""

from __future__ import annotations

from typing import Any

_SET_UP = "run `python -m catalog setup`"
#: PostgreSQL's error codes (its manual, appendix A), where its words might be in another language.
_NOT_SET_UP = {"42P01", "42703", "3F000"}  # no such table, column, schema
_LOCKED = {"55P03"}
_CROSSED = {"40001", "40P01"}  # the work of others, done past the programs, came in between
_READ_ONLY = {"25006"}
_NO_RIGHT = {"42501"}
_NOT_TAKEN = {"22"}  # the class of values that a column does not take


def mend(url: Any, error: Exception, waited_ms: int | None = None) -> str:
    """One sentence about a database error. `waited_ms`: how long a writer was ready to wait for others."""
    original = getattr(error, "orig", None)
    said = _said(url, original or error)
    place = place_of(url)
    if url.get_backend_name() == "sqlite":
        return _sqlite(place, said, waited_ms)
    return _postgres(url, place, said, getattr(original, "pgcode", None) or "", waited_ms)


def place_of(url: Any) -> str:
    """Where a catalogue is, as far as it may be shown: the file, or the server's address without its password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    user = f"{url.username}@" if url.username else ""
    port = f":{url.port}" if url.port else ""
    return f"{url.get_backend_name()}://{user}{url.host or ''}{port}/{url.database or ''}"


def _said(url: Any, error: Exception) -> str:
    """The first line of what the database said, without the password in case it is repeated there."""
    said = (str(error).strip().splitlines() or [type(error).__name__])[0]
    for secret in (url.password, url.query.get("password")):
        if secret and str(secret) in said:
            said = said.replace(str(secret), "***")
    return said


def _waited(place: str, said: str, waited_ms: int | None) -> str:
    if waited_ms is None:
        return f"the catalogue at {place} is locked by another program; try again later ({said})"
    return (
        f"another program is changing the catalogue at {place}, and was not done after {waited_ms / 1000:g} s; "
        f"try again when it is ({said})"
    )


def _sqlite(place: str, said: str, waited_ms: int | None) -> str:
    low = said.lower()
    if "locked" in low or "busy" in low:
        return _waited(place, said, waited_ms)
    if "no such table" in low or "no such column" in low:
        return f"the catalogue at {place} is not set up: {_SET_UP} ({said})"
    if "malformed" in low or "not a database" in low or "corrupt" in low or "encrypted" in low:
        return f"the catalogue at {place} is damaged: put a copy back, or remove it and {_SET_UP} ({said})"
    if "readonly" in low:
        return f"the catalogue at {place} may not be written ({said})"
    return f"the catalogue at {place} cannot be reached: {said}"


def _postgres(url: Any, place: str, said: str, code: str, waited_ms: int | None) -> str:
    if code in _LOCKED:
        return _waited(place, said, waited_ms)
    if code in _CROSSED:
        return f"the catalogue at {place} was changed by hand at the same time; try again ({said})"
    if code in _NOT_SET_UP:
        return f"the catalogue at {place} is not set up: {_SET_UP} ({said})"
    if code in _READ_ONLY:
        return f"the catalogue at {place} may not be written: the server, or this user, only reads ({said})"
    if code in _NO_RIGHT:
        return f"the catalogue at {place} lacks a right for this user: make it the tables' owner, or GRANT it ({said})"
    if code[:2] in _NOT_TAKEN:
        return f"the catalogue at {place} does not take a value: {said}"
    # A connection that is refused has no code yet.
    low = said.lower()
    if f'database "{url.database}" does not exist' in said:
        return (
            f"there is no catalogue at {place}: make the database (`createdb {url.database}`), then {_SET_UP} ({said})"
        )
    if any(part in low for part in ("password", "authentication", "pg_hba", 'role "', 'user "')):
        return f"the catalogue at {place} does not let us in: mend the user and password of DATABASE_URL ({said})"
    return f"the catalogue at {place} cannot be reached: is the server running, and DATABASE_URL right? ({said})"
