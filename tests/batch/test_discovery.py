"""Submissions as people hand them in: folders, notebooks, zips, nbgrader's layout, checkouts."""

from __future__ import annotations

import io
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from grader.batch.discovery import Place, Submission, places, read_place
from grader.batch.roster import Roster, read_roster
from grader.errors import UsageError
from grader.grades import Student
from grader.lateness import Rules
from tests.batch.conftest import RIGHT, WRONG, hand_in, notebook

WANTED = ["vectors/weigh", "vectors/halve"]
STUB = "def weigh(x):\n    return x\n"


def read(path: Path, roster: Roster | None = None, rules: Rules | None = None) -> Submission:
    return read_place(Place("ada", path), WANTED, roster or Roster(), rules or Rules())


def codes(told: Submission) -> dict[str, str]:
    return {s.exercise.split("/")[1]: (s.code or s.problem).strip() for s, _ in told.sources}


def refused(path: Path) -> str:
    """The sentence about a submission of which nothing is judged."""
    told = read(path)
    assert told.sources == ()
    return told.problem


def zipped(**files: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return made.getvalue()


def test_files_stand_in_chapters_or_alone_or_deeper(tmp_path: Path) -> None:
    for number, place in enumerate(("", "vectors", "hand-in/vectors", "repo/exercises/vectors")):
        folder = hand_in(tmp_path / str(number) / place, halve=RIGHT)
        assert codes(read(tmp_path / str(number))) == {"halve": RIGHT.strip()}, folder


def test_of_a_kit_the_exercises_count_and_not_copies_elsewhere(tmp_path: Path) -> None:
    hand_in(tmp_path / "kit" / "exercises" / "vectors", halve=RIGHT)
    hand_in(tmp_path / "kit" / "old" / "vectors", halve=WRONG)
    assert codes(read(tmp_path)) == {"halve": RIGHT.strip()}
    hand_in(tmp_path / "kit2" / "exercises" / "vectors", halve=WRONG)
    told = read(tmp_path)
    assert codes(told) == {} and "more than once" in told.problem


def test_notebooks_in_folders_and_zips_are_read(tmp_path: Path) -> None:
    book = notebook("import numpy as np", "C = 2", "def halve(n):\n    return n // C", "halve(3)")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "work.ipynb").write_text(book)
    (tmp_path / "a.zip").write_bytes(zipped(hand_in__work_dot_ipynb=book))
    (tmp_path / "moodle").mkdir()
    (tmp_path / "moodle" / "hw.zip").write_bytes(zipped(work_dot_ipynb=book, weigh_dot_py=STUB))
    for name in ("folder", "a.zip", "folder/work.ipynb"):
        code = codes(read(tmp_path / name))["halve"]
        assert "C = 2" in code and "halve(3)" not in code
    assert set(codes(read(tmp_path / "moodle"))) == {"halve", "weigh"}


def test_copies_that_editors_keep_are_passed_over(tmp_path: Path) -> None:
    for folder in (".ipynb_checkpoints", "__MACOSX", "venv/lib", ".git"):
        hand_in(tmp_path / folder, halve=WRONG)
    assert "holds none of the exercises" in read(tmp_path).problem


def test_two_notebooks_that_define_the_same_are_told(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.ipynb").write_text(notebook(RIGHT))
    told = read(tmp_path)
    assert codes(told) == {}
    assert told.problem == "a.ipynb and b.ipynb both define vectors/halve; leave one of the two."


def test_what_can_be_read_beside_a_broken_notebook_is(tmp_path: Path) -> None:
    hand_in(tmp_path, halve=RIGHT)
    (tmp_path / "broken.ipynb").write_text("{")
    told = read(tmp_path)
    assert codes(told) == {"halve": RIGHT.strip()}
    assert "broken.ipynb is no notebook" in told.problem


def test_bombs_and_paths_that_climb_out_are_refused(tmp_path: Path) -> None:
    (tmp_path / "bomb.zip").write_bytes(zipped(halve_dot_py="#" * (300 << 20)))
    assert "larger than 1 MB" in refused(tmp_path / "bomb.zip")
    (tmp_path / "out.zip").write_bytes(zipped(**{"..__..__vectors__halve_dot_py": RIGHT}))
    assert "leads out of the zip" in refused(tmp_path / "out.zip")
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(10_001):
            archive.writestr(f"{number}.txt", "")
    (tmp_path / "many.zip").write_bytes(many.getvalue())
    assert "files; hand in the exercises alone" in read(tmp_path / "many.zip").problem


def test_what_cannot_be_read_is_not_replaced_by_what_lies_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "weigh.py").symlink_to("/etc/passwd")
    (tmp_path / "work.ipynb").write_text(notebook(STUB, RIGHT))
    (tmp_path / "more.zip").write_bytes(zipped(weigh_dot_py=STUB))
    told = read(tmp_path)
    assert codes(told) == {"halve": RIGHT.strip()}
    assert told.problem == "weigh.py is a link, or lies behind one; put the file itself there."


def test_a_notebook_with_too_much_code_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "work.ipynb").write_text(notebook(f"{RIGHT}    return '{'x' * (1 << 20)}'\n"))
    assert "it holds more than 262,144 characters of code" in refused(tmp_path)


def test_content_that_is_no_text_is_a_source_that_cannot_be_run(tmp_path: Path) -> None:
    (tmp_path / "halve.py").write_bytes(b"# \xff\n")
    told = read(tmp_path)
    assert "is not UTF-8" in codes(told)["halve"] and told.problem == ""


def test_a_zip_in_a_zip_and_zips_without_number_are_named(tmp_path: Path) -> None:
    inner = zipped(weigh_dot_py=STUB)
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr("halve.py", RIGHT)
        archive.writestr("week/more.zip", inner)
    (tmp_path / "a.zip").write_bytes(outer.getvalue())
    told = read(tmp_path / "a.zip")
    assert codes(told) == {"halve": RIGHT.strip()}
    assert told.problem == "week/more.zip is a zip in a zip; hand in what it holds."
    (tmp_path / "many").mkdir()
    for number in range(21):
        (tmp_path / "many" / f"{number}.zip").write_bytes(inner)
    assert "holds 21 zips" in refused(tmp_path / "many")


def test_a_list_of_members_too_long_to_be_read_is_not_read(tmp_path: Path) -> None:
    listed = b"PK\1\2" + bytes(42)
    count = (3 << 20) // len(listed)
    end = b"PK\5\6" + bytes(4) + b"\xff\xff\xff\xff"
    end += (count * len(listed)).to_bytes(4, "little") + bytes(6)
    (tmp_path / "list.zip").write_bytes(listed * count + end)
    assert "holds too many files" in read(tmp_path / "list.zip").problem


def test_links_are_not_followed(tmp_path: Path) -> None:
    secret = hand_in(tmp_path / "secret", halve=RIGHT)
    student = tmp_path / "ada"
    student.mkdir()
    (student / "vectors").symlink_to(secret)
    assert "is a link, or lies behind one" in refused(student)
    (student / "vectors").unlink()
    (student / "deep").symlink_to(secret)
    assert "holds none of the exercises" in read(student).problem


def test_a_folder_with_too_much_in_it_is_told(tmp_path: Path, monkeypatch: object) -> None:
    for number in range(200):
        (tmp_path / f"{number}").mkdir()
        for inner in range(101):
            (tmp_path / f"{number}" / f"{inner}").touch()
    assert "holds more than 20000 files" in read(tmp_path).problem


# --- when, and whose -------------------------------------------------------------------------


def test_nbgrader_keeps_one_folder_and_one_time_for_each_assignment(tmp_path: Path) -> None:
    for name, stamp, code in (
        ("week1", "2026-01-01 10:00:00.000000 UTC", WRONG),
        ("week2", "2026-01-08 10:00:00.000000 UTC", RIGHT),
    ):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "timestamp.txt").write_text(stamp)
        (folder / "work.ipynb").write_text(notebook(code))
    ((source, at),) = read(tmp_path).sources
    assert source.code and "//" in source.code  # what was handed in last
    assert (source.file, at) == ("week2/work.ipynb", "2026-01-08T10:00:00+00:00")


def git(folder: Path, *arguments: str) -> None:
    environment = {**os.environ, "GIT_COMMITTER_DATE": "2026-02-03T04:05:06+01:00"}
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=folder, env=environment, check=True)


def test_a_checkout_was_handed_in_with_its_last_commit(tmp_path: Path) -> None:
    hand_in(tmp_path / "vectors", halve=RIGHT)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "done")
    assert read(tmp_path).sources[0][1] == "2026-02-03T03:05:06+00:00"


def test_a_repository_starts_no_program_of_its_own(tmp_path: Path) -> None:
    hand_in(tmp_path, halve=RIGHT)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "done")
    ran = tmp_path.parent / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {ran}\n")
    program.chmod(0o755)
    for setting in ("core.fsmonitor", "gpg.program", "core.sshCommand", "core.pager"):
        git(tmp_path, "config", setting, str(program))
    git(tmp_path, "config", "log.showSignature", "true")
    assert read(tmp_path).sources[0][1]
    assert not ran.exists()


def test_clocks_of_files_count_only_where_the_rules_say_so(tmp_path: Path) -> None:
    hand_in(tmp_path / "ada", halve=RIGHT)
    os.utime(tmp_path / "ada" / "halve.py", (1_000_000_000, 1_000_000_000))
    assert read(tmp_path / "ada").sources[0][1] == ""
    told = read(tmp_path / "ada", rules=Rules(believes_files=True))
    assert told.sources[0][1] == "2001-09-09T01:46:40+00:00"


def test_a_roster_says_who_students_are_and_which_folder_is_whose(tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    file.write_text(
        "\ufeffStudent;First name;Last name;Email;Folder;SIS\n"
        'ada;Ada;"Lovelace; Countess";ada@example.org;Ada_123;77\n\nbob;Bob;B;;;\n'
    )
    roster = read_roster(file)
    assert roster.students["ada"] == Student(
        "ada", "Ada", "Lovelace; Countess", "ada@example.org", {"SIS": "77"}
    )
    hand_in(tmp_path / "class" / "Ada_123", halve=RIGHT)
    hand_in(tmp_path / "class" / "bob", halve=RIGHT)
    hand_in(tmp_path / "class" / "carol", halve=RIGHT)
    assert [place.key for place in places(tmp_path / "class", roster)] == ["ada", "bob", "carol"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "must have a column student"),
        ("name,grade\nada,3\n", "must have a column student"),
        ("student\nada\nada\n", ":3: ada is in the roster twice"),
        ("student,folder\nada,x\nbob,x\n", ":3: the folder x is in the roster twice"),
        ("student,email\n,x\n", ":2: this line names no student"),
        ("student\nada,x\n", ":2: this line has more cells than the first"),
        ("student,submitted\nada,soon\n", ":2: 'soon' is no time"),
        ('student\n"a\x1b[31mb"\n', ":2: the student's name holds control characters"),
        ('student\n"ada\n', "is no CSV"),
    ],
)
def test_a_roster_that_cannot_be_is_told_in_a_sentence(
    tmp_path: Path, text: str, sentence: str
) -> None:
    (tmp_path / "roster.csv").write_text(text)
    with pytest.raises(UsageError, match=sentence):
        read_roster(tmp_path / "roster.csv")


def test_two_submissions_of_one_student_are_a_problem_of_hers_alone(tmp_path: Path) -> None:
    hand_in(tmp_path / "ada", halve=RIGHT)
    (tmp_path / "ada.zip").write_bytes(zipped(halve_dot_py=RIGHT))
    hand_in(tmp_path / "bob", halve=RIGHT)
    ada, bob = places(tmp_path, Roster())
    assert "ada and ada.zip are both of this student" in ada.problem
    told = read_place(ada, WANTED, Roster(), Rules())
    assert (told.sources, told.problem) == ((), ada.problem)
    assert bob.problem == ""
