"""How much is audited, and what is known of one exercise while it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from grader.audit.bench import Place
from grader.audit.findings import Problem
from grader.audit.workers import Workers
from grader.course import Course
from grader.model import Exercise, Source, Statement
from grader.sandbox.pool import Limits


@dataclass(frozen=True)
class Scope:
    """How much to do.

    Args:
        seed: The first seed; the corpus that everything else is judged by.
        seeds: At how many seeds right answers must pass.
        repeats: How often one submission is judged for equal verdicts.
        mutants: At most so many mutants an exercise; None for all.
        mutant_seeds: At how many seeds each mutant must be killed.
        fresh: Fresh inputs in all, spread over ``fresh_seeds``, that survivors are put to.
        device: Where the reference runs.
    """

    seed: int = 0
    seeds: int = 20
    repeats: int = 20
    mutants: int | None = None
    mutant_seeds: int = 2
    fresh: int = 5000
    fresh_seeds: int = 10
    device: str = "cpu"

    @property
    def fast(self) -> bool:
        """Whether this is less than the whole audit."""
        return self.mutants is not None or self.fresh == 0


FULL = Scope()
# For every push: the same checks, fewer of each, and nothing but the usual corpus to build.
FAST = Scope(seeds=1, repeats=2, mutants=20, mutant_seeds=1, fresh=0)


@dataclass(frozen=True)
class Audited:
    """One exercise under audit."""

    course: Course
    path: str
    statement: Statement
    exercise: Exercise
    declaration: Path
    solution: Source
    scope: Scope
    workers: Workers

    @property
    def place(self) -> Place:
        """The corpus of the first seed."""
        return Place(str(self.course.root), self.path, self.scope.seed)

    def at(self, seed: int) -> Place:
        """The corpus of another seed, counted from the first; only the first names mistakes."""
        return replace(self.place, seed=self.scope.seed + seed, mistakes=seed == 0)

    def problem(self, check: str, message: str, *, file: str = "", line: int = 0) -> Problem:
        """Something that fails the audit; the declaration is to blame unless a file is named."""
        return Problem(check, file or str(self.declaration), message, line)


# For right answers and whatever must be told from them: never short of time on a busy machine.
GENEROUS = Limits(cpu_seconds=60.0)


def mutant_limits(seconds: float) -> Limits:
    """What a mutant may use: 20 times what the solution takes, at least 0.2 s.

    The wall may be far away: a loop without an end uses the processor.
    """
    return Limits(cpu_seconds=max(0.2, 20.0 * seconds), wall_seconds=30.0)
