"""What the whole suite shares: the trained model, the catalogue with the sample shop, and the real agent.

Everything is made once, also when several workers run (pytest-xdist), and lies in a temporary folder: no test
touches the databases in var/. `agent` is the agent that the server runs, with the real actions and real
databases on disk; `sender_id` is a new conversation for each test; `talk` says something in it and gives the
answers.
"""

from __future__ import annotations

from bot.server.quiet import hush

hush()

import asyncio  # noqa: E402 - the libraries must be hushed before anything imports them
import os  # noqa: E402
import shutil  # noqa: E402
import subprocess  # noqa: E402
import sys  # noqa: E402
import uuid  # noqa: E402
from collections.abc import Awaitable, Callable, Iterator  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import TYPE_CHECKING, Any  # noqa: E402

import pytest  # noqa: E402
from filelock import FileLock  # noqa: E402

from bot.server.settings import ROOT, Settings  # noqa: E402
from bot.server.tensorflow_later import defer_tensorflow  # noqa: E402
from bot.server.training import ensure_model  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from bot.server.agent import AdviserAgent

defer_tensorflow()

Talk = Callable[..., Awaitable[list[dict[str, Any]]]]
"""Says one message in the test's conversation, maybe on a product's page, and gives what the assistant answered."""


def sqlite_url(path: Path) -> str:
    """The SQLAlchemy address of a database file."""
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A temporary folder that all workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session", autouse=True)
def database_environment(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Point both databases into the temporary folder before anything opens one."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DATABASE_URL", sqlite_url(shared_folder / "catalogue.db"))
        environment.setenv("CONVERSATIONS_URL", sqlite_url(tmp_path_factory.mktemp("db") / "conversations.db"))
        environment.delenv("ACTION_ENDPOINT_URL", raising=False)
        environment.delenv("SOLEWISE_LOG_MESSAGES", raising=False)
        environment.chdir(ROOT)
        yield


@pytest.fixture(scope="session")
def model_path() -> Path:
    """The trained model; trained now if its data changed."""
    return ensure_model()


@pytest.fixture(scope="session")
def catalogue_url(shared_folder: Path, database_environment: None) -> str:
    """The address of a catalogue at its newest migration with the sample shop in it. For reading only."""
    done = shared_folder / "catalogue.ready"
    with FileLock(shared_folder / "catalogue.lock"):
        if not done.exists():
            made = subprocess.run(
                [sys.executable, "-m", "catalog", "setup"],
                cwd=ROOT,
                capture_output=True,
                text=True,
                check=False,
            )
            assert made.returncode == 0, f"python -m catalog setup failed:\n{made.stdout}\n{made.stderr}"
            done.touch()
    return os.environ["DATABASE_URL"]


@pytest.fixture(scope="session")
def agent(model_path: Path, catalogue_url: str) -> AdviserAgent:
    """The agent as the server runs it."""
    from bot.server.agent import load_agent
    from bot.server.logs import configure_logs

    configure_logs()
    return load_agent(model_path, Settings.from_environment())


_browser_loop: asyncio.AbstractEventLoop | None = None


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Let Playwright's event loop run in tests with a browser only.

    Playwright's plain API leaves a loop marked as running in this thread between its calls; the loop of asynchronous
    tests refuses to start beside it.
    """
    asyncio._set_running_loop(_browser_loop if "chromium" in getattr(item, "fixturenames", ()) else None)
    yield
    asyncio._set_running_loop(None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The machine's Chromium, one for all tests of a worker. Where there is none they are left out, but never in CI."""
    global _browser_loop
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium")
    if path is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("needs a browser: install Debian's package chromium")
    with sync_playwright() as playwright:
        _browser_loop = asyncio._get_running_loop()
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        # this may come after another test
        asyncio._set_running_loop(_browser_loop)
        browser.close()
    _browser_loop = None


@pytest.fixture
def sender_id() -> str:
    """A conversation that nobody else uses."""
    return f"test-{uuid.uuid4().hex}"


@pytest.fixture
def talk(agent: AdviserAgent, sender_id: str) -> Talk:
    """Say something in this test's conversation; gives the messages that come back."""

    from rasa.core.channels.channel import UserMessage

    from bot.channels.collector import MessageCollector

    async def say(text: str, product: object = None) -> list[dict[str, Any]]:
        collector = MessageCollector()
        metadata = {} if product is None else {"product": product}
        await agent.handle_message(UserMessage(text, collector, sender_id, metadata=metadata))
        return list(collector.messages)

    return say
