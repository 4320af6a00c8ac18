"""Frozen records of what an exercise is: its laws, mistakes and promised errors, and its source."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:  # forty dataclasses that judging does not need
    from grader.inputs import Input

Tier: TypeAlias = Literal["core", "edge", "house"]


@dataclass(frozen=True)
class Accuracy:
    """How close an answer must be, before conditioning is added.

    ``relative``: to each element; ``absolute``: to ``scale``; ``norm``: to the largest element of
    the same array; ``exact``: equal.
    """

    kind: Literal["relative", "absolute", "norm", "exact"]
    scale: float = 1.0


@dataclass(frozen=True)
class Law:
    """A claim that every right answer obeys: ``function(subject, *inputs)`` asserts it.

    ``drawn_like`` names the law whose draws it is checked on, where they are not its own. With
    ``asks``, more ordinary draws are made until it has called the subject so often in them.
    """

    name: str
    sentence: str
    function: Callable[..., None] = field(compare=False)
    inputs: Mapping[str, Input]
    ordinary: int = 20
    edge: int = 0
    drawn_like: str = ""
    asks: int = 0


@dataclass(frozen=True)
class Misconception:
    """A mistake that people make, as NumPy code, and the smallest input that shows it."""

    name: str
    sentence: str
    function: Callable[..., Any] = field(compare=False)
    witness: Any = field(compare=False)


@dataclass(frozen=True)
class Refusal:
    """A promised error: these arguments raise one of ``errors`` (subclasses count)."""

    errors: tuple[str, ...]
    sentence: str
    arguments: Mapping[str, Any] = field(compare=False)


@dataclass(frozen=True)
class Case:
    """Fixed arguments that are always examined."""

    arguments: Mapping[str, Any] = field(compare=False)
    tier: Tier = "core"


@dataclass(frozen=True)
class Differences:
    """Second source of a derivative: central differences of ``forward`` (a torch function).

    ``wrt`` names the inputs differentiated by, in the order of the gradients returned; ``upstream``
    names the input that weighs the forward's outputs (none: the derivative is elementwise, or the
    forward is a scalar). ``keys`` differentiates by the arrays of a dict input. ``select`` picks,
    out of the reference's answer, the gradients that answer to ``wrt``.
    """

    forward: Callable[..., Any]
    wrt: tuple[str, ...]
    upstream: tuple[str, ...] = ()
    elementwise: bool = False
    select: Callable[[Any], Any] | None = None


@dataclass(frozen=True)
class Exercise:
    """A whole declaration; see ``grader.declare`` for the words that build one."""

    inputs: Mapping[str, Input]
    reference: Callable[..., Any] | None
    accuracy: Accuracy
    laws: tuple[Law, ...]
    misconceptions: tuple[Misconception, ...]
    refusals: tuple[Refusal, ...]
    cases: tuple[Case, ...]
    hints: tuple[str, ...]
    second_source: Callable[..., Any] | Differences | None
    sizes: Mapping[str, tuple[int, int]]
    empty: tuple[str, ...]
    where: Callable[..., bool] | None
    forbids: tuple[str, ...]
    ordinary: int
    edge: int
    float32: bool
    layouts: bool
    slack: float


@dataclass(frozen=True)
class Statement:
    """What the solution file says of an exercise: the page that the student reads."""

    path: str
    signature: str
    required: tuple[str, ...]
    defaults: Mapping[str, Any]
    docstring: str
    stub: str

    @property
    def chapter(self) -> str:
        return self.path.split("/")[0]

    @property
    def name(self) -> str:
        return self.path.split("/")[1]

    @property
    def summary(self) -> str:
        """The docstring's first line."""
        return self.docstring.strip().splitlines()[0] if self.docstring.strip() else ""


@dataclass(frozen=True)
class Source:
    """A student's file for one exercise, read and not yet run.

    ``code`` is None where there is nothing to judge; ``problem`` then says what is wrong with the
    file (and ``line`` where), or is empty where there simply is no file. ``cells`` are the lines of
    the code at which the cells of a notebook begin.
    """

    exercise: str
    file: str
    code: str | None
    problem: str = ""
    line: int = 0
    cells: tuple[int, ...] = ()


@dataclass(frozen=True)
class Entry:
    """An exercise's place in the course: its path and its points."""

    path: str
    points: float


@dataclass(frozen=True)
class Chapter:
    """A chapter of the course, in the order of the course."""

    name: str
    title: str
    exercises: tuple[Entry, ...]
