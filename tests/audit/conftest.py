"""A copy of the toy course to break, and the parts of an audit on one exercise of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from grader.audit import sources
from grader.audit.scope import Audited, Scope
from grader.audit.workers import Workers
from grader.course import Course, files, load_declaration, read_course, read_statement, read_stub

TOY = Path(__file__).parents[1] / "toy"
SMALL = Scope(seeds=2, repeats=3, mutants=None, mutant_seeds=1, fresh=0)


@pytest.fixture(scope="session")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workers]:
    patch = pytest.MonkeyPatch()
    patch.setenv("GRADUS_CACHE", str(tmp_path_factory.mktemp("cache")))
    with Workers(1) as running:
        yield running
    patch.undo()


@dataclass(frozen=True)
class Toy:
    """A toy course in a folder of its own."""

    root: Path
    workers: Workers

    @property
    def course(self) -> Course:
        return read_course(self.root)

    def change(self, tree: str, path: str, old: str, new: str) -> Path:
        """Replace a text, which must be there, in a file of a tree."""
        file = self.root / tree / f"{path}.py"
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new))
        return file

    def write(self, name: str, text: str) -> Path:
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return file

    def sync(self) -> None:
        """Write the stubs that the solutions make."""
        for entry in self.course.entries:
            self.write(f"exercises/{entry.path}.py", read_stub(self.course, entry.path))

    def audited(self, path: str, **scope: int) -> Audited:
        """One exercise, to be audited in a small way but for what ``scope`` changes."""
        course = self.course
        return Audited(
            course=course,
            path=path,
            statement=read_statement(course, path),
            exercise=load_declaration(course, path),
            declaration=files(course, path)[0],
            solution=sources.solution(course, path),
            scope=replace(SMALL, **scope),  # type: ignore[arg-type]
            workers=self.workers,
        )


@pytest.fixture
def toy(tmp_path: Path, workers: Workers) -> Toy:
    root = tmp_path / "toy"
    shutil.copytree(TOY, root, ignore=shutil.ignore_patterns("__pycache__"))
    made = Toy(root, workers)
    made.sync()
    return made
