"""From all that a listing says of an attribute to its value: the better place wins, then the more exact words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.attributes import BY_NAME, Kind
from catalog.cells import read_cell

#: Where something is said, the most trustworthy first.
COLUMN, TITLE, TEXT, CATEGORY, TAG = range(5)
_MAX_WORDS = 200
_TYPES = ("custom_orthotic", "orthotic", "stability", "cushioned")
#: A claim in words is left out where the attribute that tells how much is known.
_CLAIMS = {
    "arch_support": "support_structure",
    "cushioning": "cushioning_amount",
    "heel_stability": "heel_counter",
    "deep_heel_cup": "heel_cup_mm",
    "thin": "thickness_mm",
    "lightweight": "weight_g",
}


@dataclass(frozen=True)
class Evidence:
    """One statement about an attribute: its value, where it stands, how exact it is, and its words."""

    attribute: str
    value: Any
    place: int
    weight: int
    words: str

    @property
    def rank(self) -> tuple[int, int]:
        """The lower, the more it counts."""
        return self.place, -self.weight


def settle(evidence: list[Evidence]) -> tuple[dict[str, Any], dict[str, dict[str, str]]]:
    """The values of a listing's attributes and where each comes from."""
    by_attribute: dict[str, list[Evidence]] = {}
    for one in evidence:
        by_attribute.setdefault(one.attribute, []).append(one)
    values: dict[str, Any] = {}
    provenance: dict[str, dict[str, str]] = {}
    for name, said in by_attribute.items():
        said.sort(key=lambda e: e.rank)
        chosen, value = _set(name, said) if BY_NAME[name].kind is Kind.WORDS else _one(name, said)
        if chosen:
            values[name] = value
            provenance[name] = _origin(chosen)
    _agree(values, provenance, by_attribute)
    return values, provenance


def _set(name: str, said: list[Evidence]) -> tuple[list[Evidence], Any]:
    """A set of words: all that column, title and text name; categories and tags only where those name none."""
    order = BY_NAME[name].word_list
    for places in (
        ((COLUMN, TITLE, TEXT), (CATEGORY, TAG)) if name != "wearer" else ((COLUMN, TITLE), (TEXT,), (CATEGORY, TAG))
    ):
        chosen: dict[str, Evidence] = {}
        for e in said:
            if e.place in places:
                for word in str(e.value).split("|"):
                    if word in order:
                        chosen.setdefault(word, e)
        if chosen:
            return list(dict.fromkeys(chosen.values())), frozenset(chosen)
    return [], None


def _one(name: str, said: list[Evidence]) -> tuple[list[Evidence], Any]:
    """One value: of the best place and the most exact words; where those contradict each other, unknown."""
    if name == "insole_type":
        best = min(said, key=lambda e: (e.place > TEXT, _TYPES.index(e.value), e.place))
        return [best], best.value
    if name == "cushioning_place":
        places = {e.value for e in said if e.place <= TEXT}
        if {"heel", "forefoot"} <= places and "full" not in places:
            both = [next(e for e in said if e.value == place) for place in ("heel", "forefoot")]
            return both, "heel_and_forefoot"
        for place in ("full", "heel_and_forefoot"):
            if place in places:
                return [next(e for e in said if e.value == place)], place
    if name == "return_terms" and any(e.value != "none" for e in said):
        said = [e for e in said if e.value != "none"]
    top = [e for e in said if e.rank == said[0].rank]
    if len({e.value for e in top}) > 1:
        if BY_NAME[name].kind in (Kind.NUMBER, Kind.COUNT) or len({e.value for e in said[:1]}) > 1:
            return [top[0]], top[0].value
        return [], None
    return [top[0]], top[0].value


def _origin(chosen: list[Evidence]) -> dict[str, str]:
    words = " … ".join(dict.fromkeys(e.words for e in chosen))
    source = "column" if all(e.place == COLUMN for e in chosen) else "text"
    return {"source": source, "words": words if len(words) <= _MAX_WORDS else words[: _MAX_WORDS - 1] + "…"}


def _agree(values: dict[str, Any], provenance: dict[str, dict[str, str]], said: Mapping[str, list[Evidence]]) -> None:
    """What is known of one attribute settles another."""

    def drop(name: str) -> None:
        values.pop(name, None)
        provenance.pop(name, None)

    claims = values.get("claims")
    if claims is not None:
        supported = claims & {"arch_support", "heel_stability"} or values.get("support_structure") in (
            "semi_rigid",
            "rigid",
        )
        left = frozenset(claim for claim in claims if _CLAIMS.get(claim) not in values and claim in _CLAIMS)
        if left:
            values["claims"] = left
            provenance["claims"] = _origin(
                list(
                    dict.fromkeys(
                        next(e for e in said["claims"] if claim in str(e.value).split("|")) for claim in sorted(left)
                    )
                )
            )
        else:
            drop("claims")
    else:
        supported = values.get("support_structure") in ("semi_rigid", "rigid")
    if values.get("insole_type") == "cushioned" and supported:
        drop("insole_type")
    material = values.get("cushioning_material")
    if material is not None:
        known = values.get("materials")
        if known is None or material not in known:
            values["materials"] = (known or frozenset()) | {material}
            provenance.setdefault("materials", provenance["cushioning_material"])
    if values.get("trial_days") == 0 and values.get("return_terms") not in (None, "none", "unused_only"):
        drop("trial_days")
    if values.get("return_terms") == "none" and "trial_days" not in values:
        values["trial_days"] = 0
        provenance["trial_days"] = provenance["return_terms"]


def valid(name: str, value: Any) -> bool:
    """Whether a value is one that the data dictionary allows, by the rules of catalog.load."""
    if isinstance(value, bool):
        cell = "yes" if value else "no"
    else:
        cell = ("|".join(sorted(value)) or "none") if isinstance(value, frozenset) else str(value)
    try:
        read_cell(BY_NAME[name], cell)
    except ValueError:
        return False
    return True
