"""Finding many patterns in one pass: a graph of patterns, walked from each word of a message."""

from __future__ import annotations

import bisect
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from bot.nlu.notation import Part, Pattern, Step

Payload = TypeVar("Payload")

# Words that a gap does not reach over.
SENTENCE_ENDS = frozenset({".", "!", "?", ";"})
_BREAKS = SENTENCE_ENDS | {"but"}

# Steps that one message may cost; a normal one takes a few thousand.
MOST_STEPS = 300_000
# Words of a pattern, from its first on, for which ways are merged: more take more memory than they save time.
MERGED_WORDS = 2


class _Node(Generic[Payload]):
    """A place in the graph: what may come next, and what is found when it is reached."""

    __slots__ = ("exact", "gaps", "marks", "payloads", "tags", "words")

    def __init__(self) -> None:
        self.words: dict[str, list[_Node[Payload]]] = {}
        self.exact: dict[str, list[_Node[Payload]]] = {}
        self.tags: dict[str, list[_Node[Payload]]] = {}
        self.gaps: list[tuple[int, _Node[Payload]]] = []
        self.marks: list[tuple[bool, _Node[Payload]]] = []  # (is it an opening brace, what comes next)
        self.payloads: list[Payload] = []


# Per word of the message: the tags that begin there, each with the places where it may end.
TagsAt = Sequence[Mapping[str, Sequence[int]]]


@dataclass(frozen=True)
class _Able:
    """The places of a message at which a node can be left, in order, and the same as a set."""

    ordered: Sequence[int]
    chosen: Container[int]


class _Places:
    """Where in a message the patterns can go on: most words continue nothing, and only those that do cost a step."""

    def __init__(self, norms: Sequence[str], bases: Sequence[str], tags: TagsAt | None) -> None:
        # A pattern may end after the last word.
        self._everywhere = _Able(range(len(norms)), range(len(norms) + 1))
        self._by_base = _places_of(enumerate(bases))
        self._by_norm = _places_of(enumerate(norms))
        self._by_tag = _places_of((at, tag) for at, here in enumerate(tags or ()) for tag in here)
        self.known: dict[_Node[Any], _Able] = {}

    def able(self, node: _Node[Payload]) -> _Able:
        """The places at which a word or tag leads on from a node; everywhere, if more than words may follow."""
        places = self._everywhere
        if not (node.payloads or node.marks or node.gaps):
            chosen: set[int] = set()
            for steps, present in ((node.words, self._by_base), (node.exact, self._by_norm), (node.tags, self._by_tag)):
                for text in steps.keys() & present.keys():
                    chosen.update(present[text])
            places = _Able(sorted(chosen), chosen)
        self.known[node] = places
        return places


def _places_of(found: Iterable[tuple[int, str]]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for at, text in found:
        places.setdefault(text, []).append(at)
    return places


def _next_breaks(norms: Sequence[str]) -> list[int]:
    """Per word: the first break at or after it (the number of words where there is none)."""
    breaks = [len(norms)] * len(norms)
    for at in range(len(norms) - 1, -1, -1):
        breaks[at] = at if norms[at] in _BREAKS else (breaks[at + 1] if at + 1 < len(norms) else len(norms))
    return breaks


class PatternGraph(Generic[Payload]):
    """Patterns, each with something to report when it is found."""

    def __init__(self) -> None:
        self._root: _Node[Payload] = _Node()
        self._plain: dict[tuple[str, ...], _Node[Payload]] = {(): self._root}

    def add(self, pattern: Pattern, payload: Payload) -> None:
        """Add a pattern."""
        if all(isinstance(step, Part) and step.kind == "word" for step in pattern.steps):
            end = self._shared(tuple(step.text for step in pattern.steps if isinstance(step, Part)))
        else:
            end = _Node()
            for unfolded in _endings(pattern):
                _link([self._root], unfolded, end)
        end.payloads.append(payload)

    def merge(self) -> None:
        """Make ways that begin with the same word one way, so that a frequent word does not cost a step a pattern.

        To be called once all patterns are added.
        """
        _merge([self._root], MERGED_WORDS, {})

    def _shared(self, words: tuple[str, ...]) -> _Node[Payload]:
        """The node of a plain phrase; phrases share what they begin with."""
        node = self._plain.get(words)
        if node is None:
            node = self._plain[words] = _Node()
            self._shared(words[:-1]).words.setdefault(words[-1], []).append(node)
        return node

    def find(
        self, norms: Sequence[str], bases: Sequence[str], tags: TagsAt | None = None
    ) -> list[tuple[int, int, Payload]]:
        """All matches as (first word, word after the last, payload): the words in braces, or all of them."""
        found: dict[tuple[int, int, int], tuple[int, int, Payload]] = {}
        size = len(norms)
        left = MOST_STEPS
        root = self._root
        places, breaks = _Places(norms, bases, tags), _next_breaks(norms)
        able, known = places.able, places.known
        for start in range(size):
            stack: list[tuple[_Node[Payload], int, int, int]] = [(root, start, start, -1)]
            seen: set[tuple[int, int]] = set()
            while stack and left > 0:
                left -= 1
                node, at, begin, end = stack.pop()
                if node.payloads:
                    last = at if end < 0 else end
                    for payload in node.payloads:
                        found.setdefault((begin, last, id(payload)), (begin, last, payload))
                for opens, child in node.marks:
                    stack.append((child, at, at, end) if opens else (child, at, begin, at))
                if at >= size:
                    continue
                for branch, text in ((node.words, bases[at]), (node.exact, norms[at])):
                    if branch and text in branch:
                        stack.extend(
                            [
                                (child, at + 1, begin, end)
                                for child in branch[text]
                                if at + 1 in (known.get(child) or able(child)).chosen
                            ]
                        )
                if node.tags and tags is not None:
                    for tag, ends in tags[at].items():
                        for child in node.tags.get(tag, ()):
                            chosen = (known.get(child) or able(child)).chosen
                            stack.extend([(child, there, begin, end) for there in ends if there in chosen])
                for most, child in node.gaps:
                    stop = min(at + most, size - 1, breaks[at])
                    ordered = (known.get(child) or able(child)).ordered
                    for index in range(bisect.bisect_left(ordered, at), len(ordered)):
                        reach = ordered[index]
                        if reach > stop:
                            break
                        if (id(child), reach) not in seen:
                            seen.add((id(child), reach))
                            stack.append((child, reach, begin, end))
        return list(found.values())


def _merge(nodes: list[_Node[Payload]], depth: int, done: dict[frozenset[int], _Node[Payload]]) -> _Node[Payload]:
    """One node for several: whatever they lead to, it leads to. depth: words ahead for which this is done."""
    key = frozenset(map(id, nodes))
    if key in done:
        return done[key]
    node = nodes[0]
    if len(nodes) > 1:
        node = _Node()
        for each in nodes:
            for branch, own in ((node.words, each.words), (node.exact, each.exact), (node.tags, each.tags)):
                for text, after in own.items():
                    branch.setdefault(text, []).extend(after)
            node.gaps.extend(each.gaps)
            node.marks.extend(each.marks)
            node.payloads.extend(each.payloads)
    done[key] = node
    if depth:
        for branch in (node.words, node.exact, node.tags):
            for text, after in branch.items():
                unique = list({id(each): each for each in after}.values())
                branch[text] = [_merge(unique, depth - 1, done)]
    return node


def _link(sources: list[_Node[Payload]], pattern: Pattern, target: _Node[Payload]) -> None:
    """Make the pattern lead from the sources to the target."""
    last = len(pattern.steps) - 1
    for index, step in enumerate(pattern.steps):
        following: _Node[Payload] = target if index == last else _Node()
        if isinstance(step, Step):
            for option in step.options:
                for unfolded in _endings(option):
                    _link(sources, unfolded, following)
            if step.optional:
                sources = [*sources, following]
                continue
        else:
            _step(sources, step, following)
        sources = [following]


def _endings(pattern: Pattern) -> Iterator[Pattern]:
    """The pattern in versions of which none ends in something that may be left out."""
    yield Pattern((*pattern.steps[:-1], _needed(pattern.steps[-1])))
    steps = pattern.steps
    while steps and isinstance(steps[-1], Step) and steps[-1].optional:
        steps = steps[:-1]
        if steps:
            yield Pattern((*steps[:-1], _needed(steps[-1])))


def _needed(step: Part | Step) -> Part | Step:
    return Step(step.options) if isinstance(step, Step) else step


def _step(sources: list[_Node[Payload]], part: Part, target: _Node[Payload]) -> None:
    for source in sources:
        if part.kind == "gap":
            source.gaps.append((part.most, target))
        elif part.kind in ("open", "close"):
            source.marks.append((part.kind == "open", target))
        else:
            branch = {"word": source.words, "exact": source.exact, "tag": source.tags}[part.kind]
            branch.setdefault(part.text, []).append(target)


def tags_by_place(size: int, found: Iterable[tuple[int, int, Iterable[str]]]) -> list[dict[str, list[int]]]:
    """Found things as tags for a second graph: (first word, word after the last, names)."""
    places: list[dict[str, list[int]]] = [{} for _ in range(size)]
    for start, end, names in found:
        for name in names:
            ends = places[start].setdefault(name, [])
            if end not in ends:
                ends.append(end)
    return places
