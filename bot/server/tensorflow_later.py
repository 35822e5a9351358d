"""Load Rasa without TensorFlow until something needs it.

Rasa 3.6 imports TensorFlow for two callbacks that only training with a neural component uses; loading it
takes half of the start and 340 MB. `rasa.utils.train_utils` is the one module on Rasa's way that asks for it
by name, so while that module is imported the two modules it asks stand aside for placeholders, whose classes
fetch the real ones when one is made. Nothing else is touched: a component that imports TensorFlow itself
still gets it.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any

from bot.server.versions import is_rasa_as_tested

_DEFERRED = {
    "rasa.utils.tensorflow.callback": ("RasaTrainingLogger", "RasaModelCheckpoint"),
    "rasa.utils.tensorflow.data_generator": ("RasaBatchDataGenerator",),
}


def _placeholder(module: str, name: str) -> type[Any]:
    """A class that, when called, imports the real one and makes that."""

    def make(_cls: type[Any], *args: Any, **kwargs: Any) -> Any:
        return getattr(importlib.import_module(module), name)(*args, **kwargs)

    return type(name, (), {"__new__": make, "__module__": module, "__doc__": f"Stands for {module}.{name}."})


def defer_tensorflow() -> bool:
    """Import Rasa's training helpers without TensorFlow. Returns whether that was done.

    Does nothing on another version of Rasa, or where TensorFlow or those helpers are loaded already.
    """
    loaded = {"tensorflow", "rasa.utils.train_utils", *_DEFERRED} & set(sys.modules)
    if loaded or not is_rasa_as_tested():
        return False
    package = importlib.import_module("rasa.utils.tensorflow")
    for name, classes in _DEFERRED.items():
        module = ModuleType(name)
        for class_name in classes:
            setattr(module, class_name, _placeholder(name, class_name))
        sys.modules[name] = module
    try:
        importlib.import_module("rasa.utils.train_utils")
    finally:
        for name in _DEFERRED:
            sys.modules.pop(name, None)
            if hasattr(package, name.rpartition(".")[2]):
                delattr(package, name.rpartition(".")[2])
    return True
