"""A new exercise: a solution and a declaration that work as they are, and a line in course.toml."""

from __future__ import annotations

import keyword
import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from grader.course import TREES, Course, files
from grader.errors import CouldNotRun, UsageError
from grader.manifest import MANIFEST
from grader.pack import write_atomically

_SOLUTION = '''\
import numpy as np


def {name}(x: np.ndarray) -> np.ndarray:
    """Square each number.

    Entry ``i`` becomes ``x_i * x_i``. (Replace this text: it is all that the student is told.)

    Args:
        x: ``(..., K)`` floats.

    Returns:
        The shape and dtype of ``x``; at least 0.

    Example:
        >>> {name}(np.array([1.0, -3.0])).tolist()
        [1.0, 9.0]

    Source:
        Where the reader finds more: a paper or a book, with its section.
    """
    ### BEGIN SOLUTION
    return x * x
    ### END SOLUTION
'''

_DECLARATION = '''\
"""{title}: what a right answer is. (The student never sees this file.)"""

from __future__ import annotations

import numpy as np
import torch

from grader.declare import Exercise, array, assert_close, case, floats, law, misconception


# The right answer, in torch, with the solution's parameters.
def reference(x: torch.Tensor) -> torch.Tensor:
    return x * x


# The same once more, on numbers of 50 digits (m has exp, log, sqrt, ...), to check the reference.
def second_source(m, x):
    return x * x


# What any right answer obeys. The docstring is the sentence that the student reads.
@law(factor=floats(0.5, 4.0))
def grows_with_the_square({name}, x, factor):
    """Twice the number has four times the square."""
    assert_close({name}(factor * x), factor**2 * {name}(x))


# A mistake that people make. The docstring is the diagnosis, the witness the smallest input that
# tells the mistake from the right answer.
@misconception(witness=[3.0])
def doubles_instead(x):
    """This doubles each number; a square is the number times itself."""
    return 2 * x


@misconception(witness=[-3.0])
def keeps_the_sign(x):
    """The square of a negative number is positive."""
    return x * np.abs(x)


EXERCISE = Exercise(
    # One description an argument: ordinary values, and then the edges of what is promised.
    inputs={{"x": array("... K", floats(-10, 10), floats(-1000, 1000, special=(0.0,)))}},
    reference=reference,
    second_source=second_source,
    accuracy="relative",  # to each element; see grader/declare.py for the other kinds
    cases=(case(x=[1.0, -3.0]),),
    laws=(grows_with_the_square,),
    misconceptions=(doubles_instead, keeps_the_sign),
    hints=("What is a number times itself?", "NumPy multiplies arrays element by element."),
)
'''


@dataclass(frozen=True)
class Scaffold:
    """What has been made for a new exercise."""

    path: str
    written: tuple[Path, ...]


# Submissions may not import what is called like an exercise, and `grade exercises` means all.
_TAKEN = frozenset(("numpy", "math", "grader", *TREES))
# What the solution and the declaration made here call something else.
_SHADOWED = frozenset(("np", "x", "factor", "assert_close"))


def new(course: Course, path: str, reserved: Collection[str] = ()) -> Scaffold:
    """Make the files of the exercise ``chapter/name`` and enter it in course.toml.

    ``reserved`` are words that a person cannot mean an exercise by, such as the commands.

    Raises:
        UsageError: The name is none, is taken, or files of that name exist.
        CouldNotRun: The course cannot be written.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*/[a-z][a-z0-9_]*", path):
        raise UsageError(f"{path} is no name for an exercise; write it like activations/softmax.")
    chapter, name = path.split("/")
    for word in (chapter, name):
        if word in _TAKEN or keyword.iskeyword(word) or word in reserved:
            raise UsageError(f"{word} means something else already; choose another name.")
    if name in _SHADOWED:
        raise UsageError(f"{name} is a name that the files of an exercise use; choose another.")
    for entry in course.entries:
        if entry.path.split("/")[1] == name and entry.path != path:
            raise UsageError(f"The course has {entry.path} already; choose another name.")
    declaration, solution = files(course, path)
    for file in (declaration, solution):
        if file.exists():
            raise UsageError(f"{file} exists already; move it away or choose another name.")
    alternatives = course.root / "tests" / "alternatives" / path
    manifest = course.root / MANIFEST
    try:
        text = manifest.read_text(encoding="utf-8")
        if all(entry.path != path for entry in course.entries):
            text = entered(text, chapter, name)
        title = name.replace("_", " ").capitalize()
        write_atomically(solution, _SOLUTION.format(name=name).encode())
        write_atomically(declaration, _DECLARATION.format(name=name, title=title).encode())
        alternatives.mkdir(parents=True, exist_ok=True)
        write_atomically(manifest, text.encode())
    except OSError as problem:
        raise CouldNotRun(f"{course.root} cannot be written: {problem.strerror}.") from None
    return Scaffold(path, (solution, declaration, alternatives, manifest))


def entered(text: str, chapter: str, name: str, points: int = 1) -> str:
    """``course.toml`` with one exercise more; everything else stays as it was written.

    Raises:
        UsageError: The chapter is written in a way that a person must extend.
    """
    alone = _section(text, f"chapters.{chapter}.exercises")
    found = _section(text, f"chapters.{chapter}")
    if alone is not None:
        start, end = alone
        extended = f"{_ended(text[:start])}{_with_line(text[start:end], name, points)}{text[end:]}"
    elif found is None:
        title = chapter.replace("_", " ").capitalize()
        text = text.rstrip("\n") + f"\n\n[chapters.{chapter}]\n"
        extended = text + f'title = "{title}"\nexercises = {{ {name} = {points} }}\n'
    else:
        start, end = found
        extended = text[:start] + _with_exercise(text[start:end], name, points) + text[end:]
    _check(extended, chapter, name)
    return extended


def _section(text: str, name: str) -> tuple[int, int] | None:
    """Where the body of a table begins and ends, the line of its name left out."""
    found = re.search(rf"^\[{re.escape(name)}\][^\n]*(?:\n|\Z)", text, re.MULTILINE)
    if found is None:
        return None
    following = re.compile(r"^\[", re.MULTILINE).search(text, found.end())
    return found.end(), following.start() if following else len(text)


def _ended(text: str) -> str:
    return text if text.endswith("\n") else f"{text}\n"


def _with_line(section: str, name: str, points: int) -> str:
    """After the last exercise: comments and blank lines there belong to what follows."""
    at = 0
    for found in re.finditer(r"^[^\s#][^\n]*(?:\n|\Z)", section, re.MULTILINE):
        at = found.end()
    before = _ended(section[:at]) if at else ""
    return f"{before}{name} = {points}\n{section[at:]}"


def _with_exercise(section: str, name: str, points: int) -> str:
    table = re.search(r"^exercises\s*=\s*\{(.*?)\}", section, re.MULTILINE)
    if table is None:
        return section
    inside = table[1].rstrip()
    more = f"{inside}, {name} = {points} " if inside.strip() else f" {name} = {points} "
    start, end = table.span(1)
    return section[:start] + more + section[end:]


def _check(text: str, chapter: str, name: str) -> None:
    # A table written as [chapters.x.exercises], say, is beyond a minimal edit of the text.
    try:
        written = name in tomllib.loads(text)["chapters"][chapter]["exercises"]
    except (tomllib.TOMLDecodeError, KeyError, TypeError):
        written = False
    if not written:
        raise UsageError(
            f"{MANIFEST} is laid out too unusually to be edited here: add {name} = 1 to the "
            f"exercises of {chapter} yourself, then run this again."
        )
