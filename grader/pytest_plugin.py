"""``pytest --gradus exercises/``: each exercise is a test, so that editors show it among the tests.

A student's code runs in the sandbox alone, never in the process that says whether it passed. So
with ``--gradus`` pytest collects exercises and nothing else, however they are named: it imports no
file of the folder, no ``conftest.py`` and no ``__init__.py`` either, and nothing that is imported
later comes from there. What pytest does before any plugin is asked stays as it is: it obeys the
folder's ``pytest.ini`` or ``pyproject.toml``, and ``python -m pytest`` imports from where it
stands. Other people's work is for ``grade ci``.

pytest loads this module wherever Gradus is installed, so it imports nothing of Gradus until asked.
"""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from grader.cli.place import Place
    from grader.sandbox.pool import Sandbox
    from grader.verdict import Verdict


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--gradus`` and ``--gradus-course``."""
    group = parser.getgroup("gradus", "exercises graded by Gradus")
    group.addoption("--gradus", action="store_true", help="collect exercises, and nothing else")
    group.addoption("--gradus-course", metavar="DIR", help="the course or the pack to grade by")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """A ``conftest.py`` beside exercises is a student's code like any other."""
    if early_config.known_args_namespace.gradus:
        early_config.known_args_namespace.noconftest = True
        # ``python -m pytest`` has put the folder there, and its configuration may name others.
        theirs = [early_config.invocation_params.dir, *early_config.getini("pythonpath")]
        places = {Path(place).resolve() for place in theirs}
        early_config.stash[_PATH] = [p for p in sys.path if p and Path(p).resolve() not in places]


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Know the course, once, before anything is collected."""
    if config.getoption("--gradus"):
        known = config.stash[_PATH]
        sys.path[:] = known
        config.option.pyargs = False  # the name of a module is found by importing its packages
        config.stash[_GRADING] = Grading(config.getoption("--gradus-course"))


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the sandbox."""
    grading = config.stash.get(_GRADING, None)
    if grading is not None:
        grading.close()


@pytest.hookimpl(tryfirst=True)
def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A folder is no package: setting one up would import its ``__init__.py``."""
    if parent.config.stash.get(_GRADING, None) is None:
        return None
    collector: pytest.Collector = pytest.Dir.from_parent(parent, path=path)
    return collector


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    """An exercise's file is a collector of one test, and whatever others make of it is dropped."""
    others = yield
    grading = parent.config.stash.get(_GRADING, None)
    if grading is None:
        return others
    if grading.exercise(file_path) is None:
        return []
    return [ExerciseFile.from_parent(parent, path=file_path)]


class Grading:
    """The course that judges in this run, and one sandbox for all tests."""

    def __init__(self, course: str | None) -> None:
        from grader.errors import GradusError

        try:
            self.place = self._find(course)
        except GradusError as problem:
            raise pytest.UsageError(str(problem)) from None
        self._paths = {entry.path for entry in self.place.entries}
        self._sandbox: Sandbox | None = None

    def _find(self, course: str | None) -> Place:
        from grader.cli.place import find

        return find(course)

    def exercise(self, file: Path) -> str | None:
        """The exercise whose answer the file is, by its folder and name."""
        path = f"{file.parent.name}/{file.stem}"
        return path if file.suffix == ".py" and path in self._paths else None

    def judge(self, path: str, file: Path) -> Verdict:
        """The verdict on one file."""
        from grader.examine import examine
        from grader.sandbox.pool import Limits, Sandbox
        from grader.submission import read

        if self._sandbox is None:
            self._sandbox = Sandbox()
        packed = self.place.pack([path]).exercise(path)
        (source,) = read(file, [path])
        return examine(packed, source, self._sandbox, Limits())

    def close(self) -> None:
        if self._sandbox is not None:
            self._sandbox.close()


_GRADING = pytest.StashKey[Grading]()
_PATH = pytest.StashKey[list[str]]()


class ExerciseFile(pytest.File):
    """One file of a student."""

    def collect(self) -> Iterator[pytest.Item]:
        yield ExerciseItem.from_parent(self, name=self.path.stem)


class NotPassed(Exception):
    """Carries the verdict of an exercise that did not pass to its page."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.outcome.value)
        self.verdict = verdict


class ExerciseItem(pytest.Item):
    """The test that an exercise is."""

    def runtest(self) -> None:
        """Raises NotPassed; an exercise that has not been started is skipped."""
        from grader.errors import GradusError
        from grader.verdict import Outcome

        grading = self.config.stash[_GRADING]
        path = grading.exercise(self.path)
        assert path is not None
        try:
            verdict = grading.judge(path, self.path)
        except GradusError as problem:
            pytest.fail(str(problem), pytrace=False)
        if verdict.outcome is Outcome.NOT_STARTED:
            pytest.skip("not started")
        if not verdict.passed:
            raise NotPassed(verdict)

    def repr_failure(self, excinfo: Any, style: Any = None) -> str:
        """The page that ``grade`` would show."""
        if not isinstance(excinfo.value, NotPassed):
            return str(super().repr_failure(excinfo, style))
        from grader.render.layout import plain
        from grader.render.page import page

        return plain(page(excinfo.value.verdict, 80))

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, f"exercise {self.path.parent.name}/{self.name}"
