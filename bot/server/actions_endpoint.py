"""Where custom actions run: in this process, or on an action server. Either way a failure becomes a polite
answer.

Rasa answers nothing at all when an action fails. Both endpoints here answer with the response
`utter_technical_trouble` instead, log the kind and place of the failure without anybody's words, and give an
action a few seconds rather than Rasa's five minutes.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import aiohttp
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker

from bot.server.logs import describe_failure
from bot.server.settings import SettingsError

logger = logging.getLogger(__name__)

TROUBLE_RESPONSE = "utter_technical_trouble"
"""Name of the response that is said when something of ours failed; its wording is in bot/domain/."""

ACTIONS_PACKAGE = "actions"
"""The package whose actions are registered. By name: nothing in bot/ imports it."""

_WORKERS = 4


def trouble_answer() -> dict[str, Any]:
    """An action's answer that says politely that something failed, and changes nothing."""
    return {"events": [], "responses": [{"response": TROUBLE_RESPONSE}]}


class _Executor(ActionExecutor):  # type: ignore[misc]
    """rasa_sdk's registry, which would try to register base classes that have no name of their own."""

    def register_action(self, action: type[Action] | Action) -> None:
        if getattr(action, "name", None) is not Action.name:
            super().register_action(action)


class InProcessEndpoint(EndpointConfig):  # type: ignore[misc]
    """Runs rasa_sdk actions in this process, on a worker thread where they are plain functions."""

    def __init__(self, package: str = ACTIONS_PACKAGE, timeout: float = 8.0) -> None:
        # Actions get the whole domain with each call unless told otherwise; ours don't read it.
        super().__init__(url=None, enable_selective_domain=True)
        self._timeout = timeout
        self._executor = _Executor()
        self._workers = ThreadPoolExecutor(_WORKERS, thread_name_prefix="actions")
        try:
            self._executor.register_package(package)
        except SystemExit as error:  # rasa_sdk ends the process where a package cannot be imported
            raise SettingsError(f"The package `{package}` with the custom actions cannot be imported.") from error

    @property
    def action_names(self) -> frozenset[str]:
        """The actions that can be run."""
        return frozenset(self._executor.actions)

    async def request(
        self,
        method: str = "post",  # noqa: ARG002 - the signature is Rasa's
        subpath: str | None = None,  # noqa: ARG002
        content_type: str | None = None,  # noqa: ARG002
        compress: bool = False,  # noqa: ARG002
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Run the action that `kwargs["json"]` names on the tracker that it carries."""
        call: dict[str, Any] = kwargs["json"]
        name = str(call.get("next_action"))
        try:
            return await asyncio.wait_for(self._run(name, call), self._timeout)
        except asyncio.TimeoutError:
            logger.error("action %s took longer than %g s", name, self._timeout)
        except Exception as error:
            logger.error("action %s failed: %s", name, describe_failure(error))
        return trouble_answer()

    async def _run(self, name: str, call: dict[str, Any]) -> dict[str, Any]:
        action = self._executor.actions[name]
        dispatcher = CollectingDispatcher()
        arguments = (dispatcher, Tracker.from_dict(call["tracker"]), call.get("domain", {}))
        if inspect.iscoroutinefunction(action):
            events = await action(*arguments)
        else:
            # Database work must not hold up the other conversations.
            events = await asyncio.get_running_loop().run_in_executor(self._workers, action, *arguments)
        return {
            "events": self._executor.validate_events(events or [], name),
            "responses": dispatcher.messages,
        }


class RemoteEndpoint(EndpointConfig):  # type: ignore[misc]
    """A separate action server, asked over HTTP."""

    def __init__(self, url: str, timeout: float = 8.0) -> None:
        super().__init__(url=url, enable_selective_domain=True)
        self._timeout = timeout

    async def request(
        self,
        method: str = "post",
        subpath: str | None = None,
        content_type: str | None = "application/json",
        compress: bool = False,
        **kwargs: Any,
    ) -> Any:
        """Ask the action server, within the time that an action may take."""
        kwargs["timeout"] = aiohttp.ClientTimeout(total=self._timeout)
        try:
            answer = await super().request(method, subpath, content_type, compress, **kwargs)
            if isinstance(answer, dict):
                return answer
            logger.error("the action server at %s answered with something that is not an object", self.url)
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError) as error:
            logger.error("the action server at %s did not answer: %s", self.url, describe_failure(error))
        return trouble_answer()


def create_endpoint(action_endpoint_url: str | None, timeout: float) -> EndpointConfig:
    """The endpoint that the settings ask for."""
    if action_endpoint_url:
        return RemoteEndpoint(action_endpoint_url, timeout)
    return InProcessEndpoint(timeout=timeout)
