"""The whole audit: one broken exercise never stops the others, and says what to do."""

from __future__ import annotations

import json
from typing import Any

from grader.audit.findings import AuditReport, Excused, ExerciseAudit, MutantsResult, Problem
from grader.audit.mutants import Mutant
from grader.audit.run import audit, audit_with, strays, too_many_excused
from grader.audit.scope import FAST
from grader.render import audit as page
from grader.render.layout import plain

HALVE = "vectors/halve"
WEIGH = "vectors/weigh"


def audited(toy: Any, *paths: str) -> AuditReport:
    return audit_with(toy.workers, toy.course, paths, FAST)


def broken(toy: Any, path: str = HALVE) -> Problem:
    """The one problem of a broken exercise, the other being in order."""
    report = audited(toy, path, WEIGH)
    assert report.exit_code == 1
    assert report.exercises[1].passed
    [problem] = report.exercises[0].problems
    return problem


def test_a_course_in_order_passes(toy: Any) -> None:
    told: list[tuple[str, int, int]] = []
    report = audit(
        toy.course,
        [HALVE, WEIGH],
        scope=FAST,
        jobs=2,
        progress=lambda label, done, known: told.append((label, done, known)),
    )
    assert [problem for one in report.exercises for problem in one.problems] == []
    assert report.exit_code == 0
    assert told[-1][1] == told[-1][2] > 5


def test_a_declaration_that_raises_names_its_line(toy: Any) -> None:
    file = toy.change("reference", HALVE, "EXERCISE = ", "half = 1 / 0\nEXERCISE = ")
    problem = broken(toy)
    row = file.read_text().splitlines().index("half = 1 / 0") + 1
    assert problem.place == f"{file}:{row}"
    assert "ZeroDivisionError" in problem.message


def test_a_law_without_a_docstring_names_its_line(toy: Any) -> None:
    sentence = '    """Half of twice a number is that number."""\n'
    file = toy.change("reference", HALVE, sentence, "")
    problem = broken(toy)
    assert problem.file == str(file)
    assert problem.line > 1
    assert "docstring" in problem.message


def test_inputs_that_draw_nothing_name_the_line_that_describes_them(toy: Any) -> None:
    file = toy.change("reference", HALVE, "hints=", "where=lambda n: False, hints=")
    problem = broken(toy)
    assert problem.file == str(file)
    assert "inputs=" in file.read_text().splitlines()[problem.line - 1]
    assert "draws nothing" in problem.message


def test_a_solution_that_fails_is_the_only_thing_said(toy: Any) -> None:
    file = toy.change("solutions", HALVE, "return n // 2", "return n // 3")
    toy.sync()
    toy.change("reference", HALVE, "laws=(doubling_is_undone,),", "")
    report = audited(toy, HALVE)
    assert {problem.file for problem in report.exercises[0].problems} == {str(file)}


def test_a_solution_that_breaks_a_law_is_said_so(toy: Any) -> None:
    toy.change("solutions", HALVE, "return n // 2", "return n // 3")
    toy.sync()
    assert "breaks the law doubling_is_undone" in broken(toy).message


def test_a_missing_solution_is_named(toy: Any) -> None:
    (toy.root / "solutions" / f"{HALVE}.py").unlink()
    assert "solutions/vectors/halve.py" in broken(toy).file


def test_files_that_belong_to_no_exercise_are_named(toy: Any) -> None:
    assert strays(toy.course) == []
    toy.write("reference/vectors/half.py", "")
    toy.write("tests/alternatives/vectors/half/shift.py", "")
    assert [problem.file for problem in strays(toy.course)] == [
        "reference/vectors/half.py",
        "tests/alternatives/vectors/half",
    ]


def test_stray_files_fail_an_audit_of_the_whole_course_alone(toy: Any) -> None:
    toy.write(
        "course.toml", 'title = "T"\n[chapters.vectors]\ntitle = "V"\nexercises = { halve = 1 }\n'
    )
    [problem, *_] = audited(toy, HALVE).problems
    assert problem.check == "trees"
    assert audited(toy).problems == ()


def test_survivors_have_a_page_with_their_diff_and_a_record_to_fill_in(toy: Any) -> None:
    toy.change("reference", WEIGH, "refusals=(", "refusals=() and (")
    report = audited(toy, WEIGH)
    table = plain(page.table(report))
    assert max(map(len, table.splitlines())) <= 80
    text = table + plain(page.pages(report)) + plain(page.summary(report))
    assert "FAIL" in text
    assert "weigh" in text
    assert '-        raise ValueError("nothing to share out")' in text
    assert '+        raise RuntimeError("nothing to share out")' in text
    assert "[[equivalent]]" in text


def test_a_course_that_excuses_more_than_a_tenth_of_its_mutants_fails(toy: Any) -> None:
    mutant = Mutant("constant", 1, "a", "b", "", "", "")
    excused = Excused("equivalent", mutant, "so")

    def problems(count: int) -> list[Problem]:
        mutants = MutantsResult(10, 10, 10 - count, (excused,) * count)
        audits = [ExerciseAudit(e.path, mutants=mutants) for e in toy.course.entries]
        return too_many_excused(toy.course, audits)

    assert problems(1) == []
    assert "6 of 30 mutants" in problems(2)[0].message


def test_the_json_holds_everything_and_is_json() -> None:
    one = ExerciseAudit("a/b", margin=float("inf"), problems=(Problem("stub", "f.py", "m", 3),))
    report = AuditReport("toy", 0, "cpu", True, (one,))
    content = json.loads(json.dumps(page.to_json(report), allow_nan=False))
    assert content["passed"] is False
    assert content["exercises"][0]["margin"] == "inf"
    assert content["exercises"][0]["problems"][0]["line"] == 3
