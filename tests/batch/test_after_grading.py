"""`grade regrade`, `override`, `extend`, `replay` and `forget`, on a class that was graded."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader import build, cli
from grader.pack import open_pack
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


def test_points_of_the_instructors_own_are_kept_and_a_regrade_gives_them_to_all(
    graded: Path, grade: Grade
) -> None:
    hand_in(Path("class/cid"), halve=RIGHT)
    done = grade("batch", "class", "vectors", "--points", "halve=3", "--points", "vectors=5")
    assert done.code == 0, done.err
    # What was judged before is judged by what counted then.
    assert "Other points than before: vectors/weigh, vectors/halve; `grade regrade`" in done.out
    assert (points(graded)[("ada", "halve")], points(graded)[("cid", "halve")]) == (1.0, 3.0)
    assert {e.path: e.points for e in standing(graded).exercises} == {
        "vectors/weigh": 5.0,
        "vectors/halve": 3.0,
    }
    # Nobody says it again, and nothing goes back to the course's points.
    hand_in(Path("class/dan"), halve=RIGHT)
    done = grade("batch", "class", "vectors")
    assert "Other points" not in done.out and points(graded)[("dan", "halve")] == 3.0
    done = grade("regrade")
    assert "2 were judged again; 1 grade changed." in done.out
    (row,) = [row.split() for row in done.out.splitlines() if row.startswith("ada ")]
    assert row[2:] == ["1", "3", "its", "points", "or", "weights", "changed"]
    assert "0 were judged again" in grade("regrade").out
    assert "judged again: passed, 3 points, as recorded" in (
        grade("replay", "ada", "halve", "--again", "--course", str(TOY)).out.lower()
    )
    done = grade("regrade", "--points", "halve=0.5")
    assert points(graded)[("ada", "halve")] == points(graded)[("dan", "halve")] == 0.5


def test_points_that_cannot_be_given_are_told_before_anything_is_judged(
    graded: Path, grade: Grade
) -> None:
    for given, sentence in (
        ("hlave=3", "Did you mean halve?"),
        ("halve=3,vectors/halve=4", "gives vectors/halve both 3 and 4"),
        ("halve=many", "'many' is not a number of points"),
    ):
        for command in (("batch", "class"), ("regrade",)):
            done = grade(*command, "--points", given)
            assert done.code == 2 and sentence in done.err, done
    pack = Path("pack")
    assert cli.main(["build", "halve", "--course", str(TOY), "--output", str(pack)]) == 0
    done = grade("batch", "class", "halve", "--course", "pack", "--points", "halve=3")
    assert done.code == 2 and "in the pack, which cannot be changed" in done.err
    assert points(graded)[("ada", "halve")] == 1.0


def test_the_packs_of_students_keep_the_courses_points(graded: Path, grade: Grade) -> None:
    hand_in(Path("class/cid"), halve=WRONG + "# later\n")
    grade("batch", "class", "halve", "--points", "halve=3")
    packs = [open_pack(p.parent) for p in build.cache_directory().rglob("seed-0-cpu/pack.json")]
    assert {
        pack.exercise("vectors/halve").points for pack in packs if "vectors/halve" in pack.files
    } == {1.0}


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


def test_the_student_reads_why_a_grade_was_set_and_not_why_a_date_was_moved(
    graded: Path, grade: Grade, capsys: pytest.CaptureFixture[str]
) -> None:
    grade("override", "bob", "halve", "--points", "0.5", "--why", "nearly there")
    grade("extend", "bob", "--until", "2030-01-01T10:00", "--why", "an operation")
    assert grade("report", "pages").code == 0
    assert grade("export", "out", "--format", "gradescope").code == 0
    [page] = Path("pages/students").glob("bob-*.html")
    for text in (page.read_text(), Path("out/bob/results.json").read_text()):
        assert "nearly there" in text and "operation" not in text
    for command, said in (("override", "kept and shown"), ("extend", "kept and not shown")):
        assert cli.main([command, "--help"]) == 0
        assert said in " ".join(capsys.readouterr().out.split())


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
    # Hours before the last of a class is judged.
    assert done.out.index("names halv") < done.out.index("judged, of which")
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


def test_an_export_and_a_report_say_that_class_toml_is_another(graded: Path, grade: Grade) -> None:
    commands = (("export", "grades.csv", "--format", "csv"), ("report", "pages"))
    sentence = "class.toml has changed since; `grade regrade` takes it in."

    def said() -> set[bool]:
        told = [grade(*command) for command in commands]
        assert [done.code for done in told] == [0, 0]
        return {sentence in done.out for done in told}

    assert said() == {False}  # there is none
    Path("class.toml").write_text("[late]\npercent_per_day = 20\n")
    assert said() == {True}
    grade("regrade")
    assert said() == {False}
    for content in (b"[late]\npercent_per_day = 30\n", b"\xff", b"[late"):
        Path("class.toml").write_bytes(content)
        assert said() == {True}


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
