"""Whole conversations on each platform: the real server and channels, and a platform that has its bad days."""

from __future__ import annotations

import re
import sqlite3
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from bot.server.conversation_tables import BUSY_SECONDS
from tests.platforms.people import Person
from tests.platforms.servers import Platforms, serving
from tests.platforms.standin import Fault, Took

PEOPLE = {
    "telegram": ("telegram", "5{}"),
    "whatsapp": ("whatsapp", "1650555{}"),
    "messenger": ("messenger", "90000{}"),
    "slack": ("slack", "U0{}"),
    "sms": ("twilio", "+1650555{}"),
    "whatsapp-twilio": ("twilio", "whatsapp:+1650555{}"),
}
"""Each way to write: the stand-in, and what a person is called there."""


@pytest.fixture(scope="module")
def platforms(model_path: object, catalogue_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platforms]:
    """A server with all five."""
    folder = tmp_path_factory.mktemp("platforms")
    with serving(folder, "telegram", "whatsapp", "messenger", "slack", "twilio") as running:
        yield running


_numbers = iter(range(1000, 9999))


@pytest.fixture
def meet(platforms: Platforms) -> Any:
    """Meets somebody new on a way to write."""

    def somebody(way: str) -> Person:
        api, name = PEOPLE[way]
        return Person(platforms.apis[api], name.format(next(_numbers)))

    return somebody


def words(found: list[Took]) -> str:
    return "\n".join(took.text for took in found)


def whole_conversation(person: Person) -> str:
    """From the greeting to the trial plan; all that the person read."""
    assert "Solewise" in words(person.says("hello"))
    assert "Which shoes" in words(person.says("my heel hurts after long walks, flat feet, nothing over $50"))
    assert "Who will wear them" in words(person.chooses("Trainers"))
    advice = words(person.chooses("Not sure"))
    assert "this fits best" in advice
    assert "What the evidence says" in advice
    assert "https://shop.example/insoles/" in advice
    assert "Get emergency help" in advice
    assert "Side by side" in words(person.chooses("Compare them"))
    assert "Day 1" in words(person.says("how do I try the first?"))
    return person.has_read()


def same(text: str) -> str:
    """The text without what differs between two people: which of several wordings was chosen is the same for all."""
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("way", PEOPLE)
def test_a_whole_conversation_on_bad_days_too(way: str, meet: Any) -> None:
    """Once as it should be; once with every update delivered twice and the platform failing, which changes nothing."""
    calm = meet(way)
    wanted = whole_conversation(calm)
    troubled = meet(way)
    api = troubled.api
    before = list(api.refused)
    say, press = api.say, api.press
    bad_days = iter([[Fault(500)], [], [Fault(429, 1), Fault(503)], [], [Fault(502), Fault(429, 1)]])

    def bad(do: Any) -> Any:
        def done(*arguments: Any, **more: Any) -> Any:
            api.faults.extend(next(bad_days, []))
            first = do(*arguments, **more)
            assert api.again()[0] == 200
            return first

        return done

    api.say, api.press = bad(say), bad(press)
    try:
        found = whole_conversation(troubled)
    finally:
        del api.say, api.press
    assert same(found) == same(wanted)
    assert len(api.of(calm.name)) == len(api.of(troubled.name))
    assert api.refused == before
    assert not api.faults
    assert not list(bad_days)
    assert "Why the Fernhollow" not in found  # what a button says for a person


@pytest.mark.parametrize("way", ["sms", "telegram"])
@pytest.mark.parametrize("said", ["2", "the second", "second one please", "walking shoes"])
def test_an_option_by_number_or_word(way: str, said: str, meet: Any) -> None:
    person = meet(way)
    person.says("my heel hurts after long walks, flat feet, nothing over $50")
    assert "Who will wear them" in words(person.says(said))
    assert "walking shoes" in words(person.says("what do you know about me?"))


def test_a_budget_is_no_place_in_a_list_of_shoes(meet: Any) -> None:
    person = meet("sms")
    person.says("my heel hurts after long walks, flat feet")
    found = words(person.says("40 dollars"))
    assert "$40" in found


@pytest.mark.parametrize("way", ["telegram", "sms"])
def test_the_gel_one_and_the_second_mean_what_was_shown(way: str, meet: Any) -> None:
    person = meet(way)
    person.says("my heel hurts after long walks, flat feet, nothing over $50, trainers everyday")
    person.chooses("Not sure")
    assert "Why Fernhollow Middleway Gel" in words(person.says("why the gel one?"))
    assert "Why Fernhollow Daywalker Medium" in words(person.says("2"))
    assert "Why Fernhollow Middleway Gel" in words(person.says("the gel one"))
    assert "Why Fernhollow Daywalker Medium" in words(person.says("the second"))


@pytest.mark.parametrize(
    ("way", "kinds"),
    [
        ("telegram", ["picture", "voice", "video", "sticker", "location", "contact", "file"]),
        ("whatsapp", ["picture", "voice", "video", "sticker", "location", "contact", "file"]),
        ("messenger", ["picture", "voice", "video", "sticker", "location", "file"]),
        ("slack", ["picture", "voice", "video", "file"]),
        ("sms", ["picture", "contact"]),
        ("whatsapp-twilio", ["picture", "voice", "location"]),
    ],
)
def test_what_cannot_be_read_is_answered_kindly(way: str, kinds: list[str], meet: Any) -> None:
    person = meet(way)
    for kind in kinds:
        assert person.api.send_media(person.name, kind)[0] == 200
        (answer,) = person.reads()
        assert re.search(r"where it hurts|write it|Where does it hurt", answer.text), kind


@pytest.mark.parametrize("way", ["telegram", "whatsapp", "slack", "sms"])
def test_what_is_written_under_a_picture_counts(way: str, meet: Any) -> None:
    person = meet(way)
    assert person.api.send_media(person.name, "picture", caption="my heel hurts after long walks")[0] == 200
    found = words(person.reads())
    assert "I can't see what you sent" in found
    assert "heel" in found


@pytest.mark.parametrize("way", ["telegram", "whatsapp", "messenger", "slack"])
def test_a_message_that_is_written_anew(way: str, meet: Any) -> None:
    person = meet(way)
    person.says("my heel hurts, flat feet")
    assert person.api.edit(person.name, "my heel hurts, high arches")[0] == 200
    assert "high arches" in words(person.reads())
    assert person.api.edit(person.name, "my heel hurts, normal arches")[0] == 200
    assert "normal arches" in words(person.reads())


def test_somebody_on_whatsapp_without_a_number(meet: Any, platforms: Platforms) -> None:
    person = Person(platforms.apis["whatsapp"], "US.13491208655302741918")
    assert "Which shoes" in words(person.says("my heel hurts after long walks, flat feet, nothing over $50"))
    assert "Who will wear them" in words(person.chooses("Trainers"))


def test_what_was_said_is_deleted_and_old_buttons_are_explained(meet: Any) -> None:
    person = meet("telegram")
    person.says("my heel hurts after long walks, flat feet, nothing over $50")
    assert "deleted" in words(person.says("delete my data"))
    assert "no longer have" in words(person.chooses("Trainers"))
    assert "heel" not in words(person.says("what do you know about me?"))


def test_a_link_to_a_product_opens_with_it(meet: Any) -> None:
    person = meet("telegram")
    found = words(person.says("/start SAMPLE-FH-09"))
    assert "Middleway Gel" in found
    unknown = meet("telegram")
    assert words(unknown.says("/start NO-SUCH-THING"))


def test_in_a_group_only_who_names_it_is_answered(meet: Any) -> None:
    first, second = meet("telegram"), meet("telegram")
    group, api = -100_777, first.api
    assert api.say(first.name, "my heel hurts", group=group)[0] == 200
    assert api.say(first.name, "@solewise_bot my heel hurts, flat feet", group=group)[0] == 200
    assert "heel" in api.wait(str(group), 1)[-1].text
    assert api.say(second.name, "@solewise_bot what did I tell you so far?", group=group)[0] == 200
    found = api.wait(str(group), 2)
    assert len(found) == 2
    assert "heel" not in found[-1].text  # of somebody else
    assert found[-1].body["reply_parameters"]["message_id"] > found[0].body["reply_parameters"]["message_id"]


def test_in_a_channel_of_slack_the_answer_is_in_a_thread(meet: Any) -> None:
    person = meet("slack")
    api = person.api
    assert api.say(person.name, "my heel hurts", channel="C0123")[0] == 200
    assert api.say(person.name, "my heel hurts", channel="C0123", mention=True)[0] == 200
    (answer,) = api.wait("C0123", 1)
    assert answer.body["thread_ts"]


@pytest.mark.parametrize("way", ["telegram", "whatsapp", "messenger", "sms"])
def test_who_left_is_given_up_and_answered_when_back(way: str, meet: Any, platforms: Platforms) -> None:
    person, other = meet(way), meet(way)
    api = person.api
    person.says("hello")
    api.gone.add(person.name)
    assert api.say(person.name, "my heel hurts")[0] == 200
    assert other.says("hello")  # nobody else waits for it
    assert len(api.of(person.name)) == person.seen
    api.gone.discard(person.name)
    assert person.says("flat feet, sore heels")


@pytest.mark.parametrize(
    ("way", "status", "code"),
    [("whatsapp", "failed", 131026), ("sms", "undelivered", "30007"), ("whatsapp-twilio", "failed", "63016")],
)
def test_what_did_not_arrive_after_all_is_listed(
    way: str, status: str, code: int | str, meet: Any, platforms: Platforms
) -> None:
    person = meet(way)
    person.says("hello")
    assert person.api.report(person.name, "delivered")[0] == 200
    assert person.api.report(person.name, status, code)[0] == 200
    person.says("flat feet")  # and it stops nobody
    assert f"code {code}" in platforms.troubles()


def test_stop_by_sms_is_never_answered(meet: Any) -> None:
    person = meet("sms")
    person.says("hello")
    assert person.api.say(person.name, "STOP")[0] == 200
    assert meet("sms").says("hello")
    assert len(person.api.of(person.name)) == person.seen
    assert not [why for why in person.api.refused if "21610" in why]


def test_an_sms_waits_for_a_database_that_is_away(meet: Any, platforms: Platforms) -> None:
    # Twilio delivers only once
    person = meet("sms")
    person.says("hello")
    with sqlite3.connect(platforms.folder / "c.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        answers: list[int] = []
        asking = threading.Thread(target=lambda: answers.append(person.api.say(person.name, "my heel hurts")[0]))
        asking.start()
        time.sleep(BUSY_SECONDS + 1)
        assert not answers
        other.execute("ROLLBACK")
        asking.join(15)
    assert answers == [200]
    assert "heel" in words(person.reads())


def test_a_killed_server_answers_what_it_had_taken(meet: Any, platforms: Platforms) -> None:
    """The platform is away while the server is killed; both come back; each message is answered once, in order."""
    person = meet("telegram")
    person.says("hello")
    person.api.faults.extend([Fault(429, 30)])
    for said in ("my heel hurts after long walks, flat feet, nothing over $50", "trainers"):
        assert person.api.say(person.name, said)[0] == 200
    person.api.until(lambda: not person.api.faults)  # the first one is answered, and its answer waits
    platforms.restart()
    found = words(person.reads(2))
    assert found.count("Which shoes") == 1
    assert "Who will wear them" in found.split("Which shoes")[1]


def test_two_hundred_at_once_over_two_platforms(meet: Any) -> None:
    """Each of 200 people sends three messages; each is answered once, in order, whatever else goes on."""
    people = [meet("telegram" if number % 2 else "whatsapp") for number in range(200)]
    said = ["my heel hurts", "flat feet", "trainers"]

    def talk(some: list[Person]) -> None:
        for text in said:
            for person in some:
                assert person.api.say(person.name, text)[0] == 200

    threads = [threading.Thread(target=talk, args=(people[number::8],)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for person in people:
        # one message for each of theirs
        person.api.until(
            lambda person=person: len(person.api.of(person.name)) >= 3, 120, lambda person=person: person.has_read()
        )
    for person in people:
        found = [took.text for took in person.api.of(person.name)]
        assert len(found) == 3, found
        assert "heel" in found[0], found
        assert "low arches" in found[1], found
        assert "Which shoes" in found[0] + found[1], found
        assert "Which shoes" not in found[2], found  # it was told
