"""The trial plan as a message: short in the advice, whole when asked for."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from actions import wording
from actions.advice.trial import Day, TrialPlan
from actions.message import Message
from catalog import Product


def trial_message(plan: TrialPlan, product: Product, said: MutableMapping[str, int], whole: bool = True) -> Message:
    """The plan: day table, when to judge, what is normal and what isn't, terms.

    ``whole`` adds sport, fitting and replacing and gives each step of the table its line; without it the plan is
    as short as it can be, for the end of an advice.
    """
    days = [_day(row) for row in plan.days]
    normal = [wording.say(f"utter_trial_normal_{item}") for item in plan.normal]
    stops = [wording.say(f"utter_trial_stop_{item}") for item in plan.stop_signs]
    judge, terms = judge_text(plan), terms_text(plan)
    rows = [
        wording.say("utter_trial_days" if "–" in row["day"] else "utter_trial_day", days=row["day"], wear=row["wear"])
        for row in days
    ]
    name = f"{product.brand} {product.name}"
    custom: dict[str, Any] = {
        "type": "trial_plan",
        "sku": plan.sku,
        "name": name,
        "days": days,
        "judge_after_days": plan.judge_after_days,
        "judge": judge,
        "normal": normal,
        "stop_signs": stops,
        "terms": terms,
    }
    lines = [wording.say("utter_trial_intro", said, name=name)]
    custom["intro"] = lines[0]
    lines += rows if whole else ["; ".join(rows) + "."]
    if whole:
        fitting = [wording.say(f"utter_trial_fit_{item}") for item in plan.fitting]
        fitting.append(wording.say("utter_practice_try_on"))
        notes = [wording.say(f"utter_trial_note_{item}", sport_day=plan.sport_after_day + 1) for item in plan.notes]
        replace = wording.say("utter_trial_replace", months=_months(plan.replace_months))
        custom.update(fitting=fitting, notes=notes, replace=replace)
        practice = [wording.say("utter_practice_real_walks"), wording.say("utter_practice_steady_use")]
        lines += [*notes, " ".join(practice), wording.say("utter_trial_fitting_list", items=" ".join(fitting))]
    if not whole:
        stops, normal = [wording.say("utter_trial_stop_short")], []
        custom.update(stop_signs=stops, normal=normal)
    about = [judge, *_normal(normal), " ".join(stops), terms]
    lines += about
    custom["lines"] = about
    if whole:
        lines.append(replace)
        custom["lines"] = [*lines[1 + len(rows) :]]
    return Message("\n".join(lines), custom)


def returns_text(plan: TrialPlan, product: Product) -> str:
    """One product's terms, by its name."""
    return wording.say("utter_trial_returns_of", brand=product.brand, name=product.name, terms=terms_text(plan))


def fitting_message(plan: TrialPlan) -> Message:
    """What to check before the first walk, and trimming."""
    fitting = [wording.say(f"utter_trial_fit_{item}") for item in plan.fitting]
    return Message("\n".join([wording.say("utter_trial_fitting_list", items=" ".join(fitting)), terms_text(plan)]))


def _normal(normal: list[str]) -> list[str]:
    return [wording.say("utter_trial_normal_list", items=wording.join(normal))] if normal else []


def terms_text(plan: TrialPlan) -> str:
    """The product's own trial and return terms."""
    if plan.trial_days:
        return wording.say(f"utter_trial_terms_{plan.terms}", days=plan.trial_days)
    if plan.terms == "none" or plan.trial_days == 0:
        return wording.say("utter_trial_terms_none")
    return wording.say(f"utter_trial_terms_{plan.terms}_no_days")


def judge_text(plan: TrialPlan) -> str:
    """When to look back and when to decide."""
    return wording.say(
        f"utter_trial_judge_{plan.judge}",
        first_check=span(plan.first_check_days),
        judge_after=span(plan.judge_after_days),
    )


def span(days: int) -> str:
    """A number of days as one says it."""
    weeks, rest = divmod(days, 7)
    if weeks and not rest:
        return wording.say("utter_span_week" if weeks == 1 else "utter_span_weeks", count=weeks)
    return wording.say("utter_span_days", count=days)


def _day(row: Day) -> dict[str, str]:
    day = str(row.first) if row.first == row.last else f"{row.first}–{row.last}"
    return {"day": day, "wear": wording.say(f"utter_trial_wear_{row.wear}")}


def _months(months: tuple[int, int]) -> str:
    return str(months[0]) if months[0] == months[1] else wording.say("utter_span_range", low=months[0], high=months[1])
