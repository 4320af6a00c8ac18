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
            timeout=120,
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


# What pytest would run of a folder, if it were let: each ends it at once, with the code of success.
LEAVES = "import os\nos._exit(0)\n"


@pytest.mark.parametrize("place", [".", "exercises"])
def test_what_is_imported_later_does_not_come_from_the_folder(
    run,  # type: ignore[no-untyped-def]
    folder: Path,
    place: str,
) -> None:
    """Where ``python -m pytest`` stands, and where the folder's configuration points."""
    for name in ("numpy", "colorsys", "fractions"):
        (folder / place / f"{name}.py").write_text(LEAVES)
    configured = '[tool.pytest.ini_options]\npythonpath = ["exercises"]\n'
    (folder / "pyproject.toml").write_text(configured)
    done = run(folder, "--gradus", f"--gradus-course={TOY}", "exercises")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 failed, 1 passed, 1 skipped" in done.stdout


def test_a_file_that_is_named_runs_in_the_sandbox_alone(run, folder: Path) -> None:  # type: ignore[no-untyped-def]
    write = (folder / "exercises/vectors").joinpath
    write("weigh.py").write_text(LEAVES + WRONG)
    write("halve.py").write_text("while True:\n    pass\n")
    named = ["exercises/vectors/weigh.py", "exercises/vectors/halve.py::halve"]
    done = run(folder, "--gradus", "--gradus-course", str(TOY), *named)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "2 failed" in done.stdout
    assert "Traceback" not in done.stdout


def test_a_file_that_is_not_python_is_a_page_of_ours(run, folder: Path) -> None:  # type: ignore[no-untyped-def]
    (folder / "exercises/vectors/weigh.py").write_text("def weigh(x:\n")
    done = run(folder, "--gradus", "--gradus-course", str(TOY), "exercises/vectors/weigh.py")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 failed" in done.stdout and "is not Python" in done.stdout
    assert "Interrupted" not in done.stdout and "Traceback" not in done.stdout


@pytest.mark.parametrize("named", ["halve.py", "halve.py::halve"])
def test_a_file_that_is_named_is_one_test(run, folder: Path, named: str) -> None:  # type: ignore[no-untyped-def]
    file = f"exercises/vectors/{named}"
    done = run(folder, "--gradus", f"--gradus-course={TOY}", "--doctest-modules", file, "-rA")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "collected 1 item" in done.stdout
    assert "PASSED exercises/vectors/halve.py::halve" in done.stdout


def test_nothing_beside_exercises_is_run(run, folder: Path) -> None:  # type: ignore[no-untyped-def]
    for place in (folder, folder / "exercises", folder / "exercises/vectors"):
        for name in ("conftest.py", "__init__.py", "test_mine.py"):
            (place / name).write_text(LEAVES)
        (place / "test_mine.txt").write_text(">>> import os\n>>> os._exit(0)\n")
    done = run(folder, "--gradus", "--gradus-course", str(TOY), ".")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 failed, 1 passed, 1 skipped" in done.stdout


def test_the_name_of_a_module_is_not_imported(run, folder: Path) -> None:  # type: ignore[no-untyped-def]
    (folder / "exercises/__init__.py").write_text(LEAVES)
    module = "exercises.vectors.weigh"
    done = run(folder, "--gradus", "--gradus-course", str(TOY), "--pyargs", module)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "not found: exercises.vectors.weigh" in done.stderr


def test_what_is_no_exercise_is_not_run_when_it_is_named(run, folder: Path) -> None:  # type: ignore[no-untyped-def]
    (folder / "test_mine.py").write_text(LEAVES)
    done = run(folder, "--gradus", "--gradus-course", str(TOY), "test_mine.py")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "not found" in done.stderr


def test_without_the_option_a_folders_own_tests_are_as_they_were(run, folder: Path) -> None:  # type: ignore[no-untyped-def]
    fixture = "import pytest\n\n\n@pytest.fixture\ndef two():\n    return 2\n"
    (folder / "conftest.py").write_text(fixture)
    (folder / "test_mine.py").write_text("def test_two(two):\n    assert two == 2\n")
    assert "1 passed" in run(folder).stdout
