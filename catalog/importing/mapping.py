"""Reading the owner's mapping file: a small YAML file beside a feed (seeds/mapping_example.yml is one, explained)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from catalog.attributes import ATTRIBUTES, BY_NAME, Attribute, Kind
from catalog.cells import contradictions, read_cell
from catalog.importing.owners import IGNORE, Chosen, OwnersMapping, Verdict
from catalog.problem import Problem
from catalog.selling.size_words import plain

__all__ = ["Chosen", "MappingError", "OwnersMapping", "Verdict", "read_mapping"]

MAX_BYTES = 5_000_000
MAX_PROBLEMS = 50
#: A file has sections, names in them and values: deeper than this, or with YAML's references, it is no mapping file.
_MAX_DEPTH = 8
_SECTIONS = ("take", "leave", "currency", "brand", "columns", "values", "sizes", "defaults", "products")
_CURRENCY = re.compile(r"[A-Z]{3}")
_OWN = tuple(a.name for a in ATTRIBUTES if a.name != "sku")
#: What is each product's own, so that no default can be right for all.
_DEFAULTS = tuple(n for n in _OWN if n not in ("name", "price", "price_high", "stock", "url", "image", "description"))
#: What the feed's format says by itself.
_COLUMNS = tuple(n for n in _OWN if n not in ("price", "price_high", "stock", "sizes", "name", "url", "image"))
_WORDED = tuple(a.name for a in ATTRIBUTES if a.kind not in (Kind.TEXT, Kind.MONEY, Kind.SIZES))
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class MappingError(ValueError):
    """A mapping file cannot be used; `problems` lists what is wrong with it (the first fifty)."""

    def __init__(self, file: str, problems: list[Problem]) -> None:
        self.file = file
        self.problems = problems
        super().__init__("\n".join(_said(file, problem) for problem in problems))


def _said(file: str, problem: Problem) -> str:
    place = [file, *([f"line {problem.line}"] if problem.line else []), *([problem.column] if problem.column else [])]
    value = problem.value if len(problem.value) <= 60 else problem.value[:57] + "..."
    return f"{', '.join(place)}: {f'{value!r} is not ' if value else ''}{problem.expected}"


class _Entry(NamedTuple):
    """One `name: value` of the file, with the path of names that leads to it."""

    name: str
    where: str
    line: int
    node: Any


def read_mapping(path: Path) -> OwnersMapping:
    """The mapping file at `path`. Raises MappingError with all that is wrong, each with line, entry and what to
    write instead."""
    content = _bytes(path)
    try:
        text = content.decode("utf-8-sig")
        root = _composed(text)
    except UnicodeDecodeError as error:
        raise _refuse(path, 0, f"is not UTF-8 (byte {error.start}); save it as UTF-8") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        raise _refuse(path, line, f"is not readable as YAML: {error.problem or error.context}") from None
    except yaml.YAMLError as error:
        raise _refuse(path, 0, f"is not readable as YAML: {' '.join(str(error).split())[:200]}") from None
    reader = _Reader()
    result = reader.read(root, str(path), hashlib.sha256(content).hexdigest())
    if reader.problems:
        raise MappingError(str(path), reader.problems[:MAX_PROBLEMS])
    return result


def _refuse(path: Path, line: int, reason: str) -> MappingError:
    return MappingError(str(path), [Problem(line, "", "", reason)])


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _refuse(path, 0, f"is larger than {MAX_BYTES // 1_000_000} MB, which no mapping file needs")
        return path.read_bytes()
    except FileNotFoundError:
        raise _refuse(path, 0, "is not there") from None
    except OSError as error:
        raise _refuse(path, 0, f"cannot be read: {error.strerror}") from None


def _composed(text: str) -> Any:
    """The YAML as nodes, which know their lines and have every value as it is written (007 stays 007)."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        mark: Any = event.start_mark
        if isinstance(event, yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="references (*) are not used here", problem_mark=mark)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _MAX_DEPTH:
                raise yaml.MarkedYAMLError(problem="is nested too deep", problem_mark=mark)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return yaml.compose(text, Loader=_Loader)


class _Reader:
    """Turns the nodes into a mapping, gathering every problem with its line and entry."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def bad(self, entry: _Entry, value: str, expected: str) -> None:
        self.problems.append(Problem(entry.line, entry.where, value, expected))

    def read(self, root: Any, file: str, digest: str) -> OwnersMapping:
        if root is None:
            return OwnersMapping(file, digest)
        parts = {e.name: e for e in self.entries(_Entry("", "", 0, root), _SECTIONS, "an entry of a mapping file")}
        return OwnersMapping(
            file,
            digest,
            self.chosen(parts.get("take")),
            self.chosen(parts.get("leave")),
            self.word(parts.get("currency"), lambda text: bool(_CURRENCY.fullmatch(text)), "a code such as EUR or GBP"),
            self.word(parts.get("brand"), _fits_brand, BY_NAME["brand"].expected),
            self.columns(parts.get("columns")),
            {e.name: self.words(e) for e in self.entries(parts.get("values"), _WORDED, "an attribute with words")},
            self.sizes(parts.get("sizes")),
            self.attributes(parts.get("defaults"), _DEFAULTS, "an attribute that can have a default", ""),
            self.products(parts.get("products")),
        )

    def entries(self, entry: _Entry | None, known: Collection[str] = (), what: str = "") -> Iterator[_Entry]:
        """The entries of a mapping, each name once; a name that is not among `known` is refused."""
        if entry is None or _is_empty(entry.node):
            return
        if not isinstance(entry.node, yaml.MappingNode):
            self.bad(entry, "", "needs entries of its own, as `name: value` lines")
            return
        seen: dict[str, int] = {}
        same = str.casefold if entry.where == "products" else plain
        for key, node in entry.node.value:
            line = key.start_mark.line + 1
            name = key.value.strip() if isinstance(key, yaml.ScalarNode) else ""
            one = _Entry(name, f"{entry.where}.{name}" if entry.where else name, line, node)
            if not name:
                self.bad(one._replace(where=entry.where), "", "has an entry without a name")
            elif known and name not in known:
                near = get_close_matches(name, known, 1)
                hint = f"did you mean {near[0]}?" if near else f"they are {', '.join(known)}"
                self.bad(one._replace(where=entry.where), name, f"{what}; {hint}")
            elif seen.setdefault(same(name), line) != line:
                self.bad(one, "", f"is written twice: line {seen[same(name)]} has it already; keep one")
            else:
                yield one

    def texts(self, entry: _Entry) -> list[str]:
        """A value, or a list of values."""
        nodes = entry.node.value if isinstance(entry.node, yaml.SequenceNode) else [entry.node]
        if any(not isinstance(node, yaml.ScalarNode) for node in nodes):
            self.bad(entry, "", "needs one value, or a list of values such as [a, b]")
            return []
        return [node.value.strip() for node in nodes]

    def word(self, entry: _Entry | None, fits: Callable[[str], bool], expected: str) -> str:
        """One short text."""
        if entry is None:
            return ""
        said = self.texts(entry)
        if len(said) == 1 and fits(said[0]):
            return said[0]
        if said:
            self.bad(entry, " ".join(said) or "nothing", expected)
        return ""

    def chosen(self, entry: _Entry | None) -> Chosen:
        found: dict[str, tuple[str, ...]] = {}
        for one in self.entries(entry, ("categories", "skus"), "what products are chosen by"):
            said = [] if _is_empty(one.node) else self.texts(one)
            for text in said:
                if not text.strip("*> ") or "*" in text[:-1] or (one.name == "categories" and "*" in text):
                    self.bad(one, text, f"the name of {one.name}; only a sku may end in *")
            found[one.name] = tuple(said)
        return Chosen(found.get("categories", ()), found.get("skus", ()))

    def columns(self, entry: _Entry | None) -> dict[str, str]:
        found = {}
        for one in self.entries(entry):
            name = self.word(one, bool, f"an attribute, or {IGNORE}")
            if name in (*_COLUMNS, IGNORE):
                found[plain(one.name)] = name
            elif name:
                near = get_close_matches(name, (*_COLUMNS, IGNORE), 1)
                hint = f"did you mean {near[0]}?" if near else f"they are {', '.join(_COLUMNS)}"
                self.bad(one, name, f"an attribute that a column can hold, or {IGNORE}; {hint}")
        return found

    def words(self, entry: _Entry) -> dict[str, Any]:
        return {plain(one.name): self.value(one, BY_NAME[entry.name], IGNORE) for one in self.entries(entry)}

    def sizes(self, entry: _Entry | None) -> dict[str, tuple[tuple[str, float], ...]]:
        return {plain(one.name): tuple(self.value(one, BY_NAME["sizes"], "") or ()) for one in self.entries(entry)}

    def attributes(self, entry: _Entry | None, known: Collection[str], what: str, nothing: str) -> dict[str, Any]:
        found = {one.name: self.value(one, BY_NAME[one.name], nothing) for one in self.entries(entry, known, what)}
        for name, expected in contradictions({name: value for name, value in found.items() if value is not None}):
            if entry is not None:
                self.bad(entry._replace(where=f"{entry.where}.{name}"), str(found[name]), expected)
        return found

    def value(self, entry: _Entry, attribute: Attribute, nothing: str) -> Any:
        """The value of an attribute, or None for the word `nothing` and for what is refused."""
        cell = "|".join(self.texts(entry))
        if nothing and cell == nothing:
            return None
        try:
            if not cell:
                raise ValueError(cell)
            return read_cell(attribute, cell)
        except ValueError:
            expected = f"{attribute.expected}{f'; or the word {nothing}' if nothing else ''}"
            self.bad(entry, cell or "nothing", expected)
            return None

    def products(self, entry: _Entry | None) -> dict[str, dict[str, Any]]:
        return {
            one.name.casefold(): self.attributes(one, _OWN, "an attribute", "unknown") for one in self.entries(entry)
        }


def _is_empty(node: Any) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.value in ("", "~", "null")


def _fits_brand(text: str) -> bool:
    return 0 < len(text) <= BY_NAME["brand"].high and text.isprintable()
