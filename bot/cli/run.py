"""`python -m bot run`: bring everything up to date, start the assistant, print the address of its page."""

from __future__ import annotations

import sys
import time

from bot.cli.catalogue import CatalogueSetup
from bot.server.ports import ensure_port_is_free
from bot.server.progress import waiting
from bot.server.settings import ROOT, Settings
from bot.server.training import ensure_model


def run(settings: Settings) -> int:
    """Serve until Ctrl-C. Raises SettingsError, with the mend, where something is in the way."""
    start = time.monotonic()
    ensure_port_is_free(settings.host, settings.port)
    # The catalogue sets itself up in a process of its own while this one trains or loads Rasa.
    catalogue = CatalogueSetup()
    model = ensure_model()
    with waiting("starting"):
        from bot.server.tensorflow_later import defer_tensorflow

        defer_tensorflow()
        from bot.server.logs import configure_logs

        configure_logs(with_messages=settings.log_messages)
        from bot.server.serve import serve

        catalogue.finish()

    if not settings.production and not settings.opens_api:
        why = (
            "SOLEWISE_PUBLIC_URL is set"
            if settings.published
            else f"{settings.host} can be reached from other machines"
        )
        print(
            f"solewise: {why}, so Rasa's own API is off. Set SOLEWISE_ENV=production for real use.",
            file=sys.stderr,
        )

    def tell_ready() -> None:
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        print(
            f"Solewise answers at http://{host}:{settings.port}/ after {time.monotonic() - start:.0f} s. "
            "Ctrl-C stops it.",
            flush=True,
        )

    serve(model, settings, ROOT, tell_ready)
    print("solewise: stopped", file=sys.stderr)
    return 0
