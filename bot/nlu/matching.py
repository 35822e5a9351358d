"""Finding many patterns in one pass: a graph of patterns, walked from each word of a message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

from bot.nlu.notation import Part, Pattern, Step

Payload = TypeVar("Payload")

# Words that a gap does not reach over.
SENTENCE_ENDS = frozenset({".", "!", "?", ";"})
_BREAKS = SENTENCE_ENDS | {"but"}

# Steps that one message may cost; a normal one takes a few thousand.
MOST_STEPS = 300_000


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
                if node.words:
                    after = node.words.get(bases[at])
                    if after:
                        stack.extend([(child, at + 1, begin, end) for child in after])
                if node.exact:
                    after = node.exact.get(norms[at])
                    if after:
                        stack.extend([(child, at + 1, begin, end) for child in after])
                if node.tags and tags is not None:
                    for tag, ends in tags[at].items():
                        after = node.tags.get(tag)
                        if after:
                            stack.extend([(child, there, begin, end) for child in after for there in ends])
                for most, child in node.gaps:
                    for reach in range(at, min(at + most, size - 1) + 1):
                        if (id(child), reach) not in seen:
                            seen.add((id(child), reach))
                            stack.append((child, reach, begin, end))
                        if norms[reach] in _BREAKS:
                            break
        return list(found.values())


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
