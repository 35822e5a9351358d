"""The mistakes in seeds/selling, each named with its file and entry and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import seeds
from catalog.attributes import BY_NAME, Kind
from catalog.selling import lexicon

_SHOWN = 20
_MATERIALS = ("materials", "shell", "cushion", "cover", "whole", "nothing")
_NESTED = re.compile(r"\([^)]*\(|\)[^(]*\)")


def check() -> str:
    """What was found well. Raises seeds.SeedError naming the mistakes (the first twenty)."""
    mistakes = [f"seeds/selling/{mistake}" for mistake in _mistakes()]
    if mistakes:
        more = f"\nand {len(mistakes) - _SHOWN} more" if len(mistakes) > _SHOWN else ""
        raise seeds.SeedError("\n".join(mistakes[:_SHOWN]) + more)
    built = lexicon.build()
    return f"{len(built)} phrases, {len(built.parts)} parts, {len(built.materials)} materials"


def _mistakes() -> Iterator[str]:
    data = {name: lexicon.read(name) for name in lexicon.FILES}
    for name, content in data.items():
        if not isinstance(content, Mapping):
            yield f"{name}.yml: write entries with a name, a colon and a list"
            return
    yield from _words(data["words"])
    yield from _parts(data["parts"], data["words"])
    for attribute, values in data["phrases"].items():
        yield from _facts("phrases", attribute, attribute, values)
    for name in ("footwear", "activities"):
        yield from _facts(name, name, name, data[name])
    for section in ("denial", "elsewhere"):
        for cue, phrases in data["not_meant"].get(section, {}).items():
            if isinstance(phrases, list) and cue != "keep":
                yield from _phrases(f"not_meant.yml, {section}, {cue}", phrases)
    yield from _phrases("not_meant.yml, elsewhere, line", data["not_meant"].get("elsewhere", {}).get("line"))
    yield from _foreign(data["not_meant"].get("foreign"))
    yield from _numbers(data["numbers"])
    yield from _columns(data["columns"])
    for name in (
        "insole",
        "other",
        "weak",
        "ends",
        "bundle",
        "first",
        "service",
        "gift",
        "beside",
        "parts_of_insoles",
        "parts_of_shoes",
    ):
        yield from _phrases(f"kinds.yml, {name}", data["kinds"].get(name), patterns=False)


def _foreign(languages: Any) -> Iterator[str]:
    if not isinstance(languages, Mapping) or not languages:
        yield "not_meant.yml, foreign: write each language with the list of its words"
        return
    for language, words in languages.items():
        place = f"not_meant.yml, foreign, {language}"
        yield from _phrases(place, words, patterns=False)
        for word in words if isinstance(words, list) else ():
            if isinstance(word, str) and (word != word.lower() or len(word.split()) > 2 or "(" in word):
                yield f"{place}: '{word}' is not one or two words in small letters; write them without brackets"


def _phrases(place: str, phrases: Any, patterns: bool = True) -> Iterator[str]:
    if not isinstance(phrases, list) or not phrases:
        yield f"{place}: has no list; write the phrases as [one, another]"
        return
    for phrase in phrases:
        if not isinstance(phrase, str):
            yield f"{place}: {phrase!r} is not text (YAML reads no, yes and on as yes or no); write it in quotes"
        elif patterns and (phrase.count("(") != phrase.count(")") or _NESTED.search(phrase)):
            yield f"{place}: '{phrase}' has brackets that do not match; write (a|b), never one within another"
        elif not phrase.strip() or len(phrase) > 500:
            yield f"{place}: '{phrase[:40]}' is not a phrase of 1 to 500 characters"


def _value(place: str, attribute: str, value: Any) -> Iterator[str]:
    known = BY_NAME.get(attribute)
    if known is None:
        yield f"{place}: '{attribute}' is not an attribute; they are {', '.join(BY_NAME)}"
    elif known.kind is Kind.FLAG and not isinstance(value, bool):
        yield f"{place}: '{value}' is not true or false"
    elif known.kind in (Kind.WORD, Kind.WORDS) and not _of_list(attribute, value):
        yield f"{place}: '{value}' is not {known.expected}"


def _of_list(attribute: str, value: Any) -> bool:
    known = BY_NAME[attribute]
    words = str(value).split("|") if known.kind is Kind.WORDS else [str(value)]
    return known.kind in (Kind.WORD, Kind.WORDS) and all(word in known.word_list for word in words)


def _facts(name: str, entry: str, attribute: str, values: Any) -> Iterator[str]:
    if not isinstance(values, Mapping):
        yield f"{name}.yml, {entry}: write each value with its list of phrases"
        return
    for value, phrases in values.items():
        place = f"{name}.yml, {entry}, {value}"
        if value == "beside":
            yield from _facts(name, f"{entry}, beside", attribute, phrases)
            continue
        if value != "nothing":
            yield from _value(place, attribute, value)
        yield from _phrases(place, phrases)


def _words(data: Mapping[str, Any]) -> Iterator[str]:
    for section in ("qualities", "places"):
        for name, phrases in (data.get(section) or {}).items():
            yield from _phrases(f"words.yml, {section}, {name}", phrases)
    for name, entry in (data.get("materials") or {}).items():
        place = f"words.yml, materials, {name}"
        if not isinstance(entry, Mapping):
            yield f"{place}: write {{is: .., words: [..]}}"
            continue
        for key, attribute in (("is", "materials"), ("in_shell", "materials"), ("cover", "top_cover")):
            if key in entry:
                yield from _value(f"{place}, {key}", attribute, entry[key])
        yield from _phrases(place, entry.get("words"))


def _parts(data: Mapping[str, Any], words: Mapping[str, Any]) -> Iterator[str]:
    for name, entry in data.items():
        place = f"parts.yml, {name}"
        if not isinstance(entry, Mapping) or not isinstance(entry.get("tells"), Mapping):
            yield f"{place}: write words, tells (perhaps {{}}) and materials"
            continue
        if entry.get("materials") not in _MATERIALS:
            yield f"{place}: '{entry.get('materials')}' is not one of {', '.join(_MATERIALS)}; write it under materials"
        yield from _phrases(place, entry.get("words"))
        for quality, facts in entry["tells"].items():
            if quality not in words.get("qualities", {}):
                yield f"{place}, tells: '{quality}' is not a quality of words.yml"
            for attribute, value in facts.items():
                yield from _value(f"{place}, tells, {quality}", attribute, value)
        for key in ("mention", "denied"):
            for attribute, value in (entry.get(key) or {}).items():
                yield from _value(f"{place}, {key}", attribute, value)


def _numbers(data: Mapping[str, Any]) -> Iterator[str]:
    for name, entry in (data.get("measures") or {}).items():
        place = f"numbers.yml, measures, {name}"
        if name != "other":
            if name not in BY_NAME or BY_NAME[name].kind not in (Kind.NUMBER, Kind.COUNT):
                yield f"{place}: is not an attribute that is a number"
            if entry.get("unit") not in data.get("units", {}):
                yield f"{place}: '{entry.get('unit')}' is not a unit; they are {', '.join(data.get('units', {}))}"
        yield from _phrases(place, entry.get("words"))
    for name in ("single", "bare_thickness"):
        yield from _phrases(f"numbers.yml, {name}", data.get(name))


def _columns(data: Mapping[str, Any]) -> Iterator[str]:
    for number, entry in enumerate(data.get("columns") or [], 1):
        place = f"columns.yml, entry {number}"
        yield from _phrases(place, entry.get("names"), patterns=False)
        told = entry.get("for") or []
        for attribute in told:
            if attribute not in BY_NAME:
                yield f"{place}: '{attribute}' is not an attribute; they are {', '.join(BY_NAME)}"
        for word, value in (entry.get("words") or {}).items():
            if value not in ("", True, False) and not any(_of_list(a, value) for a in told if a in BY_NAME):
                yield f"{place}, words, {word}: '{value}' is not a word of {', '.join(told)}"
