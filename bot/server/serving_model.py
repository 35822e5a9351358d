"""Load a trained model for answering only.

A Rasa model also describes how it was trained, down to a validator that imports every component Rasa has,
TensorFlow's among them. Answering needs none of that: here the description of the training is left out as the
model is read.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import rasa.shared.utils.io
from rasa.engine import loader
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.local_model_storage import MODEL_ARCHIVE_METADATA_FILE, LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata
from sklearn.linear_model import LogisticRegression

from bot.server.graph_runner import SequentialGraphRunner


class ServingModelStorage(LocalModelStorage):  # type: ignore[misc]
    """Rasa's storage, reading a model without the graph that trained it."""

    @staticmethod
    def _load_metadata(directory: Path) -> ModelMetadata:
        described = rasa.shared.utils.io.read_json_file(directory / MODEL_ARCHIVE_METADATA_FILE)
        return ModelMetadata.from_dict({**described, "train_schema": {"nodes": {}}})


def load_for_serving(model: Path) -> tuple[ModelMetadata, GraphRunner]:
    """The model's metadata and the runner that understands messages and chooses actions."""
    with TemporaryDirectory() as folder:
        metadata, runner = loader.load_predict_graph_runner(
            Path(folder), model, ServingModelStorage, SequentialGraphRunner
        )
    for component in runner.components():
        classifier = getattr(component, "clf", None)
        if isinstance(classifier, LogisticRegression) and hasattr(classifier, "coef_"):
            # Each prediction multiplies with the transposed coefficients, and copies them all unless they lie this way.
            classifier.coef_ = np.asfortranarray(classifier.coef_)
    return metadata, runner
