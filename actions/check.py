"""``python -m actions.check``: holds the adviser's files, and the wording of what they name, against each other."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import seeds
from actions import wording
from actions.advice.check import problems as advice_problems
from actions.advice.evidence import statements
from actions.advice.feedback import respects
from actions.advice.guide import guide
from actions.advice.outcomes import outcomes
from actions.advice.questions import UNSURE, questions
from actions.advice.safety import safety
from actions.advice.sources import sources
from actions.advice.vocabulary import vocabulary
from actions.answers import option_label
from actions.compose.choices import change_choices
from actions.compose.question import ask
from actions.page_question import FILE as PAGE_QUESTIONS
from actions.page_question import patterns as page_questions
from actions.shop_report.plan import PlanError
from actions.shop_report.plan import plan as report_plan
from actions.simulation.population import PopulationError, population
from catalog.attributes import ATTRIBUTES
from catalog.fit import rules as fit_rules

_FEEDBACK_ENDS = {"no_help": ("_early", "_late")}
"""Respects that are answered in more than one way."""

BUTTON = 20
"""Characters of a button: what Messenger and WhatsApp show."""


def wording_problems() -> Iterator[str]:
    """Every response or label that something in ``seeds/`` needs and ``bot/domain/`` doesn't have."""
    for rule in guide().rules:
        yield from _missing(f"utter_because_{rule.id}", f"seeds/guide.yml: rule '{rule.id}'")
    for type_ in guide().wishes:
        yield from _missing(f"utter_because_wish_{type_}", f"seeds/guide.yml: wishes: '{type_}'")
    for entry in seeds.read_yaml("guide.yml")["practice"]:
        yield from _missing(entry["response"], f"seeds/guide.yml: practice '{entry['id']}'")
    for question in (*questions().all, *questions().together):
        where = f"seeds/questions.yml: question about '{question.id}'"
        yield from _missing(f"utter_ask_slot_{question.id}", where)
        yield from _missing(f"utter_ask_slot_{question.id}_why", where)
        if question.self_test:
            yield from _missing(question.self_test, where)
        for source in sorted(set(question.sources) - set(sources())):
            yield f"{where}: source '{source}' is not in seeds/sources.yml"
        for option in question.options:
            yield from _missing(f"utter_option_{question.id}_{option.value}", where)
        if all(wording.has(f"utter_option_{question.id}_{option.value}") for option in question.options):
            pending = ask(question)
            for value in [*pending.values, UNSURE]:
                label = option_label(pending, value, "USD")
                if len(label) > BUTTON:
                    yield f"bot/domain: the button '{label}' has more than {BUTTON} characters"
    for statement in statements():
        yield from _missing(f"utter_evidence_{statement.id}", f"seeds/evidence.yml: '{statement.id}'")
    known_signs = {combination.id for combination in safety().combinations}
    for outcome in outcomes():
        where = f"seeds/outcomes.yml: '{outcome.id}'"
        yield from _missing(f"utter_outcome_{outcome.id}", where)
        for source in sorted(set(outcome.sources) - set(sources())):
            yield f"{where}: source '{source}' is not in seeds/sources.yml"
        for name in sorted(set(outcome.evidence) - {statement.id for statement in statements()}):
            yield f"{where}: evidence: '{name}' is no statement of seeds/evidence.yml"
        for name in sorted(outcome.unless - known_signs):
            yield f"{where}: unless: '{name}' is no combination of seeds/red_flags.yml"
    for respect in respects():
        where = f"seeds/feedback.yml: '{respect.id}'"
        for response in [f"utter_feedback_{respect.id}{end}" for end in _FEEDBACK_ENDS.get(respect.id, ("",))]:
            yield from _missing(response, where)
        for source in sorted(set(respect.sources) - set(sources())):
            yield f"{where}: source '{source}' is not in seeds/sources.yml"
    for sign in safety().signs:
        yield from _missing(f"utter_sign_{sign}", f"seeds/red_flags.yml: sign '{sign}'")
    told = safety()
    worse_ids = {sign.worse for sign in told.signs.values()} | {item.worse for item in told.combinations}
    for worse in sorted(worse_ids - {""}):
        yield from _missing(f"utter_worse_{worse}", f"seeds/red_flags.yml: worse: '{worse}'")
    for combination in safety().combinations:
        if combination.tier:
            yield from _missing(
                f"utter_combination_{combination.id}", f"seeds/red_flags.yml: combination '{combination.id}'"
            )
    for fit in fit_rules().fits:
        try:
            wording.need(fit)
        except (wording.WordingError, KeyError):
            yield f"bot/domain/labels.yml: fits: nothing is said for the fit '{fit}' of seeds/fit.yml"
    named = wording.labels()["slots"]
    for slot in sorted(set(named) ^ set(wording.labels()["slot_phrases"])):
        yield f"bot/domain/labels.yml: '{slot}' has to be in both slots and slot_phrases"
    for choice in change_choices(list(named)):
        if len(choice["title"]) > BUTTON:
            yield f"bot/domain: the button '{choice['title']}' has more than {BUTTON} characters"
    known = wording.labels()["words"]
    for name, entity_type in vocabulary().items():
        if name not in known:
            yield f"bot/domain/labels.yml: words: nothing is said for the entity type '{name}'"
        elif name != "red_flag" and entity_type.kind == "word":
            for value in sorted(entity_type.values - set(known[name])):
                yield f"bot/domain/labels.yml: words: {name}: nothing is said for '{value}'"
    described = set(wording.labels()["values"]) | {"sku", "brand", "name", "url", "image", "description"}
    for attribute in ATTRIBUTES:
        if attribute.name not in described:
            yield f"bot/domain/labels.yml: values: nothing is said for the attribute '{attribute.name}'"


def _population_problems() -> list[str]:
    """What is wrong with the people of the simulation: the first thing that cannot be read."""
    try:
        population()
    except PopulationError as error:
        return [str(error)]
    return []


def _report_problems() -> list[str]:
    """What is wrong with the plan of the shop's report."""
    try:
        report_plan()
    except PlanError as error:
        return str(error).splitlines()
    return []


def _page_question_problems() -> list[str]:
    """What is wrong with how people ask about a page's product: the first thing that cannot be read."""
    try:
        page_questions(of_another=False)
    except (KeyError, TypeError, AttributeError, re.error) as error:
        return [f"seeds/{PAGE_QUESTIONS}: missing, misplaced or no pattern: {error}"]
    return []


def _missing(response: str, where: str) -> Iterator[str]:
    if not wording.has(response):
        yield f"{where} needs the response '{response}' in bot/domain/"


def main() -> int:
    """Print every problem; 1 where there is any."""
    found = advice_problems() + _population_problems() + _report_problems() + _page_question_problems()
    if not found:
        found = list(wording_problems())
    for problem in found:
        print(problem)
    if not found:
        print(f"{len(guide().rules)} rules, the questions, the signs, the evidence and their wording fit together")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
