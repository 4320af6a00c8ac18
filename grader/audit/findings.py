"""What the audit of one exercise found: frozen records for the table, the pages and the JSON."""

from __future__ import annotations

from dataclasses import dataclass, field

from grader.audit.mutants import Mutant


@dataclass(frozen=True)
class Problem:
    """One thing that fails the audit: where it stands, and what to do next.

    ``check`` is the part of the audit that found it; ``line`` is 0 where no line is to blame.
    """

    check: str
    file: str
    message: str
    line: int = 0

    @property
    def place(self) -> str:
        """The file, with its line where there is one."""
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True)
class Survivor:
    """A mutant that got full points although no record says that it may.

    ``proof`` says whether fresh inputs tell it from the solution, and by which.
    """

    mutant: Mutant
    proof: str = ""


@dataclass(frozen=True)
class Excused:
    """A mutant that got full points and may: ``kind`` is ``equivalent`` or ``permitted``."""

    kind: str
    mutant: Mutant
    reason: str


@dataclass(frozen=True)
class MutantsResult:
    """How the mutants of one exercise came out; ``caught_by`` names the laws that broke."""

    total: int
    judged: int
    killed: int
    excused: tuple[Excused, ...] = ()
    survivors: tuple[Survivor, ...] = ()
    caught_by: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()

    @property
    def equivalent(self) -> int:
        return sum(excused.kind == "equivalent" for excused in self.excused)

    @property
    def permitted(self) -> int:
        return sum(excused.kind == "permitted" for excused in self.excused)

    @property
    def kill_rate(self) -> float:
        """Of the mutants that are neither equivalent nor permitted, the part that was killed."""
        wrong = self.killed + len(self.survivors)
        return self.killed / wrong if wrong else 1.0


@dataclass(frozen=True)
class ExerciseAudit:
    """The audit of one exercise.

    Args:
        seconds: What judging the solution takes, its calls alone.
        margin: The largest error of a right answer as a fraction of its bound.
        took: Seconds that the audit itself took.
    """

    exercise: str
    seconds: float = 0.0
    seeds: int = 0
    repeats: int = 0
    mutants: MutantsResult = field(default_factory=lambda: MutantsResult(0, 0, 0))
    misconceptions: int = 0
    named: int = 0
    laws: int = 0
    useful: int = 0
    alternatives: int = 0
    margin: float = 0.0
    problems: tuple[Problem, ...] = ()
    took: float = 0.0

    @property
    def passed(self) -> bool:
        return not self.problems


@dataclass(frozen=True)
class AuditReport:
    """What one run of ``grade audit`` found."""

    course: str
    seed: int
    device: str
    fast: bool
    exercises: tuple[ExerciseAudit, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.problems and all(audit.passed for audit in self.exercises)

    @property
    def exit_code(self) -> int:
        return 0 if self.passed else 1
