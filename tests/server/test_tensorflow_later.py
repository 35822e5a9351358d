"""Rasa loads without TensorFlow, and what needs TensorFlow still gets it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.server import tensorflow_later, versions
from bot.server.settings import ROOT


def run(source: str) -> str:
    """Run Python source in a fresh process; gives what it printed."""
    head = "import sys\nfrom bot.server.quiet import hush_for_good\nhush_for_good()\n"
    done = subprocess.run(
        [sys.executable, "-c", head + source], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_server_loads_without_tensorflow() -> None:
    source = """
from bot.server.tensorflow_later import defer_tensorflow
assert defer_tensorflow()
import bot.server.serve
print("tensorflow" in sys.modules)
"""
    assert run(source) == "False"


def test_a_component_that_needs_tensorflow_gets_it() -> None:
    source = """
from bot.server.tensorflow_later import defer_tensorflow
assert defer_tensorflow()
from rasa.utils import train_utils
from rasa.nlu.classifiers.diet_classifier import DIETClassifier
from rasa.utils.tensorflow.callback import RasaTrainingLogger
from rasa.utils.tensorflow.data_generator import RasaBatchDataGenerator
import tensorflow
made = train_utils.RasaTrainingLogger(epochs=1, silent=True)
assert type(made) is RasaTrainingLogger, type(made)
assert isinstance(made, tensorflow.keras.callbacks.Callback)
print(DIETClassifier.__name__)
"""
    assert run(source) == "DIETClassifier"


def test_it_does_nothing_where_the_helpers_are_loaded_already() -> None:
    assert not tensorflow_later.defer_tensorflow()


def test_it_does_nothing_on_another_rasa(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "version", lambda _: "3.7.0")
    for name in ("tensorflow", "rasa.utils.train_utils", *tensorflow_later._DEFERRED):
        monkeypatch.delitem(sys.modules, name, raising=False)
    assert not tensorflow_later.defer_tensorflow()
