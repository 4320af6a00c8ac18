"""Scores in nbgrader's own gradebook, as nbgrader's own commands show them."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.errors import UsageError
from grader.export.nbgrader import exercise_of, write
from grader.gradebook.book import Gradebook
from grader.gradebook.migrating import differences
from grader.grades import Standing
from tests.classroom import torn

STRANGER = 8  # whom nbgrader's roster does not have
PATHS = ("vectors/weigh", "vectors/halve", "chance/coin_flips")


def cell(name: str, source: str, **marked: Any) -> dict[str, Any]:
    """A code cell with nbgrader's metadata."""
    nbgrader = {"schema_version": 3, "grade_id": name, "grade": False, "locked": False}
    nbgrader |= {"solution": False, "task": False, **marked}
    made: dict[str, Any] = {"cell_type": "code", "id": name, "metadata": {"nbgrader": nbgrader}}
    return made | {"source": source, "outputs": [], "execution_count": None}


def notebook() -> str:
    """An assignment whose check cells print full points, as a student's kernel might."""
    cells = [cell("work", "### BEGIN SOLUTION\nx = 1\n### END SOLUTION", solution=True)]
    for name, points in (("vectors-weigh", 2.0), ("halve", 1.0)):
        cells.append(cell(f"check-{name}", f"{points}", grade=True, locked=True, points=points))
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    return json.dumps(
        {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    )


def nbgrader(course: Path, *arguments: str) -> str:
    """Run nbgrader as a person does: with its environment's programs on PATH."""
    programs = Path(sys.executable).parent
    done = subprocess.run(
        [str(programs / "nbgrader"), *arguments],
        cwd=course,
        env={**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout + done.stderr


def scores(course: Path) -> dict[str, float]:
    """The score of each student, by `nbgrader export`."""
    nbgrader(course, "export")
    with open(course / "grades.csv", newline="", encoding="utf-8") as opened:
        return {row["student_id"]: float(row["score"]) for row in csv.DictReader(opened)}


def add(course: Path, student: str) -> None:
    """As `nbgrader db student add` does, which takes seconds for each."""
    from nbgrader.api import Gradebook as Theirs

    with Theirs(f"sqlite:///{course / 'gradebook.db'}") as book:
        book.update_or_create_student(student)


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of nbgrader's with one submission that its kernel gave full points."""
    pytest.importorskip("nbgrader", reason="pip install 'gradus[nbgrader]'")
    root = tmp_path_factory.mktemp("course")
    (root / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.course_id = 'toy'\n"
    )
    (root / "source/ps1").mkdir(parents=True)
    (root / "source/ps1/vectors.ipynb").write_text(notebook())
    nbgrader(root, "generate_assignment", "ps1")
    handed_in = root / "submitted/student001/ps1"
    handed_in.mkdir(parents=True)
    released = (root / "release/ps1/vectors.ipynb").read_text()
    (handed_in / "vectors.ipynb").write_text(released)
    nbgrader(root, "autograde", "ps1")
    assert scores(root)["student001"] == 3.0
    for n in range(30):
        if n != STRANGER:
            add(root, f"student{n:03d}")
    return root


def test_scores_are_ours_after_the_export_and_after_another_autograde(
    course: Path, standing: Standing
) -> None:
    told = write(standing, course)
    exported = scores(course)
    expected: dict[str, float] = {}
    for grade in standing.grades:
        if grade.exercise in PATHS[:2]:
            expected.setdefault(grade.student, 0.0)
            expected[grade.student] += grade.points or 0.0
    names = [s.key for n, s in enumerate(standing.students[:-1]) if n != STRANGER]
    assert exported.keys() == set(names)
    assert any("does not have them: student008, ../" in sentence for sentence in told)
    assert {name: exported[name] for name in names} == pytest.approx(
        {name: expected[name] for name in names}
    )
    assert exported["student001"] != 3.0
    assert any("no graded cell for chance/coin_flips" in sentence for sentence in told)
    nbgrader(course, "autograde", "ps1", "--student", "student001", "--force")
    assert scores(course)["student001"] == pytest.approx(expected["student001"])


def test_feedback_shows_the_scores(course: Path, standing: Standing) -> None:
    write(standing, course)
    nbgrader(course, "generate_feedback", "ps1", "--force")
    page = (course / "feedback/student001/ps1/vectors.html").read_text()
    mine = [g for g in standing.grades if g.student == "student001" and g.exercise in PATHS[:2]]
    total = sum(g.points or 0.0 for g in mine)
    assert f"Score: {total:g} / 3" in page.replace(".0 /", " /").replace("3.0)", "3)")


def test_what_was_not_judged_waits_for_a_person(course: Path, standing: Standing) -> None:
    from nbgrader.api import Gradebook

    told = write(standing, course / "gradebook.db", "ps1")
    assert any("1 answer not judged" in sentence for sentence in told)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        lost = book.find_grade("check-vectors-weigh", "vectors", "ps1", "student000")
        assert lost.manual_score is None and lost.needs_manual_grade
        known = book.find_grade("check-halve", "vectors", "ps1", "student000")
        assert known.manual_score is not None and not known.needs_manual_grade


def test_what_could_not_be_read_waits_for_a_person_too(course: Path, standing: Standing) -> None:
    from nbgrader.api import Gradebook

    # Of student003 halve alone is missing, of student002 everything.
    told = write(torn(standing), course / "gradebook.db", "ps1")
    assert any("4 answers not judged" in sentence for sentence in told)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        for student, cell in (("2", "vectors-weigh"), ("2", "halve"), ("3", "halve")):
            row = book.find_grade(f"check-{cell}", "vectors", "ps1", f"student00{student}")
            assert row.needs_manual_grade
        row = book.find_grade("check-vectors-weigh", "vectors", "ps1", "student003")
        assert not row.needs_manual_grade


def test_no_name_is_a_formula_in_nbgraders_own_table(course: Path, standing: Standing) -> None:
    first = replace(standing.students[4], first_name="=1+1", last_name="@SUM(A1)")
    write(replace(standing, students=(first,)), course)
    nbgrader(course, "export")
    with open(course / "grades.csv", newline="", encoding="utf-8") as opened:
        (row,) = (row for row in csv.DictReader(opened) if row["student_id"] == first.key)
    assert (row["first_name"], row["last_name"]) == ("'=1+1", "'@SUM(A1)")


@pytest.mark.parametrize("content", [b"", b"some text"])
def test_a_file_of_something_else_is_left_as_it_is(
    tmp_path: Path, standing: Standing, content: bytes
) -> None:
    (tmp_path / "gradebook.db").write_bytes(content)
    with pytest.raises(UsageError, match="is no gradebook of nbgrader's"):
        write(standing, tmp_path)
    assert (tmp_path / "gradebook.db").read_bytes() == content


def test_our_own_gradebook_gets_no_tables_of_nbgraders(tmp_path: Path, standing: Standing) -> None:
    file = tmp_path / "grades.db"
    Gradebook(str(file), create=True).close()
    with pytest.raises(UsageError, match="is no gradebook of nbgrader's"):
        write(standing, file)
    with Gradebook(str(file)) as book:
        assert differences(book.engine) == []


def test_a_place_without_a_gradebook_says_what_to_do(
    course: Path, standing: Standing, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="generate_assignment"):
        write(standing, tmp_path)
    with pytest.raises(UsageError, match="it has ps1"):
        write(standing, course, "ps2")


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("check-vectors-weigh", "vectors/weigh"),
        ("vectors_weigh", "vectors/weigh"),
        ("weigh", "vectors/weigh"),
        ("check-coin-flips", "chance/coin_flips"),
        ("coin_flips", "chance/coin_flips"),
        ("check-vectors", ""),
        ("about-weigh", ""),
    ],
)
def test_a_graded_cell_is_known_by_its_name(name: str, path: str) -> None:
    assert exercise_of(name, PATHS) == path


def test_a_name_that_two_exercises_have_means_neither() -> None:
    assert exercise_of("forward", ("a/forward", "b/forward")) == ""
    assert exercise_of("b-forward", ("a/forward", "b/forward")) == "b/forward"
