"""Every text that the audit judges as a submission: solution, stub, mistakes, alternatives."""

from __future__ import annotations

import ast
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from grader import build, laws
from grader.course import Course, files
from grader.errors import CourseError
from grader.model import Source
from grader.parsing import parsed

__all__ = [
    "alternative_functions",
    "alternatives",
    "mistake",
    "of",
    "solution",
    "solution_function",
    "stub_file",
    "survivors_file",
]


def solution(course: Course, path: str) -> Source:
    """The model solution."""
    _, file = files(course, path)
    return Source(path, str(file), file.read_text(encoding="utf-8"))


def solution_function(course: Course, path: str) -> Callable[..., Any]:
    """The model solution, to be called here: it is the author's own code."""
    _, file = files(course, path)
    return build.solution_function(file, path.split("/")[1])


def stub_file(course: Course, path: str) -> Path:
    """Where the stub of an exercise stands."""
    return Path(course.root) / "exercises" / f"{path}.py"


def survivors_file(course: Course, path: str) -> Path:
    """Where the records of its surviving mutants stand, beside the declaration."""
    declaration, _ = files(course, path)
    return declaration.with_name(f"{declaration.stem}.survivors.toml")


def alternatives(course: Course, path: str) -> list[Source]:
    """Further right solutions."""
    folder = Path(course.root) / "tests" / "alternatives" / path
    return [
        Source(path, str(file), file.read_text(encoding="utf-8"))
        for file in sorted(folder.glob("*.py"))
    ]


def alternative_functions(course: Course, path: str) -> tuple[Callable[..., Any], ...]:
    """The same, to be called here; those that do not load are left to the verdict on them."""
    found = []
    for source in alternatives(course, path):
        with suppress(CourseError):
            found.append(build.solution_function(Path(source.file), path.split("/")[1]))
    return tuple(found)


def of(path: str, name: str, code: str) -> Source:
    """A text of ours as a submission; ``name`` is shown where a file's name would be."""
    return Source(path, f"{name}.py", code)


def mistake(declaration: Path, path: str, name: str) -> Source:
    """A misconception as the file that a student would hand in.

    Raises:
        CourseError: It uses torch or something else that a student does not have.
    """
    text = declaration.read_text(encoding="utf-8")
    cut = laws.cut(text, str(declaration), [name]).removeprefix(laws.PREAMBLE)
    tree = parsed("import math\n\nimport numpy as np\n" + cut)
    wanted = path.split("/")[1]
    # A helper of the declaration may bear the exercise's name already.
    _Rename({wanted: f"right_{wanted}", name: wanted}).visit(tree)
    return of(path, name, ast.unparse(tree) + "\n")


class _Rename(ast.NodeTransformer):
    """Functions and the names that stand for them, renamed."""

    def __init__(self, names: dict[str, str]) -> None:
        self.names = names

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name = self.names.get(node.name, node.name)
        return self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self.names.get(node.id, node.id)
        return node
