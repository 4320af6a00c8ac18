"""A class of simulated students, each judged for real: what reports and exports are tried on."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from grader.audit import sources
from grader.build import fresh
from grader.course import Course, files, load_declaration, read_course
from grader.grades import Grade, Standing, Student
from grader.grading import grade
from grader.model import Source
from grader.secrecy import veiled
from grader.verdict import Outcome, Verdict
from tests.conftest import TOY

SECRET = 20261121
STUBBORN = "def {name}(*given, **more):\n    raise RuntimeError('<script>alert(1)</script>')\n"
BROKEN = "def {name}(:\n"
FIRST = ("Ada", "Bela", "Chiara", "Dmitri", "Élodie", "Femi", "Grażyna", "Hiro", "Ines", "Jun")
LAST = ("O'Neil", "Núñez", "van den Berg", "Li", "Müller-Lüdenscheidt", "Okafor", "Şahin")


def roster(count: int) -> tuple[Student, ...]:
    """So many students, with what other systems call them."""
    return tuple(
        Student(
            key=f"student{n:03d}",
            first_name=FIRST[n % len(FIRST)],
            last_name=LAST[n % len(LAST)],
            email=f"s{n:03d}@example.org",
            identifiers={"canvas": str(9000 + n), "sis": f"S{n:05d}", "moodle": str(400 + n)},
        )
        for n in range(count)
    )


def handed_in(course: Course, path: str, rng: random.Random, ability: float) -> str | None:
    """What a student of this ability hands in: right, a known mistake, something else, nothing."""
    name = path.split("/")[1]
    if rng.random() < ability:
        return sources.solution(course, path).code
    kind = rng.random()
    if kind < 0.15:
        return None
    if kind < 0.22:
        return STUBBORN.format(name=name)
    if kind < 0.27:
        return BROKEN.format(name=name)
    declaration, _ = files(course, path)
    mistakes = load_declaration(course, path).misconceptions
    # The first mistakes of a declaration are the ones that people make most.
    chosen = mistakes[min(int(rng.expovariate(0.9)), len(mistakes) - 1)]
    return sources.mistake(declaration, path, chosen.name).code


# Whose work is missing from ``torn``, wholly.
GONE = ("student001", "student002")


def torn(standing: Standing) -> Standing:
    """The class where one handed in nothing, one what cannot be read, and one only half of it."""
    half = ("student003", "vectors/halve")
    return replace(
        standing,
        grades=tuple(
            g for g in standing.grades if g.student not in GONE and (g.student, g.exercise) != half
        ),
        problems=(("student002", "It is no zip."), ("student003", "work.ipynb is no notebook.")),
    )


def classroom(
    root: Path, paths: Sequence[str], count: int, cache: Path, *, extra: Sequence[Student] = ()
) -> Standing:
    """A class of ``count`` students and where it stands, by a secret seed and the visible one."""
    course = read_course(root)
    rng = random.Random(7)
    chapters = tuple(
        replace(c, exercises=kept)
        for c in course.chapters
        if (kept := tuple(e for e in c.exercises if e.path in paths))
    )
    entries = tuple(entry for chapter in chapters for entry in chapter.exercises)
    students = (*roster(count), *extra)
    codes: dict[tuple[str, str | None], Source] = {}
    given: list[tuple[str, str, str | None]] = []
    for student in students:
        ability = rng.betavariate(3, 2)
        for path in (entry.path for entry in entries):
            code = handed_in(course, path, rng, ability)
            given.append((student.key, path, code))
            codes[path, code] = Source(path, f"{path}.py", code)
    judged: dict[int, dict[tuple[str, str | None], Verdict]] = {}
    for seed in (SECRET, 0):
        pack = fresh(course, [e.path for e in entries], seed=seed, cache=cache)
        report = grade(pack, list(codes.values()), jobs=2)
        judged[seed] = dict(zip(codes, report.exercises, strict=True))
    grades = tuple(
        _grade(student, path, judged[SECRET][path, code], judged[0][path, code], rng)
        for student, path, code in given
    )
    return Standing(course.title, chapters, entries, students, grades)


def _grade(student: str, path: str, secret: Verdict, visible: Verdict, rng: random.Random) -> Grade:
    secret = replace(secret, seconds=secret.seconds * rng.uniform(0.8, 1.25))
    return Grade(
        student=student,
        exercise=path,
        points=secret.points,
        max_points=secret.max_points,
        judged=secret.points,
        verdict=secret,
        shown=veiled(secret, visible),
        submitted="2026-11-02T10:00:00Z",
        graded="2026-11-03T08:00:00Z",
    )


def not_judged(grade: Grade) -> Grade:
    """The same grade where nothing could be judged."""
    lost = replace(grade.verdict, outcome=Outcome.COULD_NOT_RUN, points=None, findings=())
    return replace(grade, points=None, judged=None, verdict=lost, shown=lost)


HOSTILE = Student(
    key="../\x1b[31m<img src=http://evil.invalid/x onerror=alert(1)>\u202e",
    first_name="</title><script>alert(1)</script>",
    last_name="=cmd|' /C calc'!A0",
    email='x"y@example.org',
)
TOY_PATHS = ("vectors/weigh", "vectors/halve", "chance/coin_flips")


def toy_class(cache: Path) -> Standing:
    """Thirty students and a hostile one, with every oddity that a gradebook has."""
    made = classroom(TOY, TOY_PATHS, 30, cache, extra=[HOSTILE])
    grades = list(made.grades)
    grades[0] = not_judged(grades[0])
    grades[4] = replace(grades[4], late="Handed in 2 days late: 20% off.", penalty=0.2)
    grades[5] = replace(grades[5], points=0.5, override="Half, as agreed (A. Teacher).")
    problems = (("student007", "work.ipynb is no notebook: <b>it is not JSON</b>."),)
    return replace(made, grades=tuple(grades), problems=problems)
