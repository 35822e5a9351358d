"""What docs/ tells shop owners of messaging platforms is what the code has: variables, addresses, links, settings."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

import pytest
import yaml

from bot.channels.messaging.settings import PUBLIC_URL, Variable
from bot.channels.messenger import settings as messenger
from bot.channels.slack import settings as slack
from bot.channels.telegram import settings as telegram
from bot.channels.telegram.reading import read_update
from bot.channels.twilio import settings as twilio
from bot.channels.whatsapp import settings as whatsapp

DOCS = Path(__file__).resolve().parents[2] / "docs"

PLATFORMS: dict[str, tuple[Variable, ...]] = {
    "telegram": telegram.VARIABLES,
    "whatsapp": whatsapp.VARIABLES,
    "messenger": messenger.VARIABLES,
    "slack": slack.VARIABLES,
    "twilio": twilio.VARIABLES,
}

PAGES = ("messaging", *PLATFORMS)


def page(name: str) -> str:
    """A page's text."""
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


def rows(text: str) -> dict[str, str]:
    """The rows of a page's tables that are about a variable, by its name."""
    return dict(re.findall(r"^\| `([A-Z_]+)` \| (.*) \|$", text, re.MULTILINE))


def anchors(text: str) -> set[str]:
    """What links may point to in a page, as GitHub makes it of headings."""
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    }


def test_the_table_has_every_variable_and_no_other() -> None:
    known = {variable.name for variables in PLATFORMS.values() for variable in variables} | {PUBLIC_URL}
    assert set(rows(page("messaging"))) == known


@pytest.mark.parametrize("name", PLATFORMS)
def test_defaults_are_those_of_the_code(name: str) -> None:
    told = rows(page("messaging"))
    for variable in PLATFORMS[name]:
        if variable.default:
            assert f"`{variable.default}`" in told[variable.name], variable.name


@pytest.mark.parametrize("name", PLATFORMS)
def test_a_page_sets_what_its_platform_needs(name: str) -> None:
    text = page(name)
    for variable in PLATFORMS[name]:
        if variable.default is None:
            assert re.search(rf"^ *{variable.name}=\S", text, re.MULTILINE), variable.name


@pytest.mark.parametrize("name", PLATFORMS)
def test_a_page_names_the_webhook_and_no_other(name: str) -> None:
    assert set(re.findall(r"https://chat\.shop\.example(/\S*?)(?=[`*\s])", page(name))) == {f"/webhooks/{name}/webhook"}


@pytest.mark.parametrize("name", PAGES)
def test_links_within_the_project_lead_somewhere(name: str) -> None:
    for link in re.findall(r"\]\((?!https?:)([^)]+)\)", page(name)):
        file, _, anchor = link.partition("#")
        target = DOCS / file if file else DOCS / f"{name}.md"
        assert target.is_file(), link
        assert not anchor or anchor in anchors(target.read_text(encoding="utf-8")), link


def test_the_coded_link_of_the_example_opens_its_product() -> None:
    text = page("telegram")
    link = re.search(r"\?start=(b64-[A-Za-z0-9_-]+)", text)
    product = re.search(r"rstrip\('='\)\)\" '([^']+)'", text)
    assert link
    assert product
    message = {
        "message_id": 1,
        "date": 1,
        "chat": {"id": 7, "type": "private"},
        "from": {"id": 7, "is_bot": False},
        "text": f"/start {link[1]}",
    }
    found = read_update({"update_id": 1, "message": message}, None)
    assert found is not None
    assert found.product == product[1]


def test_slacks_manifest_has_the_scopes_and_the_open_tab() -> None:
    block = re.search(r"```yaml\n(.*?)```", page("slack"), re.DOTALL)
    assert block
    manifest = yaml.safe_load(textwrap.dedent(block[1]))
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == {"chat:write", "im:history", "app_mentions:read"}
    home = manifest["features"]["app_home"]
    assert home["messages_tab_enabled"]
    assert not home["messages_tab_read_only_enabled"]
    assert not manifest["settings"]["token_rotation_enabled"], "check takes no token that ends after 12 hours"
