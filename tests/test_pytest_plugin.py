"""``pytest --gradus``: exercises as tests of pytest's, and nothing of it unless asked for."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.pack import Pack
from tests.cli.conftest import WRONG
from tests.conftest import TOY


@pytest.fixture
def run(toy: Pack, cache: Path, tmp_path: Path):  # type: ignore[no-untyped-def]
    def pytest_in(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
            cwd=folder,
            env={**os.environ, "GRADUS_CACHE": str(cache), "NO_COLOR": "1"},
            capture_output=True,
            text=True,
        )

    return pytest_in


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(TOY / "exercises", tmp_path / "exercises")
    shutil.copy(TOY / "solutions/vectors/halve.py", tmp_path / "exercises/vectors/halve.py")
    (tmp_path / "exercises/vectors/weigh.py").write_text(WRONG)
    return tmp_path


def test_each_exercise_is_a_test(run, folder: Path) -> None:  # type: ignore[no-untyped-def]
    done = run(folder, "--gradus", "--gradus-course", str(TOY), "exercises", "-rA")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 failed, 1 passed, 1 skipped" in done.stdout
    assert "This looks like: divides by everything." in done.stdout
    assert "Traceback" not in done.stdout
    assert "vectors/halve.py::halve" in done.stdout
    assert "not started" in done.stdout


def test_without_the_option_nothing_is_collected(run, folder: Path) -> None:  # type: ignore[no-untyped-def]
    assert "no tests ran" in run(folder, "exercises").stdout


def test_without_a_course_it_says_so(run, folder: Path) -> None:  # type: ignore[no-untyped-def]
    done = run(folder, "--gradus", "exercises")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "There is no course here" in done.stderr
