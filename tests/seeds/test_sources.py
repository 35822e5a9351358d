"""Every fact has a source, and every source bears a fact."""

from __future__ import annotations

import seeds
from tests.seeds.data import DOMAIN, cited, responses

KINDS = {
    "guide",
    "guideline",
    "systematic_review",
    "trial",
    "study",
    "health_service",
    "clinic",
    "maker",
    "shop",
    "finder",
    "reference",
}
NO_FACTS = {
    "utter_bot_challenge",
    "utter_ask_capabilities",
    "utter_talk_to_person",
    "utter_talk_to_person_no_contact",
    "utter_ask_order",
    "utter_ask_order_no_contact",
    "utter_ask_privacy",
    "utter_adjacent",
    "utter_out_of_scope",
    "utter_out_of_scope_insult",
    "utter_out_of_scope_command",
    "utter_out_of_scope_language",
    "utter_out_of_scope_gibberish",
}


def all_cited() -> set[str]:
    found = {source for ids in seeds.read_yaml("answers.yml").values() for source in ids}
    for file in sorted(seeds.path(".").glob("*.yml")):
        if file.name not in ("sources.yml", "answers.yml"):
            found |= set(cited(seeds.read_yaml(file)))
    return found


def test_every_source_is_complete() -> None:
    for name, source in seeds.read_yaml("sources.yml").items():
        assert set(source) == {"title", "publisher_or_authors", "year", "kind", "where"}, name
        assert source["kind"] in KINDS, name
        assert source["year"] is None or 1980 <= source["year"] <= 2100, name
        assert all(source[part] for part in ("title", "publisher_or_authors", "where")), name


def test_every_source_named_exists_and_every_source_is_used() -> None:
    assert set(seeds.read_yaml("sources.yml")) == all_cited()


def test_every_factual_answer_has_its_sources() -> None:
    answers = seeds.read_yaml("answers.yml")
    questions = set(responses("questions"))
    topics = {name for name in responses("topics") if name.startswith("utter_ask_general/")}
    assert set(answers) == (questions - NO_FACTS) | topics
    assert all(answers.values())


def test_every_intent_that_is_a_general_question_has_an_answer() -> None:
    intents = seeds.read_yaml(DOMAIN / "understanding.yml")["intents"]
    wanted = {intent for intent in intents if intent.startswith(("ask_", "out_of_scope"))}
    # those are about this person and their picks, and actions answer them
    wanted -= {"ask_advice", "ask_why_this", "ask_noted", "ask_about_pick", "ask_what_would_change"}
    wanted -= {"ask_general"}  # each of its topics has an answer (python -m bot.nlu.check)
    wanted |= {"bot_challenge", "talk_to_person", "adjacent", "out_of_scope_insult"}
    assert {f"utter_{intent}" for intent in wanted} <= set(responses("questions"))
