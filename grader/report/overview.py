"""The page of the class for its instructor: what the next lecture needs, and who is where.

Names and grades of everybody are on it, so it is not for students; but what is shown of an answer
comes from what its student may see, since this page ends up on a projector.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.grades import Grade, Standing
from grader.render import words
from grader.report import drawings, html
from grader.report.statistics import ClassFigures, ExerciseFigures, Held, Slow, figures
from grader.report.student import Told, name, told
from grader.verdict import Outcome

# A topic for a lecture: a mistake of so many of those who began, an exercise reached so little.
COMMON, HARD, SHUNNED = 0.15, 0.5, 0.3
# Below this an exercise hardly tells those who do well elsewhere from those who do not.
SORTS_LITTLE = 0.1
# The page is not addressed to the student.
_THEIRS = "their answer"
_TOPICS = 6
_CARDS = 8


@dataclass(frozen=True)
class Topic:
    """Something for the next lecture, with the place on the page that says more."""

    lead: str
    sentence: str
    anchor: str = ""


@dataclass(frozen=True)
class Card:
    """One mistake as the template shows it."""

    held: Held
    anchor: str
    told: Told | None
    who: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Line:
    """One student as the template shows them."""

    name: str
    key: str
    link: str
    total: float | None
    marks: tuple[tuple[str, str, str], ...]


def page(standing: Standing, links: Mapping[str, str]) -> str:
    """The whole page; ``links`` has the address of each student's."""
    counted = figures(standing)
    people = {student.key: name(student) for student in standing.students}
    grades = sorted(standing.grades, key=lambda g: (g.exercise, people.get(g.student, g.student)))

    def who(keys: Sequence[str]) -> tuple[tuple[str, str], ...]:
        named = [(people.get(key, key), links.get(key, "")) for key in keys]
        return tuple(sorted(named))

    cards = [
        Card(h, f"m{n}", told(h.example, _THEIRS) if h.example else None, who(h.students))
        for n, h in enumerate(counted.misconceptions)
    ]
    return html.page(
        "overview.html",
        title=standing.title,
        headline=_headline(standing, counted),
        graded=bool(grades),
        topics=_topics(counted, cards),
        mistakes=drawings.mistakes(counted),
        cards=cards[:_CARDS],
        more=cards[_CARDS:],
        unnamed=[(h, who(h.students)) for h in counted.unnamed],
        distribution=drawings.distribution(counted),
        endings=drawings.endings(counted),
        exercises=[(e, _difficulty(e), _sorting(e)) for e in counted.exercises],
        slow=[(s, who([s.student])[0], _slowness(s)) for s in counted.slow],
        absent=who([one.key for one in standing.absent()]),
        problems=[(who([key])[0], text) for key, text in standing.problems],
        open=[(g, who([g.student])[0]) for g in grades if g.points is None],
        changed=[(g, who([g.student])[0]) for g in grades if g.late or g.override],
        paths=[entry.path for entry in standing.exercises],
        students=_lines(standing, counted, links),
        max_points=counted.max_points,
    )


def _headline(standing: Standing, counted: ClassFigures) -> list[tuple[str, str]]:
    totals = counted.known_totals
    rows = [(str(len(standing.students)), "students"), (str(len(standing.exercises)), "exercises")]
    if totals:
        most = words.points(counted.max_points)
        rows.append((words.points(statistics.median(totals)), f"median, of {most} points"))
        rows.append((words.points(statistics.fmean(totals)), "mean"))
    lost = sum(grade.points is None for grade in standing.grades)
    if lost:
        rows.append((str(lost), "answers not judged"))
    if standing.problems:
        rows.append((str(len(standing.problems)), "submissions not read"))
    return rows


# --- the next lecture ------------------------------------------------------------------------


def _topics(counted: ClassFigures, cards: Sequence[Card]) -> list[Topic]:
    """What is worth a lecture's minutes: what many hold first, then what is hard or shunned."""
    found = []
    for card in cards:
        held = card.held
        if _is_common(held):
            lead = f"{words.check(held.name).capitalize()} ({held.exercise})"
            text = f"{len(held.students)} of {held.started} who began it. {held.sentence}"
            found.append(Topic(lead, text, card.anchor))
    for held in filter(_is_common, counted.unnamed):
        text = f"{len(held.students)} of {held.started} who began it. {held.sentence}"
        found.append(Topic(f"Failures in {held.exercise}", text, "others"))
    for exercise in sorted(
        counted.exercises, key=lambda e: 1.0 if e.reached is None else e.reached
    ):
        if exercise.reached is not None and exercise.reached < HARD:
            text = f"Those who began it reached {html.percent(exercise.reached)} of its points."
            found.append(Topic(f"{exercise.path} is hard", text, "exercises"))
    for exercise in counted.exercises:
        everybody = sum(exercise.endings.values())
        shunned = exercise.endings["not started"]
        if everybody and shunned / everybody >= SHUNNED:
            verb = "has" if shunned == 1 else "have"
            text = f"{shunned} of {words.plural(everybody, 'student')} {verb} not begun it."
            found.append(Topic(f"{exercise.path} is left out", text, "exercises"))
    for exercise in counted.exercises:
        if exercise.discrimination is not None and exercise.discrimination < SORTS_LITTLE:
            text = "Those who do well elsewhere do no better here. Is its statement clear?"
            found.append(Topic(f"Look at {exercise.path}", text, "exercises"))
    return found[:_TOPICS]


def _is_common(held: Held) -> bool:
    return held.share >= COMMON and len(held.students) >= 2


def _difficulty(exercise: ExerciseFigures) -> str:
    if exercise.reached is None:
        return ""
    if exercise.reached >= 0.85:
        return "easy"
    return "middling" if exercise.reached >= HARD else "hard"


def _sorting(exercise: ExerciseFigures) -> str:
    value = exercise.discrimination
    if value is None:
        return "too few to say"
    if value < 0:
        return "the wrong way round"
    if value < SORTS_LITTLE:
        return "hardly"
    return "fairly" if value < 0.3 else "well"


def _slowness(slow: Slow) -> str:
    if slow.outcome is Outcome.TIMEOUT:
        return "out of time"
    if slow.median <= 0:
        return ""
    return f"{slow.seconds / slow.median:.0f} times the median"


# --- everybody -------------------------------------------------------------------------------


def _lines(standing: Standing, counted: ClassFigures, links: Mapping[str, str]) -> list[Line]:
    by_student: dict[str, dict[str, Grade]] = {}
    for grade in standing.grades:
        by_student.setdefault(grade.student, {})[grade.exercise] = grade
    rows = []
    for student in sorted(standing.students, key=lambda s: (s.last_name, s.first_name, s.key)):
        grades = by_student.get(student.key, {})
        cells = []
        for entry in standing.exercises:
            current = grades.get(entry.path)
            if current is None:
                cells.append(("", "not handed in", ""))
                continue
            outcome, points = current.verdict.outcome, words.points(current.points)
            text = f"{words.mark(outcome)} {points}"
            cells.append((text, words.OUTCOMES[outcome], points))
        total = counted.totals.get(student.key)
        rows.append(
            Line(name(student), student.key, links.get(student.key, ""), total, tuple(cells))
        )
    return rows
