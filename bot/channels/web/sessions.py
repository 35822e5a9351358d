"""Sessions: the name of a conversation, which nobody can guess, in a token that nobody can make or change."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import jwt
from filelock import FileLock

from bot.channels.web.errors import RefusedError
from bot.server.settings import ROOT, SettingsError

KEY_FILE = ROOT / "var" / "web.key"
"""The key of this machine, for development; in production the keys come from the environment."""

_ALGORITHM = "HS256"
_AUDIENCE = "solewise-web-chat"
_PREFIX = "web-"
_KEY_CHARACTERS = 64
_LONGEST = 1000
_APART = 60  # seconds by which the clocks of our machines may differ


@dataclass(frozen=True)
class Session:
    """A session that was proved. ``expires``: seconds since 1970; ``fresh``: a token to use from now on, if any."""

    conversation: str
    expires: float
    fresh: str | None = None


class Sessions:
    """Makes and reads tokens (JSON Web Tokens, RFC 7519, HMAC with SHA-256).

    ``keys``: the first signs, all are accepted, so that a key can be changed without ending everybody's conversation.
    """

    def __init__(self, keys: Sequence[str], days: int) -> None:
        if not keys:
            raise ValueError("a session needs a key")
        self._keys = tuple(keys)
        self._seconds = days * 86_400

    def new(self) -> tuple[str, float]:
        """A token for a new conversation, and when it expires (seconds since 1970)."""
        return self._sign(_PREFIX + secrets.token_urlsafe(24))

    def read(self, header: str | None) -> Session:
        """The session that an Authorization header proves. Raises RefusedError (401)."""
        scheme, _, token = (header or "").strip().partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise RefusedError(401, "no_token", "Start a session first (POST /chat/session) and send its token.")
        if len(token) > _LONGEST or not token.isascii():
            raise _bad()
        for key in self._keys:
            try:
                claims = jwt.decode(
                    token,
                    key,
                    algorithms=[_ALGORITHM],
                    audience=_AUDIENCE,
                    leeway=_APART,
                    options={"require": ["sub", "exp", "iat", "aud"]},
                )
            except jwt.ExpiredSignatureError as error:
                raise RefusedError(401, "expired", "This session is over. Start a new one.") from error
            except jwt.InvalidTokenError:
                continue
            conversation, expires = str(claims["sub"]), float(claims["exp"])
            if not conversation.startswith(_PREFIX):
                break
            half_spent = expires - time.time() < self._seconds / 2
            fresh = self._sign(conversation)[0] if half_spent or key != self._keys[0] else None
            return Session(conversation, expires, fresh)
        raise _bad()

    def last_expiry(self, session: Session) -> float:
        """When every token of a session that was made up to now has expired, also where sessions lasted longer once."""
        return max(time.time() + self._seconds, session.expires) + _APART

    def _sign(self, conversation: str) -> tuple[str, float]:
        now = int(time.time())
        claims = {"sub": conversation, "aud": _AUDIENCE, "iat": now, "exp": now + self._seconds}
        return jwt.encode(claims, self._keys[0], algorithm=_ALGORITHM), float(now + self._seconds)


def machine_key(path: Path = KEY_FILE) -> str:
    """The key of this machine, made at first use, so that a restart ends nobody's session. For its owner only.

    Raises SettingsError where it can be neither read nor made.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{path}.lock"):  # of processes that start at once, one makes it
            return _kept_key(path) or _make_key(path)
    except OSError as error:
        raise SettingsError(
            f"The key that signs the sessions of the web chat cannot be kept in {path} ({error.strerror}). Let that "
            "folder be written to, or set SOLEWISE_SECRET."
        ) from error


def _kept_key(path: Path) -> str | None:
    try:
        key = path.read_text(encoding="ascii").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    if len(key) < _KEY_CHARACTERS:
        return None
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
    return key


def _make_key(path: Path) -> str:
    key = secrets.token_hex(_KEY_CHARACTERS // 2)
    draft = path.with_name(f"{path.name}.draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(key)
    draft.replace(path)  # in one step: a process that is killed here leaves no half key
    return key


def _bad() -> RefusedError:
    return RefusedError(401, "bad_token", "This token is not one of ours. Start a new session.")
