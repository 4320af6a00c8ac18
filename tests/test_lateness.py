"""class.toml: when work is due, and what lateness costs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from grader.errors import UsageError
from grader.lateness import moment, penalty, read_rules

RULES = read_rules(
    """
timezone = "Europe/Berlin"
[late]
grace_minutes = 15
percent_per_day = 10
cut_off_days = 3
[assignments.week1]
due = 2026-07-01T12:00:00
exercises = ["vectors"]
[assignments.week2]
due = 2026-07-08T12:00:00Z
exercises = ["flips", "chance/coin"]
percent_per_day = 50
"""
)


@pytest.mark.parametrize(
    ("submitted", "share"),
    [
        ("2026-07-01T10:00:00+00:00", 0.0),  # noon in Berlin
        ("2026-07-01T10:15:00+00:00", 0.0),
        ("2026-07-01T10:15:01+00:00", 0.1),
        ("2026-07-02T10:00:00+00:00", 0.1),
        ("2026-07-02T10:00:01+00:00", 0.2),
        ("2026-07-04T10:15:00+00:00", 0.4),
        ("2026-07-04T10:15:01+00:00", 1.0),
        ("", 0.0),
    ],
)
def test_days_that_have_begun_cost_after_the_grace(submitted: str, share: float) -> None:
    assert penalty(RULES.of("vectors/weigh"), submitted, None)[0] == pytest.approx(share)


def test_an_assignment_holds_exercises_chapters_and_paths() -> None:
    assert [getattr(RULES.of(p), "name", None) for p in ("a/flips", "chance/coin", "a/coin")] == [
        "week2",
        "week2",
        None,
    ]
    assert penalty(RULES.of("a/flips"), "2026-07-08T13:00:00+00:00", None)[0] == 0.5


def test_an_extension_never_makes_the_due_date_earlier() -> None:
    early = datetime(2026, 6, 1, tzinfo=UTC)
    assert penalty(RULES.of("vectors/weigh"), "2026-07-01T10:00:00+00:00", early)[0] == 0.0


def test_an_extension_to_the_end_of_time_is_never_late() -> None:
    end = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    assert penalty(RULES.of("vectors/weigh"), "2026-07-01T10:00:00+00:00", end) == (0.0, "")


def test_a_name_that_means_nothing_is_found() -> None:
    known = ["vectors/weigh", "a/flips", "chance/coin"]
    assert RULES.unknown(known) == []
    assert RULES.unknown(["vectors/weigh", "chance/coin"]) == [("week2", "flips")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2015-02-02 15:58:23.948203 UTC", "2015-02-02T15:58:23.948203+00:00"),
        ("2026-07-01T12:00", "2026-07-01T12:00:00+00:00"),
        ("2026-07-01T12:00+02:00", "2026-07-01T10:00:00+00:00"),
        ("yesterday", None),
        ("", None),
    ],
)
def test_times_of_other_systems_are_understood(text: str, told: str | None) -> None:
    found = moment(text)
    assert (found.isoformat() if found else None) == told


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x = [", "not valid TOML"),
        ("[late]\npercent_per_day = 101", "a number from 0 to 100"),
        ("[late]\ngrace_minutes = -1", "a number from 0"),
        ('[assignments.a]\ndue = "soon"', "due must be a date with a time"),
        ("[assignments.a]\ndue = 2026-07-01", "due must be a date with a time"),
        ('[assignments.a]\nexercises = "softmax"', "exercises must be a list"),
        ('timezone = "Nowhere/Town"', "no time zone"),
        ('timezone = "../../etc/passwd"', "no time zone"),
        ('times = "mine"', 'must be "records" or "files"'),
        ("late = 3", "must be a table"),
        ("[assignments.a]\ndeu = 2026-07-01T12:00:00", "did you mean due"),
        ("title = 3", "the title must be text"),
        ("[assignments.a]\ndue = 0001-01-01T00:00:00+23:59", "due is no time"),
    ],
)
def test_rules_that_cannot_be_are_told_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        read_rules(text)
