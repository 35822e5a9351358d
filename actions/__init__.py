"""The custom actions: one action a file, registered by the name of this package."""

from __future__ import annotations

import importlib
import pkgutil

# rasa_sdk's executor registers the subclasses of Action that are imported; importing the package imports them all.
for _module in pkgutil.iter_modules(__path__):
    if _module.name.startswith("action_"):
        importlib.import_module(f"{__name__}.{_module.name}")
