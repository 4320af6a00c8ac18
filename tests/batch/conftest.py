"""A gradebook whose secret pack is built already, and a folder for submissions."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader import cli
from grader.gradebook.book import Gradebook
from grader.grades import Standing
from grader.pack import Pack
from tests.cli.conftest import Done
from tests.conftest import TOY

RIGHT = "def halve(n):\n    return n // 2\n"
WRONG = "def halve(n):\n    return int(n / 2)\n"  # rounds towards zero
WEIGH = "import numpy as np\n\n\ndef weigh(x, axis=-1):\n    return x / x.sum()\n"

Grade = Callable[..., Done]


def notebook(*cells: str) -> str:
    made = [
        {
            "cell_type": "code",
            "source": cell,
            "metadata": {},
            "outputs": [],
            "execution_count": None,
        }
        for cell in cells
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture(scope="session")
def prepared(toy: Pack, cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A gradebook with nobody in it; what freezes its secret seed takes seconds, once."""
    place = tmp_path_factory.mktemp("prepared")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADUS_CACHE", str(cache))
        work = place / "class" / "nobody"
        work.mkdir(parents=True)
        (work / "halve.py").write_text(RIGHT)
        (work / "weigh.py").write_text(WEIGH)
        words = ["batch", str(place / "class"), "vectors", "--gradebook", str(place / "empty.db")]
        assert cli.main([*words, "--course", str(TOY)]) == 0
        assert (
            cli.main(
                ["forget", "nobody", "--why", "a test", "--gradebook", str(place / "empty.db")]
            )
            == 0
        )
    return place / "empty.db"


@pytest.fixture
def book(
    prepared: Path, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """A gradebook's file in an empty folder that is stood in."""
    monkeypatch.setenv("GRADUS_CACHE", str(cache))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.chdir(tmp_path)
    shutil.copy(prepared, tmp_path / "grades.db")
    (tmp_path / "class").mkdir()
    yield tmp_path / "grades.db"


@pytest.fixture
def grade(book: Path, capsys: pytest.CaptureFixture[str]) -> Grade:
    """Run a command on the gradebook."""
    capsys.readouterr()

    def run(command: str, *arguments: str) -> Done:
        words = [command, *arguments, "--gradebook", str(book)]
        if command in ("batch", "regrade"):
            words += ["--course", str(TOY)] if "--course" not in arguments else []
        code = cli.main(words)
        return Done(code, *capsys.readouterr())

    return run


def standing(book: Path) -> Standing:
    with Gradebook(str(book)) as opened:
        return opened.standing()


def points(book: Path) -> dict[tuple[str, str], float | None]:
    return {(g.student, g.exercise.split("/")[1]): g.points for g in standing(book).grades}


def hand_in(folder: Path, **files: str) -> Path:
    """Write a student's folder; ``halve`` is halve.py."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    return folder
