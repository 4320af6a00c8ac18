"""One ``results.json`` for each student, from what the student may see."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from grader.grades import Grade, Standing
from grader.render import gradescope
from grader.render.sanitise import one_line
from grader.verdict import Report


def results(standing: Standing) -> Iterator[tuple[str, str]]:
    """(student, the file's text); points as they count, lateness and overrides in words.

    Gradescope adds up what there is, so whoever lacks something has no file: it would be a 0.
    """
    by_student: dict[str, list[Grade]] = {}
    for grade in standing.grades:
        by_student.setdefault(grade.student, []).append(grade)
    unfinished = standing.open()
    for student in standing.students:
        grades = by_student.get(student.key, [])
        if grades and student.key not in unfinished:
            yield student.key, _result(standing, grades)


def _result(standing: Standing, grades: list[Grade]) -> str:
    place = {entry.path: n for n, entry in enumerate(standing.exercises)}
    grades = sorted(grades, key=lambda grade: place.get(grade.exercise, len(place)))
    verdicts = tuple(replace(g.shown, points=g.points, max_points=g.max_points) for g in grades)
    # The seed that decided is secret, and what is shown is of another.
    report = Report(standing.title, 0, "", 0, {}, verdicts, secret=True)
    data = json.loads(gradescope.to_text(report))
    for test, grade in zip(data["tests"], grades, strict=True):
        notes = [one_line(note) for note in (grade.late, grade.override) if note]
        if notes:
            test["output"] = "\n\n".join([*notes, test["output"]])
    return json.dumps(data, allow_nan=False) + "\n"
