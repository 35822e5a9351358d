"""Which feature of the vocabulary a fit of ``seeds/fit.yml`` is about, and which attributes of a product it reads."""

from __future__ import annotations

from functools import lru_cache

from actions.advice.vocabulary import vocabulary
from catalog.fit import rules

_OWN = {"medium_firm": "firm", "long_trial": "trial", "low_price": "price", "heat_mouldable": "heat_mouldable"}

_PREFIXES = {
    "arch_": "arch_support",
    "cushioning_": "cushioning",
    "type_": "insole_type",
    "activity_": "activity",
    "footwear_": "footwear",
    "material_": "material",
}


@lru_cache(maxsize=256)
def fit_feature(fit: str) -> str:
    """The feature that a fit is about ("arch_low": arch_support), in the vocabulary's words where it has one."""
    if fit in vocabulary()["feature"].values:
        return fit
    if fit in _OWN:
        return _OWN[fit]
    return next((feature for prefix, feature in _PREFIXES.items() if fit.startswith(prefix)), fit)


def fit_attributes(fit: str) -> tuple[str, ...]:
    """The attributes of a product that a fit reads, the weightiest first. Raises ValueError for an unknown fit."""
    return rules().fit(fit).attributes
