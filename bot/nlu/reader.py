"""The reading of a message: a spaCy pipeline from text to mentions.

The pipeline starts from a blank English one (no model is needed): an own tokenizer writes out words, and four
components add what they find to the Doc. Mentions live in `doc.user_data`.
"""

import functools
import gc
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.nlu import durations, groups, other_parts, overlaps, scope, signs, sites, ties, wishes
from bot.nlu.lexicon import Entry, Lexicon, shipped
from bot.nlu.matching import tags_by_place
from bot.nlu.mentions import Mention
from bot.nlu.quantities import Cues, find_quantities
from bot.nlu.typos import TypoMender
from bot.nlu.words import Word, words_of

# The clue that collects what we deal in (clues.yml).
FIELD_CLUE = "our_field"
# The clue that collects short answers.
ANSWER_CLUE = "answer"
# Words of a message that can only be an answer (`^` in the notation).
SHORT = 4
# Kinds of entries that only hint at what a message is about or does.
HINTS = ("topic", "remark", "attribute")
# A message is read by the extractor, the featurizer and the gate: the last few readings are kept.
KEPT = 8


@dataclass(frozen=True)
class Reading:
    """What a message says. words: its plain words; unknown: those that nobody knows; field: how many of its
    words occur in the lexicon of the field; clues: internal hints that are no
    entities; topics: what a question is about (topics.yml); remarks: what it does with an advice (remarks.yml);
    attributes: what of a product it asks about (attributes.yml)."""

    words: tuple[Word, ...]
    mentions: tuple[Mention, ...]
    unknown: tuple[str, ...]
    field_words: int
    bases: tuple[str, ...]
    clues: tuple[Mention, ...] = ()
    topics: frozenset[str] = frozenset()
    remarks: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()

    @property
    def speaks_of_field(self) -> bool:
        """Whether it names what we deal in (insoles, shoes, feet), which alone is no entity."""
        return any(clue.name == FIELD_CLUE for clue in self.clues)

    def span(self, mention: Mention) -> tuple[int, int]:
        """First and last character (excluded) of a mention in the message."""
        return self.words[mention.start].start, self.words[mention.end - 1].end


class MessageTokenizer:
    """Turns a message into a Doc of plain words, with the places of each in the message."""

    def __init__(self, vocab: Vocab, lexicon: Lexicon, mender: TypoMender) -> None:
        self._vocab, self._lexicon, self._mender = vocab, lexicon, mender

    def __call__(self, text: str) -> Doc:
        """Read a text of any length and content."""
        words = words_of(text, self._lexicon.spelling)
        mended = [self._mender.mend(word.norm) for word in words]
        doc = Doc(self._vocab, words=mended)
        doc.user_data["words"] = words
        doc.user_data["norms"] = mended
        doc.user_data["bases"] = [self._lexicon.base(norm) for norm in mended]
        doc.user_data["mentions"] = []
        doc.user_data["clues"] = []
        return doc


class _LexiconComponent:
    """Finds the phrases of the lexicon, in two passes: plain ones, then those that refer to others."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._numbers = frozenset(map(str, lexicon.quantities["number_words"]))

    def __call__(self, doc: Doc) -> Doc:
        norms, bases = doc.user_data["norms"], doc.user_data["bases"]
        first = self._lexicon.first_pass.find(norms, bases)
        short = sum(norm[0].isalnum() for norm in norms) <= SHORT
        hidden = [(start, end, entry.hides) for start, end, entry in first if entry.kind == "not_meant"]
        visible = [
            (start, end, entry)
            for start, end, entry in first
            if entry.kind != "entity" or not overlaps.is_hidden(entry.name, start, end, hidden)
        ]
        tags = tags_by_place(len(norms), ((start, end, _names(entry)) for start, end, entry in visible))
        for place, norm in enumerate(norms):
            if norm[0].isdigit() or norm in self._numbers:
                tags[place]["number"] = [place + 1]
        second = self._lexicon.second_pass.find(norms, bases, tags)
        found: list[Mention] = []
        clues: list[Mention] = []
        cues: list[scope.Cue] = []
        hints: dict[str, set[str]] = {kind: set() for kind in HINTS}
        for start, end, entry in first + second:
            if entry.short and not short:
                continue
            if entry.kind == "not_meant":
                hidden.append((start, end, entry.hides))
            elif entry.kind == "scope" and entry.rule is not None:
                cues.append(scope.Cue(start, end, entry.rule))
            elif entry.kind in hints:
                hints[entry.kind].add(entry.name)
            elif entry.kind == "clue":
                clues.append(Mention(entry.name, "", start, end, negative=entry.negative, inferred=True))
            elif entry.kind == "entity":
                found.append(
                    Mention(
                        entry.name, entry.value, start, end,
                        negative=entry.negative, tied=entry.tied, wished=entry.wished,
                    )
                )  # fmt: skip
        if not short:
            # Before overlaps are settled: what is no trigger must not hide an activity.
            shown = [m for m in found if not overlaps.is_hidden(m.name, m.start, m.end, hidden)]
            found = signs.triggers_of_complaints(shown, clues)
            found = ties.near_pain(norms, found, clues, hidden)
        doc.user_data["mentions"] = found
        doc.user_data["hidden"] = hidden
        doc.user_data["clues"] = clues
        doc.user_data["cues"] = cues
        doc.user_data["hints"] = hints
        return doc


def _names(entry: Entry) -> Sequence[str]:
    return (entry.name, f"{entry.name}={entry.value}") if entry.kind == "entity" else (entry.name,)


class _QuantitiesComponent:
    """Finds numbers with their units, and settles which readings of the same words stand."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._cues = Cues(lexicon.quantities)

    def __call__(self, doc: Doc) -> Doc:
        found = doc.user_data["mentions"] + find_quantities(doc.user_data["norms"], self._cues)
        found = wishes.among_wishes(doc.user_data["norms"], found, doc.user_data["clues"])
        mentions = overlaps.longest(found, doc.user_data["hidden"])
        sites.add_trailing_sides(doc.user_data["norms"], mentions)
        doc.user_data["mentions"] = mentions
        doc.user_data["clues"] = overlaps.longest(doc.user_data["clues"], doc.user_data["hidden"])
        return doc


class _ScopeComponent:
    """Marks what is denied, refused, over, supposed or somebody else's."""

    def __call__(self, doc: Doc) -> Doc:
        # A bare "no" is an answer, and denies what follows it all the same.
        telling = [clue for clue in doc.user_data["clues"] if clue.name != ANSWER_CLUE]
        everything = doc.user_data["mentions"] + telling
        cues = scope.clear_cues(doc.user_data["cues"], everything)
        scope.apply(doc.user_data["norms"], everything, cues)
        doc.user_data["mentions"] = scope.settle(doc.user_data["norms"], doc.user_data["mentions"])
        if not any(mention.someone_else for mention in doc.user_data["mentions"]):
            doc.user_data["clues"] = [clue for clue in doc.user_data["clues"] if not clue.someone_else]
        return doc


class _SignsComponent:
    """Adds the signs that several mentions say together, drops what is no complaint's, and numbers the complaints."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def __call__(self, doc: Doc) -> Doc:
        data = doc.user_data
        signs.add_combined(data["norms"], data["mentions"], data["clues"], self._lexicon.combinations)
        data["mentions"] = signs.withdraw(data["mentions"], data["clues"], self._lexicon.withdrawn)
        if sum(norm[0].isalnum() for norm in data["norms"]) > SHORT:
            data["mentions"] = signs.triggers_of_complaints(data["mentions"], data["clues"])
        data["mentions"] = other_parts.without_other_parts(data["norms"], data["mentions"], data["clues"])
        data["mentions"] = sites.without_general(data["norms"], data["mentions"], data["clues"])
        data["mentions"] = durations.of_complaints(data["norms"], data["mentions"], data["clues"])
        groups.assign(data["norms"], data["mentions"])
        return doc


@Language.factory("solewise_lexicon")
def _lexicon_component(nlp: Language, name: str) -> _LexiconComponent:  # noqa: ARG001
    return _LexiconComponent(shipped())


@Language.factory("solewise_quantities")
def _quantities_component(nlp: Language, name: str) -> _QuantitiesComponent:  # noqa: ARG001
    return _QuantitiesComponent(shipped())


@Language.factory("solewise_scope")
def _scope_component(nlp: Language, name: str) -> _ScopeComponent:  # noqa: ARG001
    return _ScopeComponent()


@Language.factory("solewise_signs")
def _signs_component(nlp: Language, name: str) -> _SignsComponent:  # noqa: ARG001
    return _SignsComponent(shipped())


class MessageReader:
    """Reads messages. Use `shared_reader()`; one reader serves a whole process."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self._lexicon = lexicon or shipped()
        self._mender = TypoMender(self._lexicon)
        self._nlp = spacy.blank("en")
        self._nlp.tokenizer = MessageTokenizer(self._nlp.vocab, self._lexicon, self._mender)
        for part in ("solewise_lexicon", "solewise_quantities", "solewise_scope", "solewise_signs"):
            self._nlp.add_pipe(part)
        self.read = functools.lru_cache(maxsize=KEPT)(self._read)
        # The lexicon's graph stays as long as the process: the garbage collector need not walk it at every message.
        gc.collect()
        gc.freeze()

    def _read(self, text: str) -> Reading:
        """Read one message; never raises, whatever the text."""
        # Words of strangers must not pile up in spaCy's string store.
        with self._nlp.memory_zone():
            data: dict[str, Any] = dict(self._nlp(text).user_data)
        fields = self._lexicon.field_words
        unknown = tuple(
            word.norm
            for word, mended in zip(data["words"], data["norms"], strict=True)
            if word.norm == mended and word.norm[0].isalpha() and not self._mender.is_known(word.norm)
        )
        return Reading(
            words=tuple(data["words"]),
            mentions=tuple(data["mentions"]),
            unknown=unknown,
            field_words=sum(base in fields for base in data["bases"]),
            bases=tuple(data["bases"]),
            clues=tuple(data["clues"]),
            topics=frozenset(data["hints"]["topic"]),
            remarks=frozenset(data["hints"]["remark"]),
            attributes=frozenset(data["hints"]["attribute"]),
        )


@functools.lru_cache(maxsize=1)
def shared_reader() -> MessageReader:
    """The reader of this process."""
    return MessageReader()
