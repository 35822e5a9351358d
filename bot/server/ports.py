"""Tell before Rasa is loaded whether the port can be had."""

from __future__ import annotations

import errno
import socket

from bot.server.settings import SettingsError


def ensure_port_is_free(host: str, port: int) -> None:
    """Raise SettingsError, with the mend, where the server could not listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As the server does: a port that was closed a moment ago is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise SettingsError(
                    f"Port {port} is in use by another program. Stop that one, or choose another port: "
                    f"SOLEWISE_PORT={port + 1} make run"
                ) from error
            raise SettingsError(
                f"{host}:{port} cannot be listened on ({error.strerror or error}). Set SOLEWISE_HOST and "
                "SOLEWISE_PORT to an address of this machine."
            ) from error
