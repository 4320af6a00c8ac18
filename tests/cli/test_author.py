"""``new``, ``sync`` and ``build``."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader.pack import open_pack
from tests.cli.conftest import Grade
from tests.conftest import TOY


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the toy course to stand in."""
    root = tmp_path / "course"
    shutil.copytree(TOY, root, ignore=shutil.ignore_patterns("__pycache__", ".gradus", "exercises"))
    monkeypatch.chdir(root)
    monkeypatch.setenv("GRADUS_CACHE", str(tmp_path / "cache"))
    return root


def test_sync_writes_the_stubs_once(course: Path, grade: Grade) -> None:
    code, out, _ = grade("sync", "--check")
    assert code == 1 and "exercises/vectors/weigh.py would be written" in out
    assert not (course / "exercises/vectors").exists()
    code, out, _ = grade("sync")
    assert code == 0 and out.count(" written\n") == 3
    assert grade("sync") == (0, "exercises/ is up to date.\n", "")
    assert grade("sync", "--check") == (0, "exercises/ is up to date.\n", "")


def test_sync_follows_the_solutions_without_a_copy_of_old_stubs(course: Path, grade: Grade) -> None:
    grade("sync")
    solution = course / "solutions/vectors/halve.py"
    solution.write_text(solution.read_text().replace("Halve a whole number", "Halve a number"))
    code, out, _ = grade("sync")
    assert (code, out) == (0, "exercises/vectors/halve.py written\n")
    assert "Halve a number" in (course / "exercises/vectors/halve.py").read_text()


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("raise NotImplementedError()", "return n"),
        lambda text: text + "\n\ndef helper():\n    return 1\n",
        lambda text: text.replace("# YOUR CODE HERE", "# an idea of mine"),
        lambda text: "import math\n" + text,
    ],
    ids=["answer", "helper", "comment", "import"],
)
def test_sync_keeps_a_copy_of_a_changed_stub(course: Path, grade: Grade, change: object) -> None:
    grade("sync")
    file = course / "exercises/vectors/halve.py"
    mine = change(file.read_text())  # type: ignore[operator]
    file.write_text(mine)
    assert grade("sync", "--check").code == 1
    assert file.read_text() == mine
    assert grade("sync").code == 0
    (copy,) = (course / "exercises/.gradus/backups").rglob("*.py")
    assert copy.read_text() == mine


def test_sync_removes_only_untouched_stubs_of_exercises_that_are_gone(
    course: Path, grade: Grade
) -> None:
    grade("sync")
    (course / "exercises/vectors/halve.py").write_text("def halve(n):\n    return n // 2\n")
    manifest = course / "course.toml"
    chance = '[chapters.chance]\ntitle = "C"\nexercises = { coin_flips = 1 }\n'
    manifest.write_text(f'title = "T"\n{chance}')
    code, out, _ = grade("sync", "--check")
    assert code == 1 and "exercises/vectors/weigh.py would be removed" in out
    code, out, _ = grade("sync")
    assert "halve.py belongs to no exercise, but somebody has worked in it" in out
    assert not (course / "exercises/vectors/weigh.py").exists()
    assert (course / "exercises/vectors/halve.py").exists()


def test_a_new_exercise_works_as_it_is(course: Path, grade: Grade) -> None:
    before = (course / "course.toml").read_text()
    code, out, _ = grade("new", "shapes/square_sides")
    assert code == 0 and "solutions/shapes/square_sides.py" in out
    assert (course / "course.toml").read_text().startswith(before.rstrip("\n"))
    assert grade("sync").code == 0
    code, out, _ = grade("--submission", "solutions", "square_sides")
    assert code == 0
    assert out.startswith("✓ shapes/square_sides passed: 1 of 1 point")
    wrong = "def square_sides(x):\n    return 2 * x\n"
    (course / "exercises/shapes/square_sides.py").write_text(wrong)
    code, out, _ = grade()
    assert code == 1 and "This looks like: doubles instead." in out


def test_a_pack_is_built_for_others(course: Path, grade: Grade, tmp_path: Path) -> None:
    directory = str(tmp_path / "pack")
    code, out, err = grade("build", "halve", "--output", directory, "--seed", "7")
    assert code == 0
    assert out.startswith(f"1 exercise in {directory} (built 1 of them in ")
    assert err == "Building (1) ...\n"
    pack = open_pack(Path(directory))
    assert (pack.paths, pack.seed) == (["vectors/halve"], 7)
    code, out, err = grade("build", "halve", "--seed", "7")
    assert code == 0 and "(all built before)" in out and err == ""


def test_a_broken_declaration_names_its_line(course: Path, grade: Grade) -> None:
    file = course / "reference/vectors/halve.py"
    file.write_text("x = 1\nraise ValueError('why')\n")
    code, out, err = grade("build", "halve")
    assert (code, out) == (2, "")
    assert f"grade: {file}:2: the declaration raised ValueError: why; mend this line.\n" in err


@pytest.mark.parametrize(
    ("before", "after", "line", "told"),
    [
        ("reference(n: int)", "reference(m)", "def reference", "the reference takes (m), but the"),
        ("return n // 2", "return n // 0", "return n // 0", "the reference raised ZeroDivisionE"),
        ("(halve, n)", "(halve, k)", "@law()", "the law doubling_is_undone takes k, which"),
        ("n), n)", "n), n + 1)", "@law()", "the model solution breaks the law doubling_is_undone"),
        ('"n": scalar', '"m": scalar', "inputs=", "inputs describe (m), but the solution"),
    ],
)
def test_what_is_wrong_in_a_declaration_is_said_with_its_line(
    course: Path, grade: Grade, before: str, after: str, line: str, told: str
) -> None:
    file = course / "reference/vectors/halve.py"
    assert before in file.read_text()
    file.write_text(file.read_text().replace(before, after))
    rows = file.read_text().splitlines()
    number = next(n for n, row in enumerate(rows, 1) if row.strip().startswith(line))
    code, _, err = grade("build", "halve")
    assert code == 2 and f"{file}:{number}: {told}" in err


def test_a_declaration_that_is_not_there_is_to_be_written(course: Path, grade: Grade) -> None:
    file = course / "reference/vectors/halve.py"
    file.unlink()
    code, _, err = grade("build", "halve")
    assert code == 2
    assert f"{file} is missing; write it, or take the exercise out of course.toml." in err
