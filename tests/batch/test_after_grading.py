"""`grade regrade`, `override`, `extend`, `replay` and `forget`, on a class that was graded."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.batch.conftest import RIGHT, WEIGH, WRONG, Grade, hand_in, points, standing
from tests.conftest import TOY


@pytest.fixture
def graded(book: Path, grade: Grade) -> Path:
    hand_in(Path("class/ada"), halve=RIGHT)
    hand_in(Path("class/bob"), halve=WRONG)
    assert grade("batch", "class", "vectors").code == 0
    return book


def test_only_what_has_changed_is_judged_again_and_told(book: Path, grade: Grade) -> None:
    course = Path("course")
    shutil.copytree(TOY, course)
    hand_in(Path("class/ada"), halve=RIGHT, weigh=WEIGH)
    hand_in(Path("class/bob"), halve=WRONG)
    assert grade("batch", "class", "vectors", "--course", "course").code == 0
    untouched = grade("regrade", "--course", "course")
    assert "0 were judged again; 0 grades changed." in untouched.out

    # The exercise now wants what only bob does.
    for tree in ("solutions", "reference"):
        file = course / tree / "vectors" / "halve.py"
        text = file.read_text().replace("n // 2", "HALF").replace("int(n / 2)", "n // 2")
        file.write_text(text.replace("HALF", "int(n / 2)").replace("    -2\n", "    -1\n"))
    again = grade("regrade", "--course", "course")
    assert again.code == 0, again.err
    assert "2 were judged again" in again.out
    rows = [row.split() for row in again.out.splitlines() if "vectors/halve" in row]
    assert rows and all(row[-3:] == ["the", "exercise", "changed"] for row in rows)
    assert points(book)[("ada", "halve")] == 0.0
    assert "0 were judged again; 0 grades changed." in grade("regrade", "--course", "course").out


def test_another_seed_judges_everything_again(graded: Path, grade: Grade) -> None:
    Path("seed").write_text("the dog ate my seed\n")
    done = grade("regrade", "--seed-file", "seed")
    assert "2 were judged again; 0 grades changed." in done.out
    assert "dog" not in done.out + done.err


def test_an_override_and_an_extension_are_kept_with_their_reasons(
    graded: Path, grade: Grade
) -> None:
    assert grade("override", "bob", "halve", "--points", "0.5", "--why", "close").code == 0
    assert points(graded)[("bob", "halve")] == 0.5
    assert grade("extend", "bob", "--until", "2030-01-01T10:00", "--why", "ill").code == 0
    done = grade("replay", "bob", "halve")
    assert "set to 0.5 by" in done.out and ": close" in done.out
    assert "due date moved to 2030-01-01T10:00:00+00:00 by" in done.out
    assert grade("override", "bob", "halve", "--withdraw", "--why", "no").code == 0
    assert points(graded)[("bob", "halve")] == 0.0


def test_an_appeal_is_told_what_counts_and_why(book: Path, grade: Grade) -> None:
    folder = hand_in(Path("class/ada"), halve=RIGHT)
    (folder / "timestamp.txt").write_text("2026-07-02T13:00:00+00:00")
    hand_in(Path("class/bob"), weigh=WEIGH)
    assert grade("batch", "class", "vectors").code == 0
    assert "  counts 1\n" in grade("replay", "ada", "halve").out
    rules = "[late]\npercent_per_day = 20\n[assignments.a]\ndue = 2026-07-02T12:00:00\n"
    Path("class.toml").write_text(f"{rules}exercises = ['halv']\n")
    done = grade("batch", "class", "vectors")
    assert "class.toml names halv, which is not here; did you mean halve?" in done.out
    Path("class.toml").write_text(rules)
    done = grade("regrade")
    assert "class.toml has changed, and with it these grades:" in done.out
    (row,) = [row.split() for row in done.out.splitlines() if row.startswith("ada ")]
    assert row[:4] == ["ada", "vectors/halve", "1", "0.8"]
    assert "  counts 0.8. Handed in 1 hour after the due date: 20%" in (
        grade("replay", "ada", "halve").out
    )
    grade("override", "bob", "halve", "--points", "1", "--why", "an oral exam")
    done = grade("replay", "bob", "halve")
    assert done.code == 2 and "Nothing that bob handed in" in done.err
    assert "nothing of it was handed in" in done.out and "set to 1 by" in done.out


def test_a_verdict_is_shown_again_from_its_record(graded: Path, grade: Grade) -> None:
    shutil.rmtree("class")
    done = grade("replay", "bob", "halve", "--source")
    assert done.code == 0
    assert "return int(n / 2)" in done.out
    assert "failed, 0 of 1 point" in done.out and "of the secret seed" in done.out
    shown = grade("replay", "bob", "halve", "--shown")
    assert "of the secret seed" not in shown.out
    again = grade("replay", "bob", "halve", "--again", "--course", str(TOY))
    assert again.code == 0
    assert "Judged again: failed, 0 points, as recorded." in again.out


def test_of_a_forgotten_student_no_grade_is_left(graded: Path, grade: Grade) -> None:
    done = grade("forget", "bob", "--why", "asked to be")
    assert done.code == 0 and "rows were deleted" in done.out
    assert [student.key for student in standing(graded).students] == ["ada"]
    assert b"bob" not in graded.read_bytes()
    assert grade("replay", "bob", "halve").code == 2


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (("override", "ada", "halve", "--why", "x"), "Say --points N, or --withdraw"),
        (("override", "ada", "halve", "--points", "1", "--why", " "), "Say why"),
        (("override", "ada", "vectors", "--points", "1", "--why", "x"), "means several"),
        (("override", "adda", "halve", "--points", "1", "--why", "x"), "Did you mean ada"),
        (("extend", "ada", "--until", "later", "--why", "x"), "'later' is no time"),
        (("replay", "ada", "weigh"), "Nothing that ada handed in for vectors/weigh"),
        (("override", "ada", "coin_flips", "--points", "1", "--why", "x"), "No batch has graded"),
        (("override", "ada", "halve", "--withdraw", "--why", "x"), "there is none to undo"),
        (("forget", "nobody", "--why", "x"), "knows no student nobody"),
    ],
)
def test_a_wrong_command_changes_nothing(
    graded: Path, grade: Grade, command: tuple[str, ...], sentence: str
) -> None:
    before = points(graded)
    done = grade(*command)
    assert done.code == 2 and sentence in done.err
    assert points(graded) == before
