"""What a gradebook knows, as frozen records: all that reports and exports read.

Points are None where nothing could be judged: that is nobody's zero, and stays blank everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.model import Chapter, Entry
from grader.verdict import Verdict


@dataclass(frozen=True)
class Student:
    """One row of the roster; ``key`` is the name of the folder, or what the roster calls it."""

    key: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    # What other systems call this student: "canvas", "moodle", "sis" ...
    identifiers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Grade:
    """The current grade of one student in one exercise.

    ``judged`` are the points of the verdict; ``points`` count, after lateness and overrides.
    ``verdict`` may be of the secret seed and is for the instructor; ``shown`` is what the student
    may see of it. Times are UTC in ISO 8601, or nothing.
    """

    student: str
    exercise: str
    points: float | None
    max_points: float
    judged: float | None
    verdict: Verdict
    shown: Verdict
    submitted: str = ""
    graded: str = ""
    # A sentence each where they changed the points.
    late: str = ""
    penalty: float = 0.0
    override: str = ""


@dataclass(frozen=True)
class Standing:
    """A class and where it stands."""

    title: str
    chapters: tuple[Chapter, ...]
    exercises: tuple[Entry, ...]
    students: tuple[Student, ...]
    grades: tuple[Grade, ...]
    # One sentence for each submission that could not be read at all, by student.
    problems: tuple[tuple[str, str], ...] = ()

    def unread(self) -> frozenset[str]:
        """Of whom something could not be read and something lacks a grade: their sums are open."""
        there = {(grade.student, grade.exercise) for grade in self.grades}
        return frozenset(
            key
            for key, _ in self.problems
            if any((key, entry.path) not in there for entry in self.exercises)
        )

    def open(self) -> frozenset[str]:
        """Of whom something is not judged or not read: what they have is no total."""
        return self.unread() | {grade.student for grade in self.grades if grade.points is None}

    def absent(self) -> tuple[Student, ...]:
        """Students of whom there is nothing, neither a grade nor a submission."""
        known = {grade.student for grade in self.grades} | {key for key, _ in self.problems}
        return tuple(student for student in self.students if student.key not in known)
