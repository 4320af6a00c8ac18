"""A student kit where neither torch nor Hypothesis can be had: graded, with the full page."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.assign.conftest import MISSING, WRONG, Released
from tests.conftest import TOY


def command(python: Path | str, kit: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python, "-P", "-m", "grader", *arguments],
        cwd=kit,
        env={"PATH": "/usr/bin:/bin", "HOME": str(kit)},
        capture_output=True,
        text=True,
    )


def test_a_student_without_torch_gets_the_same_page(
    released: Released, student_python: Path
) -> None:
    kit = released("py")
    file = kit / "exercises/vectors/weigh.py"
    file.write_text(file.read_text().replace(MISSING, WRONG))
    done = command(student_python, kit)
    assert done.returncode == 1, done.stderr
    for told in (
        "failed",
        "For this input:",
        "This looks like: divides by everything.",
        "This divides by the sum of all numbers.",
        "from vectors.weigh import weigh",
    ):
        assert told in done.stdout
    assert done.stdout == command(sys.executable, kit).stdout


def test_a_solved_kit_passes_and_remembers(released: Released, student_python: Path) -> None:
    kit = released("py")
    shutil.copytree(TOY / "solutions", kit / "exercises", dirs_exist_ok=True)
    done = command(student_python, kit)
    assert done.returncode == 0 and "4 / 4 points" in done.stdout
    progress = command(student_python, kit, "progress")
    assert "3 of 3 exercises passed" in progress.stdout
    # One file by its place in the kit, and the folder of the exercises to stand in.
    assert command(student_python, kit, "exercises/vectors/weigh.py").returncode == 0
    assert command(student_python, kit / "exercises", "weigh").returncode == 0


def test_every_command_of_the_readme_works(released: Released, student_python: Path) -> None:
    kit = released("py")
    readme = (kit / "README.md").read_text()
    commands = [row.split("   ")[0].split() for row in readme.split("    ") if row[:5] == "grade"]
    assert ["grade", "hint", "weigh"] in commands and len(commands) == 6
    for _, *arguments in commands:
        done = command(student_python, kit, *arguments)
        assert done.returncode in (0, 1), done.stderr
    wheel = next(kit.glob("*.whl")).name
    assert f"pip install ./{wheel}" in readme


def test_ci_grades_a_kit_by_its_own_pack_only_when_told(
    released: Released, student_python: Path
) -> None:
    kit = released("py")
    shutil.copytree(TOY / "solutions", kit / "exercises", dirs_exist_ok=True)
    refused = command(student_python, kit, "ci")
    assert refused.returncode == 2 and "inside the checkout" in refused.stderr
    done = command(student_python, kit, "ci", "--course", "pack")
    assert done.returncode == 0 and "4 / 4 points" in done.stdout


def test_a_folder_file_that_leads_out_is_refused(released: Released, student_python: Path) -> None:
    kit = released("py")
    (kit / "gradus.toml").write_text('course = "pack"\nexercises = "../elsewhere"\n')
    done = command(student_python, kit)
    assert done.returncode == 2 and "must name a folder in it" in done.stderr
