"""What a class's grades say, on numbers that can be checked by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from grader.grades import Grade, Standing, Student
from grader.model import Chapter, Entry
from grader.report.statistics import figures
from grader.verdict import Outcome, Verdict

ENTRIES = (Entry("a/one", 2.0), Entry("a/two", 2.0), Entry("a/three", 2.0))


def grade(student: int, exercise: str, points: float | None, seconds: float = 0.1) -> Grade:
    outcome = Outcome.PASSED if points == 2.0 else Outcome.FAILED
    if points is None:
        outcome = Outcome.COULD_NOT_RUN
    verdict = Verdict(exercise, outcome, points, 2.0, seconds)
    return Grade(f"s{student}", exercise, points, 2.0, points, verdict, verdict)


def a_class(points: list[list[float | None]]) -> Standing:
    """Rows are students, columns exercises."""
    students = tuple(Student(f"s{n}") for n in range(len(points)))
    grades = tuple(
        grade(n, entry.path, value)
        for n, row in enumerate(points)
        for entry, value in zip(ENTRIES, row, strict=True)
    )
    return Standing("A class", (Chapter("a", "A", ENTRIES),), ENTRIES, students, grades)


def test_difficulty_is_the_share_of_points_of_those_who_began() -> None:
    standing = a_class([[2.0, 2.0, 0.0], [1.0, 2.0, 0.0], [None, 2.0, 0.0]])
    one, two, three = figures(standing).exercises
    assert (one.reached, two.reached, three.reached) == (0.75, 1.0, 0.0)
    assert one.endings["not judged"] == 1 and one.started == 2


def test_not_started_is_no_attempt() -> None:
    standing = a_class([[2.0, 2.0, 2.0], [0.0, 2.0, 2.0]])
    first = standing.grades[3]
    idle = replace(first, verdict=replace(first.verdict, outcome=Outcome.NOT_STARTED))
    standing = replace(standing, grades=(*standing.grades[:3], idle, *standing.grades[4:]))
    one = figures(standing).exercises[0]
    assert one.endings["not started"] == 1 and one.reached == 1.0
    assert figures(standing).totals["s1"] == 4.0


def test_an_exercise_that_sorts_as_the_others_do_discriminates_fully() -> None:
    strong, weak = [2.0, 2.0, 0.0], [0.0, 0.0, 2.0]
    one, two, three = figures(a_class([strong, weak] * 5)).exercises
    # Of one: the rest is 2 for both kinds of student, so there is nothing to agree with.
    assert one.discrimination is None and two.discrimination is None
    # Of three: whoever has the others lacks it.
    assert three.discrimination == pytest.approx(-1.0)


def test_too_few_students_say_nothing_of_discrimination() -> None:
    found = figures(a_class([[2.0, 2.0, 2.0], [0.0, 0.0, 0.0]])).exercises
    assert [exercise.discrimination for exercise in found] == [None] * 3


def test_an_open_answer_opens_the_total_and_no_other() -> None:
    totals = figures(a_class([[None, 2.0, 2.0], [2.0, 2.0, 1.0]])).totals
    assert totals == {"s0": None, "s1": 5.0}


def test_what_takes_far_longer_stands_out_and_noise_does_not() -> None:
    standing = a_class([[2.0, 2.0, 2.0]] * 20)
    times = [0.1 + 0.01 * (n % 7) for n in range(len(standing.grades))]
    times[30] = 9.0
    grades = tuple(
        replace(g, verdict=replace(g.verdict, seconds=seconds))
        for g, seconds in zip(standing.grades, times, strict=True)
    )
    slow = figures(replace(standing, grades=grades)).slow
    assert [(s.student, s.exercise, s.seconds) for s in slow] == [("s10", "a/one", 9.0)]


def test_lateness_and_decisions_make_no_exercise_harder() -> None:
    rows: list[list[float | None]] = [[2.0, 2.0, 2.0], [0.0, 0.0, 2.0], [2.0, 0.0, 0.0]] * 3
    before = a_class(rows)
    # Everybody is late with one and three, except whom an oral exam gave or took everything.
    decided = {"s0": 0.0, "s1": 2.0, "s2": 1.0}
    grades = tuple(
        replace(g, points=decided.get(g.student, (g.points or 0.0) / 2))
        if g.exercise != "a/two"
        else g
        for g in before.grades
    )
    after = replace(before, grades=grades)
    old, new = figures(before), figures(after)
    assert new.exercises == old.exercises
    assert old.exercises[1].discrimination is not None
    assert old.totals["s0"] == 6.0 and new.totals["s0"] == 2.0 and new.totals["s1"] == 4.0


def test_points_for_what_was_not_handed_in_or_not_judged_are_no_answer() -> None:
    standing = a_class([[0.0, 2.0, 2.0], [None, 2.0, 2.0], [2.0, 2.0, 2.0]])
    idle, lost = standing.grades[0], standing.grades[3]
    idle = replace(
        idle, points=2.0, verdict=replace(idle.verdict, outcome=Outcome.NOT_STARTED, points=None)
    )
    given = (idle, *standing.grades[1:3], replace(lost, points=2.0), *standing.grades[4:])
    counted = figures(replace(standing, grades=given))
    ends = counted.exercises[0].endings
    assert (ends["not started"], ends["not judged"], ends["all points"]) == (1, 1, 1)
    assert counted.totals == {"s0": 6.0, "s1": 6.0, "s2": 6.0}
