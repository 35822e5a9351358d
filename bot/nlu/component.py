"""What our Rasa graph components have in common: being made, and where they learn, trained, kept and loaded."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import Any, TypeVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.reader import shared_reader

Component = TypeVar("Component", bound="Learned")
Plain = TypeVar("Plain", bound="Untrained")


class Untrained(GraphComponent):  # type: ignore[misc]
    """A component that has nothing to learn and nothing to set."""

    @classmethod
    def create(
        cls: type[Plain],
        config: dict[str, Any],  # noqa: ARG003
        model_storage: ModelStorage,  # noqa: ARG003
        resource: Resource,  # noqa: ARG003
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> Plain:
        """Rasa's way to make the component. The lexicon is read here, so that a faulty one shows at once."""
        shared_reader()
        return cls()


class Learned(GraphComponent):  # type: ignore[misc]
    """A component that learns from the examples and keeps what it has learned in the model."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self.config = config
        self._storage = storage
        self._resource = resource

    @classmethod
    def create(
        cls: type[Component],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,  # noqa: ARG003
    ) -> Component:
        """Rasa's way to make the component."""
        return cls({**cls.get_default_config(), **config}, model_storage, resource)

    @classmethod
    def load(
        cls: type[Component],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,  # noqa: ARG003
    ) -> Component:
        """The component of a trained model."""
        component = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            component.restore(folder)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples, and keep it."""
        with self._storage.write_to(self._resource) as folder:
            self.learn(training_data, folder)
        return self._resource

    @abstractmethod
    def learn(self, training_data: TrainingData, folder: Path) -> None:
        """Learn from the examples and write what is needed later into the folder."""

    @abstractmethod
    def restore(self, folder: Path) -> None:
        """Read what `learn` wrote."""

    @abstractmethod
    def process(self, messages: list[Message]) -> list[Message]:
        """Add what this component knows to each message."""

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training examples stay as they are."""
        return training_data
