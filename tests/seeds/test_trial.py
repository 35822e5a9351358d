"""The trial plan: whole schedules, sane times, and wording for everything."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

import seeds
from actions.advice.pair import EVENTS
from tests.seeds.data import conditions, mistakes, responses

TRIAL: dict[str, Any] = seeds.read_yaml("trial.yml")
WORDING = responses("trial")
FEEDBACK = ("day", "differs", "besides", "pick", "pick_intro", "from_day", "none_differs", "not_yet_judged")


@pytest.mark.parametrize("schedule", TRIAL["schedules"], ids=lambda schedule: schedule["id"])
def test_a_schedule_runs_from_the_first_day_to_whole_days(schedule: dict[str, Any]) -> None:
    rows = schedule["days"]
    assert rows[0]["from"] == 1
    assert all(row["from"] <= row["to"] for row in rows)
    assert all(later["from"] == row["to"] + 1 for row, later in pairwise(rows))
    minutes = [row["minutes"] for row in rows[:-1]]
    assert minutes == sorted(set(minutes))
    assert rows[-1]["minutes"] is None
    assert schedule["sport_after_day"] >= rows[-1]["from"]
    assert schedule["sources"]


def test_nobody_starts_with_more_than_an_hour_and_the_gentle_way_is_gentler() -> None:
    first = {schedule["id"]: schedule["days"][0]["minutes"] for schedule in TRIAL["schedules"]}
    assert first == {"gentle": 30, "ordinary": 60}


@pytest.mark.parametrize("part", ["schedules", "judge", "replace"])
def test_something_always_holds(part: str) -> None:
    assert TRIAL[part][-1]["when"] == {}
    assert all(entry["when"] for entry in TRIAL[part][:-1])


def test_judging_times_are_in_order() -> None:
    for entry in TRIAL["judge"]:
        assert 7 <= entry["first_check_days"] < entry["judge_after_days"] <= entry["latest_days"], entry["id"]
    heel = next(entry for entry in TRIAL["judge"] if entry["id"] == "heel")
    assert (heel["judge_after_days"], heel["latest_days"]) == (7 * 7, 12 * 7)


def test_return_terms_are_those_that_a_product_may_have() -> None:
    assert set(TRIAL["terms"]) == {"worn_and_trimmed", "worn_untrimmed", "unused_only", "none", "unknown"}


def test_fitting_reads_the_terms_before_it_trims() -> None:
    order = [entry["id"] for entry in TRIAL["fitting"]]
    assert order.index("keep_clean") < order.index("trim")
    assert "return terms" in WORDING["utter_trial_fit_keep_clean"][0]


def test_wording_and_entries_belong_together() -> None:
    wears = {row["wear"] for schedule in TRIAL["schedules"] for row in schedule["days"]}
    wanted = {
        "utter_trial_intro",
        "utter_trial_day",
        "utter_trial_days",
        "utter_trial_end_date",
        "utter_trial_intro_any",
        "utter_trial_any_pair",
        "utter_trial_dated",
        "utter_trial_returns_first",
        "utter_trial_today",
        "utter_trial_today_over",
        "utter_trial_not_yet",
        "utter_trial_next_check",
        "utter_trial_next_judge",
        "utter_trial_day_read",
        "utter_trial_day_far",
        "utter_trial_bought",
        "utter_trial_bought_noted",
        "utter_trial_when",
        "utter_trial_replace",
    }
    wanted |= {f"utter_trial_return_{when}_{event}" for when in ("by", "over") for event in EVENTS}
    wanted |= {f"utter_trial_wear_{wear}" for wear in wears}
    wanted |= {f"utter_trial_note_{entry['id']}" for entry in TRIAL["notes"]}
    wanted |= {f"utter_trial_judge_{entry['id']}" for entry in TRIAL["judge"]}
    wanted |= {f"utter_trial_normal_{entry['id']}" for entry in TRIAL["normal"]}
    wanted |= {f"utter_trial_stop_{entry['id']}" for entry in TRIAL["stop_signs"]}
    wanted |= {f"utter_trial_fit_{entry['id']}" for entry in TRIAL["fitting"]}
    wanted |= {f"utter_trial_terms_{term}" for term in TRIAL["terms"]}
    wanted |= {f"utter_trial_terms_{term}_no_days" for term in TRIAL["terms"] if term != "none"}
    wanted |= {f"utter_feedback_{respect['id']}" for respect in seeds.read_yaml("feedback.yml")["respects"]}
    wanted -= {"utter_feedback_no_help"}
    wanted |= {f"utter_feedback_{kind}" for kind in (*FEEDBACK, "no_help_early", "no_help_late")}
    assert set(WORDING) == wanted


def test_every_entry_has_sources_and_known_words() -> None:
    for part in ("schedules", "notes", "judge", "normal", "stop_signs", "fitting", "replace"):
        assert all(entry["sources"] for entry in TRIAL[part]), part
    assert all(entry["sources"] for entry in TRIAL["terms"].values())
    assert all(entry["do"] in ("step_back", "stop") for entry in TRIAL["stop_signs"])
    for where, condition in conditions(TRIAL):
        assert mistakes(condition) == [], where
