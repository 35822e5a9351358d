"""Keep the libraries' own chatter off the screen. Import this before Rasa: some speak while they load."""

from __future__ import annotations

import os
import warnings

_ENVIRONMENT = {
    "RASA_TELEMETRY_ENABLED": "false",  # no network at run time
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",  # Rasa's own tracker store is in 1.x style
    "HF_HUB_OFFLINE": "1",
}


def hush() -> None:
    """Set what Rasa, TensorFlow and SQLAlchemy read at import, and ignore what nobody here can act upon."""
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    warnings.simplefilter("ignore")


def hush_for_good() -> None:
    """Also keep off the screen what libraries switch on again: sanic and others set their own filters as they
    load.

    For the server and the terminal, where nobody can act upon a library's deprecations; never in tests.
    """
    hush()
    warnings.showwarning = lambda *_, **__: None
