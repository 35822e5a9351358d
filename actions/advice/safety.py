"""Warning signs: what has to be said, or asked, before any insole (``seeds/red_flags.yml``)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import seeds
from actions.advice.conditions import Condition, ConditionError, compile_condition
from actions.advice.facts import Fact
from actions.advice.profile import Profile
from actions.advice.vocabulary import vocabulary

EMERGENCY, URGENT, ROUTINE = "emergency", "urgent", "routine"

TIERS = (ROUTINE, URGENT, EMERGENCY)
"""From the mildest to the most pressing."""


OF_A_SIGN = frozenset({"pain_site", "pain_quality", "side", "severity"})
"""Types whose mention within the words of a sign belongs to the sign ("numb between my legs" is no leg pain)."""

NEVER_A_COMPLAINT = frozenset({"calf_swelling", "hot_red_swollen", "open_wound", "lost_feeling"})
"""Signs below emergency whose words are no complaint that an insole could answer either."""


class SafetyError(ValueError):
    """The file of warning signs is wrong; the message names the entry and what to write."""


@dataclass(frozen=True)
class Sign:
    """A warning sign: its tier (on its own, for a context sign), the place to go to, and what would make it worse.

    ``worse`` is the id of a sentence (``utter_worse_...``) on what calls for emergency help meanwhile; empty for none.
    ``unless`` are signs that say the same of the same place, at no lower tier.
    """

    name: str
    tier: str
    place: str
    worse: str = ""
    unless: tuple[str, ...] = ()


@dataclass(frozen=True)
class Combination:
    """Facts that mean more together: a tier and a place, or a question to ask.

    ``unless`` are combinations above it that say the same and more; ``worse`` is as for :class:`Sign`.
    """

    id: str
    when: Condition
    tier: str | None
    place: str | None
    ask: str | None
    unless: tuple[str, ...] = ()
    worse: str = ""


@dataclass(frozen=True)
class SafetyQuestion:
    """A plain question about signs that are likely but were not said."""

    id: str
    asks_about: tuple[str, ...]
    yes: str
    unsure_as_yes: bool

    def answer(self, yes: bool | None, turn: int, words: str = "") -> list[Fact]:
        """The facts that an answer stands for; None is "not sure"."""
        if yes or (yes is None and self.unsure_as_yes):
            return [Fact("red_flag", self.yes, words=words, turn=turn)]
        return [Fact("red_flag", sign, role="absent", words=words, turn=turn) for sign in self.asks_about]


@dataclass(frozen=True)
class Watch:
    """A list of signs to watch for, shown under advice."""

    id: str
    when: Condition | None
    signs: tuple[str, ...]


@dataclass(frozen=True)
class Concern:
    """Something to tell: a sign or a combination, with its tier and where to go, and the signs behind it."""

    id: str
    tier: str
    place: str
    is_sign: bool
    signs: tuple[str, ...] = ()
    worse: str = ""


@dataclass(frozen=True)
class Triage:
    """What a profile's signs call for, counting only what was not told before.

    ``tier`` is the most pressing of ``concerns`` (None without any), ``place`` where that one sends people, and
    ``question`` a question to put first where nothing more pressing than routine was found.
    """

    tier: str | None
    place: str | None
    concerns: tuple[Concern, ...]
    question: SafetyQuestion | None


@dataclass(frozen=True)
class Checked:
    """Words by which somebody says that a clinician looked at it, and words that say not yet."""

    by: frozenset[str]
    not_yet: frozenset[str]


@dataclass(frozen=True)
class Safety:
    """The warning signs and what is done about them."""

    signs: dict[str, Sign]
    combinations: tuple[Combination, ...]
    questions: dict[str, SafetyQuestion]
    doubts: dict[str, str]
    watch: tuple[Watch, ...]
    places: tuple[str, ...]
    countries: dict[str, dict[str, Any]]
    checked: Checked

    def triage(
        self, profile: Profile, told: Collection[str] = (), asked: Collection[str] = (), doubt: str = ""
    ) -> Triage:
        """What to say or ask.

        ``told`` are concerns spoken of already, ``asked`` questions put already, ``doubt`` a sign that is suspected in
        the message but not certain: one plain question settles it.
        """
        concerns: dict[str, Concern] = {}
        question: SafetyQuestion | None = None
        covered: dict[str, int] = {}
        for combination in self.combinations:
            facts = combination.when(profile)
            if facts is None or set(combination.unless) & set(concerns):
                continue
            if combination.tier and combination.place:
                signs = tuple(dict.fromkeys(fact.value for fact in facts if fact.type == "red_flag"))
                concerns[combination.id] = Concern(
                    combination.id, combination.tier, combination.place, False, signs, combination.worse
                )
                for name in signs:
                    covered[name] = max(covered.get(name, 0), TIERS.index(combination.tier))
            elif question is None and combination.ask not in asked:
                question = self._open_question(combination.ask, profile)
        if question is None and self.doubts.get(doubt) not in (None, *asked):
            question = self._open_question(self.doubts[doubt], profile)
        plain = profile.plain("red_flag")
        said = {fact.value for fact in plain}
        for fact in plain:
            sign = self.signs.get(fact.value)
            if sign is None or said & set(sign.unless):
                continue
            # a sign that a combination names already, at no lower tier, is not said twice
            if covered.get(sign.name, -1) < TIERS.index(sign.tier):
                concerns[sign.name] = Concern(sign.name, sign.tier, sign.place, True, (sign.name,), sign.worse)
        new = [concern for concern in concerns.values() if concern.id not in told]
        new.sort(key=lambda concern: (-TIERS.index(concern.tier), self.places.index(concern.place)))
        top = new[0] if new else None
        if top is not None and TIERS.index(top.tier) >= TIERS.index(URGENT):
            question = None
        return Triage(
            tier=top.tier if top else None,
            place=top.place if top else None,
            concerns=tuple(new),
            question=question,
        )

    def emergency_remains(self, profile: Profile) -> bool:
        """Whether any emergency sign still stands (was not denied since)."""
        return any(concern.tier == EMERGENCY for concern in self.triage(profile).concerns)

    def watch_list(self, profile: Profile) -> Watch:
        """The signs to watch for under advice for this person."""
        return next(watch for watch in self.watch if watch.when is None or watch.when.holds(profile))

    def _open_question(self, name: str | None, profile: Profile) -> SafetyQuestion | None:
        question = self.questions.get(name or "")
        if question is None:
            return None
        said = {fact.value for fact in profile.plain("red_flag")}
        denied = {fact.value for fact in profile.with_role("red_flag", "absent")}
        about = set(question.asks_about)
        # one sign denied says nothing of the others ("no bladder trouble" is no answer about numbness)
        return None if about & said or about <= denied else question


def without_words_of_signs(entities: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Entities (in Rasa's form) without those whose words lie within an emergency sign or one like it.

    What somebody says of a swollen calf is said of the sign: it must neither become a need nor be quoted as one.
    """
    spans = [
        (entity["start"], entity["end"])
        for entity in entities
        if entity.get("entity") == "red_flag" and not entity.get("role") and _is_no_complaint(str(entity.get("value")))
    ]
    return [
        entity
        for entity in entities
        if entity.get("entity") not in OF_A_SIGN
        or not any(start <= entity.get("start", -1) and entity.get("end", 0) <= end for start, end in spans)
    ]


def _is_no_complaint(sign: str) -> bool:
    known = safety().signs.get(sign)
    return sign in NEVER_A_COMPLAINT or (known is not None and known.tier == EMERGENCY)


@lru_cache(maxsize=1)
def safety() -> Safety:
    """The signs of ``seeds/red_flags.yml``. Raises :class:`SafetyError`."""
    return read_safety(seeds.read_yaml("red_flags.yml"))


def read_safety(data: dict[str, Any]) -> Safety:
    """Signs from the contents of their file. Raises :class:`SafetyError`."""
    try:
        signs = {name: _read_sign(name, entry) for name, entry in data["signs"].items()}
        missing = vocabulary()["red_flag"].values - set(signs)
        if missing:
            raise SafetyError(f"red_flags.yml: sign '{sorted(missing)[0]}' of seeds/vocabulary.yml has no entry")
        questions = {
            name: SafetyQuestion(name, tuple(entry["asks_about"]), entry["yes"], entry["unsure"] == "as_yes")
            for name, entry in data["questions"].items()
        }
        found = Safety(
            signs=signs,
            combinations=tuple(_read_combination(entry) for entry in data["combinations"]),
            questions=questions,
            doubts=dict(data["doubts"]),
            watch=tuple(
                Watch(
                    entry["id"],
                    compile_condition(entry["when"], f"watch list '{entry['id']}'") if entry["when"] else None,
                    tuple(entry["signs"]),
                )
                for entry in data["watch_list"]
            ),
            places=tuple(data["places"]),
            countries=data["countries"],
            checked=Checked(frozenset(data["checked"]["by"]), frozenset(data["checked"]["not_yet"])),
        )
    except (KeyError, TypeError) as error:
        raise SafetyError(f"red_flags.yml: missing or misplaced: {error}") from error
    except ConditionError as error:
        raise SafetyError(f"red_flags.yml: {error}") from error
    _check(found)
    return found


def _read_sign(name: str, entry: dict[str, Any]) -> Sign:
    # a context sign says little alone: it is then handled at its `alone` tier, and combinations raise it
    tier = entry.get("alone", entry["tier"]) if entry.get("context") else entry["tier"]
    return Sign(name, tier, entry["place"], str(entry.get("worse", "")), tuple(entry.get("unless", ())))


def _read_combination(entry: dict[str, Any]) -> Combination:
    where = f"combination '{entry['id']}'"
    return Combination(
        id=entry["id"],
        when=compile_condition(entry["when"], where),
        tier=entry.get("tier"),
        place=entry.get("place"),
        ask=entry.get("ask"),
        unless=tuple(entry.get("unless", ())),
        worse=str(entry.get("worse", "")),
    )


def _check(found: Safety) -> None:
    known = vocabulary()["red_flag"].values
    for name, sign in found.signs.items():
        if name not in known:
            raise SafetyError(f"red_flags.yml: '{name}' is no red_flag of seeds/vocabulary.yml")
        _check_tier(f"sign '{name}'", sign.tier, sign.place, found.places)
        for other in sign.unless:
            if other not in found.signs or TIERS.index(found.signs[other].tier) < TIERS.index(sign.tier):
                raise SafetyError(f"red_flags.yml: sign '{name}': unless: '{other}' is no sign of its tier or above")
    above: set[str] = set()
    for combination in found.combinations:
        where = f"combination '{combination.id}'"
        for name in sorted(set(combination.unless) - above):
            raise SafetyError(f"red_flags.yml: {where}: unless: '{name}' is no combination above it")
        above.add(combination.id)
        if combination.ask is None:
            _check_tier(where, combination.tier, combination.place, found.places)
        elif combination.ask not in found.questions:
            raise SafetyError(f"red_flags.yml: {where} asks '{combination.ask}', which is no question there")
    for question in found.questions.values():
        for name in (*question.asks_about, question.yes):
            if name not in known:
                raise SafetyError(f"red_flags.yml: question '{question.id}': '{name}' is no red_flag")
    for suspected, question_id in found.doubts.items():
        if found.questions.get(question_id) is None or suspected not in found.questions[question_id].asks_about:
            raise SafetyError(f"red_flags.yml: doubt about '{suspected}': no question '{question_id}' asks about it")
    pressing = {name for name, entry in found.signs.items() if entry.tier in (EMERGENCY, URGENT)}
    if pressing - set(found.doubts):
        missing = sorted(pressing - set(found.doubts))[0]
        raise SafetyError(f"red_flags.yml: no question is named under `doubts` for the sign '{missing}'")
    if not found.watch or found.watch[-1].when is not None:
        raise SafetyError("red_flags.yml: the last watch list must hold for everybody (when: {})")


def _check_tier(where: str, tier: str | None, place: str | None, places: tuple[str, ...]) -> None:
    if tier not in TIERS:
        raise SafetyError(f"red_flags.yml: {where}: tier is one of {', '.join(TIERS)}, not {tier!r}")
    if place not in places:
        raise SafetyError(f"red_flags.yml: {where}: place '{place}' is not in the list of places")
