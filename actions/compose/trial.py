"""The trial plan as a message: short in the advice, whole when asked for."""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import date, timedelta
from typing import Any

from actions import wording
from actions.advice.pair import Pair
from actions.advice.trial import Calendar, Day, TrialPlan, row_of
from actions.compose.naming import product_name
from actions.message import Message
from catalog import Product

_UNWORN = ("none", "unused_only")
"""Terms under which a worn pair stays with its owner."""


def trial_message(
    plan: TrialPlan,
    product: Product | None,
    said: MutableMapping[str, int],
    whole: bool = True,
    calendar: Calendar | None = None,
    today: date | None = None,
) -> Message:
    """The plan: day table, when to judge, what is normal and what isn't, terms.

    ``whole`` adds sport, fitting and replacing and gives each step of the table its line. ``calendar`` puts the days
    of the week into it; ``today`` says which dates need their year. With neither the plan is as short as it can be,
    for the end of an advice: the first and the last step, when to decide and when to stop.
    """
    if not whole and calendar is None and product is not None:
        return _short_message(plan, product, said)
    days = [_day(row, calendar) for row in plan.days]
    normal = [wording.say(f"utter_trial_normal_{item}") for item in plan.normal]
    stops = [wording.say(f"utter_trial_stop_{item}") for item in plan.stop_signs]
    judge, terms = judge_text(plan), terms_text(plan)
    rows = [
        wording.say("utter_trial_days" if "–" in row["day"] else "utter_trial_day", days=row["day"], wear=row["wear"])
        for row in days
    ]
    name = name_of(product)
    custom: dict[str, Any] = {
        "type": "trial_plan",
        "sku": plan.sku,
        "name": name,
        "whole": True,
        "days": days,
        "judge_after_days": plan.judge_after_days,
        "judge": judge,
        "normal": normal,
        "stop_signs": stops,
        "terms": terms,
        "milestones": _milestones(plan, name, calendar),
    }
    lines = [wording.say("utter_trial_intro" if product else "utter_trial_intro_any", said, name=name)]
    custom["intro"] = lines[0]
    when = calendar_lines(calendar, plan, today) if calendar and today else []
    if calendar:
        custom.update(
            start=calendar.start.isoformat(),
            first_check_date=calendar.first_check.isoformat(),
            judge_date=calendar.judge_by.isoformat(),
            return_date=calendar.last_return.isoformat() if calendar.last_return else None,
        )
    lines += rows if whole else ["; ".join(rows) + "."]
    if whole:
        fitting = [wording.say(f"utter_trial_fit_{item}") for item in plan.fitting]
        fitting.append(wording.say("utter_practice_try_on"))
        notes = [wording.say(f"utter_trial_note_{item}", sport_day=plan.sport_after_day + 1) for item in plan.notes]
        replace = wording.say("utter_trial_replace", months=_months(plan.replace_months))
        custom.update(fitting=fitting, notes=notes, replace=replace)
        practice = [wording.say("utter_practice_real_walks"), wording.say("utter_practice_steady_use")]
        lines += [*notes, " ".join(practice), wording.say("utter_trial_fitting_list", items=" ".join(fitting))]
    else:
        stops, normal = [wording.say("utter_trial_stop_short")], []
        custom.update(stop_signs=stops, normal=normal)
    about = [*when, judge, *_normal(normal), " ".join(stops), terms]
    lines += about
    custom["lines"] = about
    if whole:
        lines.append(replace)
        custom["lines"] = [*lines[1 + len(rows) :]]
    return Message("\n".join(lines), custom)


def _short_message(plan: TrialPlan, product: Product, said: MutableMapping[str, int]) -> Message:
    """The plan in three sentences. Its terms stand beside the pick, the day table is drawn when it is asked for."""
    first, last = plan.days[0], plan.days[-1]
    start = wording.say(
        "utter_trial_short", said, name=name_of(product), first=wording.say(f"utter_trial_wear_{first.wear}"),
        all_day=last.first,
    )  # fmt: skip
    if plan.terms in _UNWORN or plan.trial_days == 0:
        response = "utter_trial_judge_short_unworn"
    elif plan.trial_days is not None and plan.trial_days < plan.judge_after_days:
        response = "utter_trial_judge_short_returns"
    else:
        response = "utter_trial_judge_short"
    judge = wording.say(
        response,
        first_check=span(plan.first_check_days),
        judge_after=span(plan.judge_after_days),
        days=plan.trial_days,
    )
    stop = wording.say("utter_trial_stop_short")
    custom = {
        "type": "trial_plan",
        "sku": plan.sku,
        "name": name_of(product),
        "intro": start,
        "whole": False,
        "days": [_day(row) for row in plan.days],
        "judge_after_days": plan.judge_after_days,
        "judge": judge,
        "normal": [],
        "stop_signs": [stop],
        "terms": terms_text(plan),
        "lines": [judge, stop],
        "milestones": _milestones(plan, name_of(product)),
    }
    return Message("\n".join([start, f"{judge} {stop}"]), custom)


def _milestones(plan: TrialPlan, name: str, calendar: Calendar | None = None) -> list[dict[str, Any]]:
    """The days that matter, counted from the first day of wear as 1, in their order.

    The last day to return is known only with the days of the pair: shops count from the day it was bought or came.
    """
    days = [
        (1, "first"),
        (1 + plan.first_check_days, "check"),
        (1 + plan.judge_after_days, "decide"),
    ]
    if calendar is not None and calendar.last_return is not None:
        days.append(((calendar.last_return - calendar.start).days + 1, "return"))
    return [
        {"day": day, "title": wording.say(f"utter_trial_milestone_{what}", name=name)}
        for day, what in sorted(days, key=lambda item: item[0])
        if day >= 1
    ]


def name_of(product: Product | None) -> str:
    """A pair by its name; a pair from elsewhere has none."""
    if product is None:
        return wording.say("utter_trial_any_pair")
    return product_name(product)


def calendar_lines(calendar: Calendar, plan: TrialPlan, today: date) -> list[str]:
    """When to look back and to decide, and the last day to send the pair back."""
    lines = [
        wording.say(
            "utter_trial_end_date",
            start=wording.day(calendar.start, today),
            first_check_date=wording.day(calendar.first_check, today),
            judge_date=wording.day(calendar.judge_by, today),
        )
    ]
    if calendar.last_return and calendar.counted_day:
        lines.append(last_return_text(calendar.last_return, calendar.counted_from, calendar.counted_day, plan, today))
    if calendar.returns_first and calendar.last_return:
        lines.append(wording.say("utter_trial_returns_first", return_date=wording.day(calendar.last_return, today)))
    return lines


def last_return_text(last: date, event: str | None, counted: date, plan: TrialPlan, today: date) -> str:
    """The last day to send a pair back, from which day it is counted, and that the shop has the last word."""
    return wording.say(
        f"utter_trial_return_by_{event}" if last >= today else f"utter_trial_return_over_{event}",
        days=plan.trial_days,
        counted_day=wording.day(counted, today),
        return_date=wording.day(last, today),
    )


def today_message(
    plan: TrialPlan, product: Product | None, calendar: Calendar, today: date, alone: bool = True
) -> Message:
    """Where in the plan today is, and what to do; ``alone`` adds the next day that matters and the last to return."""
    name, day = name_of(product), (today - calendar.start).days + 1
    if day < 1:
        days = span(-day + 1) if day < 0 else wording.say("utter_span_day")
        text = [wording.say("utter_trial_not_yet", name=name, start=wording.day(calendar.start, today), days=days)]
    else:
        row = row_of(plan, day)
        over = day > plan.days[-1].last
        response = "utter_trial_today_over" if over else "utter_trial_today"
        text = [wording.say(response, day=day, name=name, wear=wording.say(f"utter_trial_wear_{row.wear}"))]
        if "sport" in plan.notes and day <= plan.sport_after_day:
            text.append(wording.say("utter_trial_note_sport", sport_day=plan.sport_after_day + 1))
    ahead = [
        (response, date_)
        for response, date_ in (
            ("utter_trial_next_check", calendar.first_check),
            ("utter_trial_next_judge", calendar.judge_by),
        )
        if date_ > today
    ]
    if not alone:
        return Message(text[0])
    if ahead:
        text.append(wording.say(ahead[0][0], date=wording.day(ahead[0][1], today)))
    if calendar.last_return and calendar.counted_day:
        text.append(last_return_text(calendar.last_return, calendar.counted_from, calendar.counted_day, plan, today))
    return Message(" ".join(text))


def returns_text(plan: TrialPlan, product: Product, pair: Pair | None = None, today: date | None = None) -> str:
    """One product's terms, by its name; with the last day where the pair's days are known."""
    text = wording.say("utter_trial_returns_of", brand=product.brand, name=product.name, terms=terms_text(plan))
    last = pair.last_return(plan.trial_days) if pair is not None and pair.sku in ("", product.sku) else None
    if last is None or today is None:
        return text
    return f"{text} {last_return_text(*last, plan, today)}"


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


def _day(row: Day, calendar: Calendar | None = None) -> dict[str, str]:
    day = str(row.first) if row.first == row.last else f"{row.first}–{row.last}"
    if calendar is not None:
        ends = [calendar.start + timedelta(days=number - 1) for number in dict.fromkeys((row.first, row.last))]
        day = wording.say("utter_trial_dated", days=day, dates="–".join(wording.short_day(end) for end in ends))
    return {"day": day, "wear": wording.say(f"utter_trial_wear_{row.wear}")}


def _months(months: tuple[int, int]) -> str:
    return str(months[0]) if months[0] == months[1] else wording.say("utter_span_range", low=months[0], high=months[1])
