"""What the tests share: the toy course, its pack, and one sandbox."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.build import fresh
from grader.course import Course, read_course
from grader.examine import examine
from grader.model import Source
from grader.pack import Pack
from grader.sandbox.pool import Limits, Sandbox
from grader.verdict import Verdict

ROOT = Path(__file__).parent.parent
TOY = Path(__file__).parent / "toy"

Judge = Callable[..., Verdict]


def paths(course: Course) -> list[str]:
    return [entry.path for chapter in course.chapters for entry in chapter.exercises]


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def toy(cache: Path) -> Pack:
    """The toy course's pack."""
    course = read_course(TOY)
    return fresh(course, paths(course), cache=cache)


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as opened:
        yield opened


@pytest.fixture
def judge(toy: Pack, sandbox: Sandbox) -> Judge:
    """Judge source text as a submission to an exercise of the toy course."""

    def judged(code: str | None, path: str = "vectors/weigh", **limits: float) -> Verdict:
        chapter_and_name = path.split("/")
        source = Source(path, f"{chapter_and_name[0]}/{chapter_and_name[1]}.py", code)
        return examine(toy.exercise(path), source, sandbox, Limits(**limits))  # type: ignore[arg-type]

    return judged
