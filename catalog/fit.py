"""What seeds/fit.yml says: how well a product meets a wish, and when it has a feature.

This module reads and checks the file and turns it into plain objects; fit_sql.py turns those into SQL.
Nothing else in Solewise decides how well a product fits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import seeds
from catalog.attributes import BY_NAME, Attribute, Kind
from catalog.models import FIT_COLUMNS
from catalog.words import vocabulary

FILE = "fit.yml"
_FILE = seeds.path(FILE)
#: Counted up whenever the columns of product_index come to mean something else, or are packed into other pages.
INDEX_FORMAT = 1
#: The limits that may be loosened (fields of limits.Limits); stock is never pretended.
LOOSENABLE = (
    "budget_max",
    "budget_min",
    "shoe_size",
    "width",
    "wearer",
    "footwear",
    "liner",
    "avoid_materials",
    "avoid_features",
    "avoid_types",
    "avoid_brands",
)
GROUPS = ("average", "lowest", "highest", "first_known")


class FitError(seeds.SeedError):
    """seeds/fit.yml has mistakes; the message lists all of them."""


@dataclass(frozen=True)
class Scale:
    """What one attribute's value is worth, 0 to 1; None stands for unknown.

    Exactly one of `words` (word -> worth) and `steps` (number -> worth) is set; a flag has the words "yes"
    and "no".
    """

    attribute: str
    words: Mapping[str, float | None] | None = None
    otherwise: float | None = None
    steps: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Part:
    """A piece of a fit with its weight in the average it belongs to."""

    what: Scale | Group
    weight: float = 1.0
    needed: bool = False


@dataclass(frozen=True)
class Group:
    """Several parts and how they combine (one of GROUPS)."""

    combine: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Fit:
    """One fit: its key, its rule, the attributes that it reads and the column of product_index that holds
    it."""

    key: str
    rule: Group
    attributes: tuple[str, ...]
    column: str


@dataclass(frozen=True)
class Test:
    """A condition on one attribute: it is one of `words`, or (a number) within the bounds given."""

    attribute: str
    words: frozenset[str] = frozenset()
    at_least: float | None = None
    at_most: float | None = None


@dataclass(frozen=True)
class Tests:
    """Several conditions: all, any, or the first whose answer is known."""

    combine: str  # all, any, first_known
    tests: tuple[Test | Tests, ...]


@dataclass(frozen=True)
class FitRules:
    """The whole of seeds/fit.yml."""

    unknown: float
    fits: Mapping[str, Fit]
    features: Mapping[str, Test | Tests]
    materials_within: Mapping[str, frozenset[str]]
    loosening: tuple[str, ...]
    digest: str
    unknown_points: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "unknown_points", round(self.unknown * 100))

    def fit(self, key: str) -> Fit:
        """The fit of that key. Raises ValueError if there is none."""
        try:
            return self.fits[key]
        except KeyError:
            raise ValueError(f"there is no fit '{key}' in seeds/{FILE}") from None


def rules() -> FitRules:
    """The rules of seeds/fit.yml as it is now. Raises FitError or seeds.SeedError if they cannot be used."""
    return load(_FILE)


def load(file: Path) -> FitRules:
    """The rules of a file of that form; read again only when it has changed."""
    content = seeds.read_yaml(file)
    known = _loaded.get(file)
    if known is not None and known[0] is content:
        return known[1]
    reader = _Reader(file)
    result = reader.rules(content)
    if reader.problems:
        raise FitError("\n".join(f"{file}: {problem}" for problem in reader.problems))
    _loaded[file] = (content, result)
    return result


_loaded: dict[Path, tuple[Any, FitRules]] = {}


@lru_cache(maxsize=1)
def _vocabulary_digest() -> bytes:
    return hashlib.sha256(seeds.path("vocabulary.yml").read_bytes()).digest()


class _Reader:
    """Turns the YAML into rules, gathering every problem with the entry it is in and what to do."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.problems: list[str] = []

    def bad(self, where: str, problem: str) -> None:
        self.problems.append(f"{where}: {problem}")

    def rules(self, content: Any) -> FitRules:
        if not isinstance(content, dict):
            self.bad(
                "the file",
                "is empty; it needs unknown, fits, families, features, materials_within, loosening",
            )
            content = {}
        sections = ("unknown", "fits", "families", "features", "materials_within", "loosening")
        for name in content:
            if name not in sections:
                self.bad(str(name), f"is no section of this file; the sections are {', '.join(sections)}")
        groups = {str(key): self.group(f"fits.{key}", rule) for key, rule in self.mapping(content, "fits").items()}
        for key, group in self.families(self.mapping(content, "families")):
            if key in groups:
                self.bad(f"families: {key}", "is also defined under fits; keep one")
            groups[key] = group
        if len(groups) > len(FIT_COLUMNS):
            self.bad("fits", f"there are {len(groups)}, and the catalogue has room for {len(FIT_COLUMNS)}")
        fits = {
            key: Fit(key, group, tuple(dict.fromkeys(_attributes(group))), column)
            for (key, group), column in zip(groups.items(), FIT_COLUMNS, strict=False)
        }
        unknown = self.worth("unknown", content.get("unknown"))
        text = self.file.read_bytes()
        digest = hashlib.sha256(text + _vocabulary_digest() + bytes([INDEX_FORMAT])).hexdigest()
        return FitRules(
            0.0 if unknown is None else unknown,
            fits,
            self.features(self.mapping(content, "features")),
            self.within(self.mapping(content, "materials_within")),
            self.loosening(content.get("loosening")),
            digest,
        )

    def mapping(self, content: Mapping[str, Any], name: str) -> dict[str, Any]:
        section = content.get(name)
        if isinstance(section, dict):
            return section
        self.bad(name, "is missing; give its entries as `name: value` lines")
        return {}

    def worth(self, where: str, value: Any) -> float | None:
        """A value from 0 to 1, or None for the word unknown."""
        if value == "unknown":
            return None
        if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1:
            return float(value)
        self.bad(where, f"{value!r} is not a number from 0 to 1")
        return 0.0

    def attribute(self, where: str, name: Any) -> Attribute | None:
        found = BY_NAME.get(name) if isinstance(name, str) else None
        if found is None or found.kind in (Kind.TEXT, Kind.SIZES):
            self.bad(where, f"'{name}' is no attribute that can be read; see catalog/attributes.py for their names")
            return None
        return found

    def group(self, where: str, rule: Any) -> Group:
        combine = "average"
        if isinstance(rule, dict):
            kinds = [kind for kind in GROUPS if kind in rule]
            if len(kinds) != 1 or set(rule) - {kinds[0], "weight", "needed"}:
                self.bad(where, f"write a list of parts, or one of {', '.join(GROUPS)} with a list of parts")
                return Group(combine, ())
            combine, rule = kinds[0], rule[kinds[0]]
        if not isinstance(rule, list) or not rule:
            self.bad(where, "needs a list of at least one part, each beginning with '-'")
            return Group(combine, ())
        parts = [self.part(f"{where}, part {n}", part) for n, part in enumerate(rule, 1)]
        return Group(combine, tuple(part for part in parts if part is not None))

    def part(self, where: str, part: Any) -> Part | None:
        if not isinstance(part, dict):
            self.bad(where, f"{part!r} is not a part; write an attribute and its scale")
            return None
        weight, needed = part.get("weight", 1.0), part.get("needed", False)
        if isinstance(weight, bool) or not isinstance(weight, (int, float)) or not 0 < weight <= 100:
            self.bad(where, f"weight {weight!r} is not a number above 0 and at most 100")
            weight = 1.0
        if not isinstance(needed, bool):
            self.bad(where, f"needed {needed!r} is neither true nor false")
            needed = False
        names = [name for name in part if name not in ("weight", "needed")]
        if len(names) != 1:
            self.bad(where, "must name exactly one attribute or group")
            return None
        if names[0] in GROUPS:
            return Part(self.group(where, part), float(weight), needed)
        attribute = self.attribute(where, names[0])
        if attribute is None:
            return None
        scale = self.scale(f"{where} ({attribute.name})", attribute, part[names[0]])
        return None if scale is None else Part(scale, float(weight), needed)

    def scale(self, where: str, attribute: Attribute, value: Any) -> Scale | None:
        if attribute.kind in (Kind.NUMBER, Kind.COUNT, Kind.MONEY):
            return self.steps(where, attribute, value)
        if not isinstance(value, dict) or not value:
            self.bad(where, "needs its words with a number each, such as {firm: 1.0, soft: 0.3}")
            return None
        given = {_flag_word(word): self.worth(f"{where}, {word}", worth) for word, worth in value.items()}
        has_otherwise = "otherwise" in given
        otherwise = given.pop("otherwise", None)
        allowed = ("yes", "no") if attribute.kind is Kind.FLAG else attribute.words.words if attribute.words else ()
        for word in given:
            if word not in allowed:
                self.bad(where, f"'{word}' is not one of {', '.join(allowed)}")
        missing = [word for word in allowed if word not in given]
        if attribute.kind is Kind.WORDS and not has_otherwise:
            self.bad(where, "needs `otherwise`, for a product that has none of these words")
        elif missing and not has_otherwise:
            self.bad(where, f"says nothing of {', '.join(missing)}; add a number for each, or `otherwise`")
        elif not missing and has_otherwise and attribute.kind is not Kind.WORDS:
            self.bad(where, "all words are given, so `otherwise` can never count; remove it")
        return Scale(attribute.name, words=given, otherwise=otherwise)

    def steps(self, where: str, attribute: Attribute, value: Any) -> Scale | None:
        pairs: list[tuple[float, float]] = []
        for pair in value if isinstance(value, list) else []:
            if not (isinstance(pair, list) and len(pair) == 2 and all(_is_number(number) for number in pair)):
                pairs = []
                break
            pairs.append((float(pair[0]), self.worth(where, pair[1]) or 0.0))
        if len(pairs) < 2:
            self.bad(where, "needs at least two points [number, value from 0 to 1]")
            return None
        if any(second[0] <= first[0] for first, second in pairwise(pairs)):
            self.bad(where, "the numbers of its points must go up")
            return None
        return Scale(attribute.name, steps=tuple(pairs))

    def families(self, content: Mapping[str, Any]) -> Iterator[tuple[str, Group]]:
        known = {"attribute", "instead", "listed", "otherwise", "near"}
        for family, entry in content.items():
            where = f"families.{family}"
            if not isinstance(entry, dict) or set(entry) - known or "attribute" not in entry:
                self.bad(where, f"needs `attribute`, and may have {', '.join(sorted(known - {'attribute'}))}")
                continue
            attribute = self.attribute(where, entry["attribute"])
            if attribute is None or attribute.kind is not Kind.WORDS or attribute.words is None:
                self.bad(where, "its attribute must be a set of words")
                continue
            near = entry.get("near") or {}
            for word in near:
                if word not in attribute.words:
                    self.bad(f"{where}.near", f"'{word}' is not one of {', '.join(attribute.words.words)}")
            for word in attribute.words.words:
                scale = {
                    **(near.get(word) or {}),
                    word: entry.get("listed"),
                    "otherwise": entry.get("otherwise"),
                }
                parts: list[Any] = [{attribute.name: scale}]
                if "instead" in entry:
                    parts.append({entry["instead"]: {word: entry.get("listed"), "otherwise": "unknown"}})
                yield f"{family}_{word}", self.group(f"{where}, {word}", {"first_known": parts})

    def features(self, content: Mapping[str, Any]) -> dict[str, Test | Tests]:
        words = vocabulary("feature")
        for name in content:
            if name not in words:
                self.bad(f"features.{name}", f"is no feature; they are {', '.join(words)}")
        for word in words:
            if word not in content:
                self.bad(f"features.{word}", "is missing; say when a product has it")
        return {word: self.condition(f"features.{word}", content[word]) for word in words if word in content}

    def condition(self, where: str, rule: Any) -> Test | Tests:
        if not isinstance(rule, dict) or not rule:
            self.bad(where, "needs an attribute and what it must be, such as {heel_counter: [firm]}")
            return Tests("all", ())
        tests: list[Test | Tests] = []
        for name, value in rule.items():
            if name in ("any", "all", "first_known"):
                if not isinstance(value, list) or not value:
                    self.bad(where, f"{name} needs a list of rules")
                    continue
                tests.append(Tests(name, tuple(self.condition(where, entry) for entry in value)))
            else:
                test = self.test(where, name, value)
                if test is not None:
                    tests.append(test)
        return tests[0] if len(tests) == 1 else Tests("all", tuple(tests))

    def test(self, where: str, name: Any, value: Any) -> Test | None:
        attribute = self.attribute(where, name)
        if attribute is None:
            return None
        if attribute.kind is Kind.FLAG:
            if not isinstance(value, bool):
                self.bad(where, f"{name} must be yes or no")
                return None
            return Test(name, words=frozenset({"yes" if value else "no"}))
        if attribute.words is not None:
            chosen = value if isinstance(value, list) else [value]
            for word in chosen:
                if word not in attribute.words:
                    self.bad(where, f"'{word}' is not one of {', '.join(attribute.words.words)}")
            return Test(name, words=frozenset(word for word in chosen if word in attribute.words))
        bounds = value if isinstance(value, dict) else {}
        if not bounds or set(bounds) - {"at_least", "at_most"} or not all(map(_is_number, bounds.values())):
            self.bad(where, f"{name} needs {{at_least: number}} or {{at_most: number}}")
            return None
        return Test(name, at_least=bounds.get("at_least"), at_most=bounds.get("at_most"))

    def within(self, content: Mapping[str, Any]) -> dict[str, frozenset[str]]:
        words = vocabulary("material")
        for material, others in content.items():
            for word in (material, *(others if isinstance(others, list) else [others])):
                if word not in words:
                    self.bad(f"materials_within.{material}", f"'{word}' is not one of {', '.join(words)}")
        return {m: frozenset(others) for m, others in content.items() if isinstance(others, list)}

    def loosening(self, content: Any) -> tuple[str, ...]:
        names = content if isinstance(content, list) else []
        if not names:
            self.bad("loosening", f"is missing; list some of {', '.join(LOOSENABLE)}")
        for name in names:
            if name not in LOOSENABLE:
                self.bad(
                    "loosening",
                    f"'{name}' is no limit that can be loosened; they are {', '.join(LOOSENABLE)}",
                )
        if len(set(names)) != len(names):
            self.bad("loosening", "names a limit twice; keep one")
        return tuple(names)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _flag_word(word: Any) -> str:
    """YAML reads a bare yes or no as true or false."""
    return {True: "yes", False: "no"}.get(word, str(word)) if isinstance(word, bool) else str(word)


def _attributes(group: Group) -> Iterator[str]:
    for part in group.parts:
        if isinstance(part.what, Scale):
            yield part.what.attribute
        else:
            yield from _attributes(part.what)
