"""What two submissions have in common, as frozen records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

# First and last line, counted from 1.
Lines: TypeAlias = tuple[int, int]


@dataclass(frozen=True)
class Work:
    """What one student wrote for one exercise."""

    student: str
    exercise: str
    file: str
    code: str = field(repr=False)


@dataclass(frozen=True)
class Shared:
    """What two students' answers to one exercise share.

    ``shares`` are the parts of what each wrote beyond what many wrote; ``verbatim`` says that the
    two texts are the same, names and comments included.
    """

    works: tuple[Work, Work]
    shares: tuple[float, float]
    lines: tuple[tuple[Lines, ...], tuple[Lines, ...]]
    weight: int
    verbatim: bool

    @property
    def exercise(self) -> str:
        return self.works[0].exercise


@dataclass(frozen=True)
class Pair:
    """Two students and what they share, the most telling exercise first."""

    students: tuple[str, str]
    shared: tuple[Shared, ...]

    @property
    def weight(self) -> int:
        """How much they share: characters of code without names, comments and white space."""
        return sum(one.weight for one in self.shared)


@dataclass(frozen=True)
class Group:
    """Students whose answers to an exercise are the same text, names and comments included."""

    works: tuple[Work, ...]

    @property
    def exercise(self) -> str:
        return self.works[0].exercise

    @property
    def students(self) -> tuple[str, ...]:
        return tuple(work.student for work in self.works)


@dataclass(frozen=True)
class Likeness:
    """What came of comparing a class; ``problems`` are submissions that cannot be read."""

    students: int
    exercises: int
    groups: tuple[Group, ...]
    pairs: tuple[Pair, ...]
    problems: tuple[tuple[str, str], ...] = ()
