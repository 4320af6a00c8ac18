"""``init``, ``list``, ``show``, ``hint``, ``reset`` and ``progress``."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from grader.pack import Pack
from tests import snapshot
from tests.cli.conftest import WRONG, Grade
from tests.conftest import TOY


def test_a_folder_holds_the_stubs_and_names_its_course(student: Path, grade: Grade) -> None:
    files = sorted(str(f.relative_to(student)) for f in student.rglob("*") if f.is_file())
    assert files == [
        "README.md",
        "chance/coin_flips.py",
        "gradus.toml",
        "vectors/halve.py",
        "vectors/weigh.py",
    ]
    assert json.dumps(str(TOY)) in (student / "gradus.toml").read_text()
    assert "grade hint weigh" in (student / "README.md").read_text()
    assert "SOLUTION" not in (student / "vectors/weigh.py").read_text()


def test_init_again_adds_what_is_missing_and_keeps_what_is_changed(
    student: Path, grade: Grade
) -> None:
    (student / "vectors/weigh.py").write_text(WRONG)
    (student / "README.md").write_text("mine")
    (student / "vectors/halve.py").unlink()
    code, out, _ = grade("init", ".")
    assert code == 0
    assert out == (
        f"1 exercise of A toy course in {student}.\n"
        "1 file that you have changed stayed as it was.\n"
    )
    assert (student / "vectors/weigh.py").read_text() == WRONG
    assert (student / "README.md").read_text() == "mine"
    assert (student / "vectors/halve.py").exists()


def test_a_folder_belongs_to_one_course(student: Path, grade: Grade, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(TOY, other)
    code, _, err = grade("init", str(student), "--course", str(other))
    assert code == 2 and f"is a folder of the course {TOY}; name another folder." in err


def test_the_list_reads_like_this(student: Path, grade: Grade) -> None:
    shutil.copy(TOY / "solutions/vectors/halve.py", student / "vectors/halve.py")
    (student / "vectors/weigh.py").write_text(WRONG)
    grade()
    code, out, _ = grade("list")
    assert code == 0
    snapshot.check("list.txt", out)
    assert "coin_flips" not in grade("list", "vectors").out


def test_progress_is_what_was_last_graded(student: Path, grade: Grade) -> None:
    assert grade("progress").out.startswith("Nothing has been graded here yet")
    shutil.copy(TOY / "solutions/vectors/halve.py", student / "vectors/halve.py")
    grade()
    snapshot.check("progress.txt", grade("progress").out)


def test_the_statement_is_shown(student: Path, grade: Grade) -> None:
    code, out, _ = grade("show", "weigh", "halve")
    assert code == 0
    assert "def weigh(x: np.ndarray, axis: int = -1) -> np.ndarray:" in out
    assert "── vectors/halve ─" in out and "1 point" in out


def test_hints_grow_stronger_and_the_last_stays(student: Path, grade: Grade) -> None:
    given = [grade("hint", "weigh").out for _ in range(4)]
    assert given[0] == "Hint 1 of 3: What must all shares add up to?\n"
    assert given[1] == "Hint 2 of 3: Sum along the axis.\n"
    assert given[2] == given[3] == "Hint 3 of 3: keepdims=True helps.\nThis is the last hint.\n"
    assert (student / ".gradus/.gitignore").read_text() == "*\n"


@pytest.mark.parametrize("text", ["", "[]", "{", '{"hints": 3, "results": {"x": 1}}', "\0"])
def test_a_damaged_state_begins_anew(student: Path, grade: Grade, text: str) -> None:
    (student / ".gradus").mkdir()
    (student / ".gradus/state.json").write_text(text)
    assert grade("hint", "weigh").out.startswith("Hint 1 of 3")
    assert grade("hint", "weigh").out.startswith("Hint 2 of 3")


def test_without_a_place_for_the_state_everything_else_works(student: Path, grade: Grade) -> None:
    (student / ".gradus").write_text("a file in the way")
    assert grade("hint", "weigh").code == 0
    shutil.copy(TOY / "solutions/vectors/halve.py", student / "vectors/halve.py")
    assert grade().code == 0


def test_reset_keeps_a_copy_of_what_was_changed(student: Path, grade: Grade) -> None:
    file = student / "vectors/weigh.py"
    stub = file.read_text()
    assert grade("reset", "weigh").out == "vectors/weigh has not been changed.\n"
    file.write_text(WRONG)
    code, out, _ = grade("reset", "weigh")
    assert code == 0 and file.read_text() == stub
    (copy,) = (student / ".gradus/backups").rglob("*.py")
    assert copy.read_text() == WRONG and str(copy) in out
    file.write_text(WRONG)
    grade("reset", "weigh")
    assert len(list((student / ".gradus/backups").rglob("*.py"))) == 2


def test_without_a_copy_nothing_is_reset(student: Path, grade: Grade) -> None:
    (student / ".gradus").write_text("a file in the way")
    (student / "vectors/weigh.py").write_text(WRONG)
    code, _, err = grade("reset", "weigh")
    assert code == 3 and "it is as it was" in err
    assert (student / "vectors/weigh.py").read_text() == WRONG


def test_a_file_that_is_gone_comes_back(student: Path, grade: Grade) -> None:
    (student / "vectors/weigh.py").unlink()
    assert grade("reset", "vectors").code == 0
    assert (student / "vectors/weigh.py").exists()


def test_the_doctor_and_the_cache_answer(here: Path, toy: Pack, grade: Grade) -> None:
    code, out, _ = grade("doctor", "--course", str(TOY))
    assert code == 0 and out.endswith("Ready to grade.\n")
    assert all(word in out for word in ("python", "numpy", "torch", "isolation", "A toy course"))
    assert "`grade cache --clean` removes it." in grade("cache").out


@pytest.mark.parametrize("option", [(), ("--clean",)])
def test_a_cache_that_is_no_folder_is_said(
    here: Path, grade: Grade, monkeypatch: pytest.MonkeyPatch, option: tuple[str, ...]
) -> None:
    (here / "file").write_text("")
    monkeypatch.setenv("GRADUS_CACHE", str(here / "file"))
    code, out, err = grade("cache", *option)
    assert (code, out) == (2, "")
    assert err == f"grade: {here / 'file'} is no folder; set GRADUS_CACHE to one.\n"


def test_an_empty_cache_is_cleaned_too(
    here: Path, grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADUS_CACHE", str(here / "none"))
    assert grade("cache", "--clean")[:2] == (0, "Nothing is cached.\n")
