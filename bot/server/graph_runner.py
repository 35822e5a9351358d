"""Runs the model's components one after the other, in an order that is worked out once.

Rasa hands each message three times to a general task scheduler, which plans the same few steps anew each
time. The steps and their results are the same here.
"""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import TopologicalSorter
from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphComponent, GraphNode
from rasa.engine.runner.dask import DaskGraphRunner

_Step = tuple[str, GraphNode, tuple[str, ...]]


class SequentialGraphRunner(DaskGraphRunner):  # type: ignore[misc]
    """Rasa's runner without the scheduler; the plan for each set of targets is kept."""

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """Run what the targets need on the inputs; gives each target's output by its name."""
        wanted = tuple(targets or self._graph_schema.target_names)
        given = inputs or {}
        # A component receives its parents' outputs as pairs of name and output, as Rasa's scheduler gives
        # them.
        done: dict[str, tuple[str, Any]] = {name: (name, value) for name, value in given.items()}
        try:
            for name, node, needs in self._plan(wanted):
                done[name] = node(*(done.get(need, need) for need in needs))
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return dict(done[name] for name in wanted)

    def components(self) -> Iterator[GraphComponent]:
        """The components of the model."""
        return (node._component for node in self._instantiated_nodes.values())

    def _plan(self, targets: tuple[str, ...]) -> tuple[_Step, ...]:
        plans: dict[tuple[str, ...], tuple[_Step, ...]] = self.__dict__.setdefault("_plans", {})
        if targets not in plans:
            nodes = self._graph_schema.minimal_graph_schema(list(targets)).nodes
            needs = {name: tuple(node.needs.values()) for name, node in nodes.items()}
            order = [name for name in TopologicalSorter(needs).static_order() if name in nodes]
            plans[targets] = tuple((name, self._instantiated_nodes[name], needs[name]) for name in order)
        return plans[targets]
