"""What the tests of the command line share: the command itself, and places to stand in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from grader import cli
from grader.pack import Pack
from tests.conftest import TOY

WRONG = "import numpy as np\n\n\ndef weigh(x, axis=-1):\n    return x / x.sum()\n"


class Done(NamedTuple):
    """How a command ended: exit code, standard output and standard error."""

    code: int
    out: str
    err: str


Grade = Callable[..., Done]


@pytest.fixture
def grade(capsys: pytest.CaptureFixture[str]) -> Grade:
    """Run ``grade`` with these arguments."""

    def run(*arguments: str) -> Done:
        code = cli.main(arguments)
        return Done(code, *capsys.readouterr())

    return run


@pytest.fixture
def here(toy: Pack, cache: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder to stand in, with the toy course built in the cache."""
    monkeypatch.setenv("GRADUS_CACHE", str(cache))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def student(here: Path, grade: Grade, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A student's folder of the toy course."""
    assert grade("init", "work", "--course", str(TOY)).code == 0
    monkeypatch.chdir(here / "work")
    return here / "work"
