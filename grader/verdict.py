"""Frozen records of a judgement: what every page, table and report is rendered from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """How an exercise, or one check of it, came out."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_STARTED = "not_started"
    ERROR = "error"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    CRASHED = "crashed"
    FORBIDDEN = "forbidden"
    INVALID = "invalid"
    COULD_NOT_RUN = "could_not_run"


@dataclass(frozen=True)
class Line:
    """One line of the student's own traceback; ``cell`` is that of a notebook, 0 in a file."""

    number: int
    source: str
    function: str
    cell: int = 0


@dataclass(frozen=True)
class Difference:
    """One element where expected and got differ; ``index`` is () for a scalar.

    ``where`` names the part of a tuple or dict, such as ``[1]`` or ``['W1']``.
    """

    where: str
    index: tuple[int, ...]
    expected: str
    got: str
    error: str
    tolerance: str


@dataclass(frozen=True, eq=False)
class Picture:
    """Expected and got as numbers, few enough to be kept: what a page draws where that says more.

    ``kind`` is "curve" (over the values of the argument ``axis``, in ``over``), "sequence" (over
    the index) or "matrix" (``shape`` is rows and columns; otherwise 1 row). ``wrong`` are the
    positions that differ. ``part`` names what of the answer is drawn, such as ``[1][0, :, :]``;
    ``example`` is not the finding's where its own is too small to be drawn.
    """

    kind: str
    shape: tuple[int, int]
    expected: tuple[float, ...]
    got: tuple[float, ...]
    wrong: tuple[int, ...] = ()
    over: tuple[float, ...] = ()
    axis: str = ""
    part: str = ""
    example: int = -1

    def __eq__(self, other: object) -> bool:
        """Equal in what is drawn: a nan is a nan, unlike among numbers."""
        return isinstance(other, Picture) and repr(self) == repr(other)

    def __hash__(self) -> int:
        return hash(repr(self))


@dataclass(frozen=True)
class Finding:
    """One check that did not pass, and everything that a page says about it."""

    check: str
    tier: str
    outcome: Outcome
    message: str
    counterexample: Mapping[str, str] = field(default_factory=dict)
    expected: str = ""
    got: str = ""
    first: Difference | None = None
    worst: Difference | None = None
    differing: str = ""
    snippet: str = ""
    hint: str = ""
    misconception: str = ""
    diagnosis: str = ""
    law: str = ""
    lines: tuple[Line, ...] = ()
    printed: str = ""
    example: int = -1
    picture: Picture | None = None


@dataclass(frozen=True)
class Check:
    """One check that was made: its name, tier and outcome."""

    check: str
    tier: str
    outcome: Outcome
    examples: int = 0


@dataclass(frozen=True)
class Verdict:
    """One submission to one exercise, judged."""

    exercise: str
    outcome: Outcome
    points: float | None
    max_points: float
    seconds: float
    findings: tuple[Finding, ...] = ()
    checks: tuple[Check, ...] = ()
    summary: str = ""
    file: str = ""
    line: int = 0
    digest: str = ""

    @property
    def passed(self) -> bool:
        return self.outcome is Outcome.PASSED


@dataclass(frozen=True)
class Report:
    """What one run of ``grade`` found."""

    course: str
    seed: int
    device: str
    isolation: int
    versions: Mapping[str, str]
    exercises: tuple[Verdict, ...]
    notices: tuple[str, ...] = ()
    submission: str = ""
    # The digest of the pack that judged, and whether its seed is one that nobody may be told.
    pack: str = ""
    secret: bool = False
    # Whether nothing could be judged because something was wrong; the notices say what.
    failed: bool = False

    @property
    def points(self) -> float:
        return sum(v.points or 0.0 for v in self.exercises)

    @property
    def max_points(self) -> float:
        return sum(v.max_points for v in self.exercises)

    @property
    def first_failure(self) -> Verdict | None:
        """The first exercise that was begun and did not pass: its page is shown."""
        fine = (Outcome.PASSED, Outcome.NOT_STARTED)
        return next((v for v in self.exercises if v.outcome not in fine), None)

    @property
    def exit_code(self) -> int:
        """0 all passed, 1 something did not, 3 something could not run (and nothing failed)."""
        outcomes = {v.outcome for v in self.exercises}
        if outcomes <= {Outcome.PASSED}:
            return 0
        if Outcome.COULD_NOT_RUN in outcomes:
            return 3
        return 1
