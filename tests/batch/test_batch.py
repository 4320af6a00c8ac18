"""`grade batch`: a class into a gradebook, whatever is handed in and whatever happens meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from grader import build
from grader.batch import bench, judging
from grader.course import read_course
from grader.errors import CouldNotRun
from grader.gradebook.book import Gradebook
from grader.gradebook.history import events
from grader.gradebook.queue import floor
from grader.grading import Isolation, Judge
from grader.model import Source
from grader.verdict import Outcome
from tests import accidents
from tests.batch.conftest import RIGHT, WEIGH, WRONG, Grade, hand_in, notebook, points, standing
from tests.conftest import ROOT, TOY
from tests.gradebook.conftest import socket as socket  # a server for one test


def test_a_class_is_graded_and_run_again_nothing_is_done_twice(book: Path, grade: Grade) -> None:
    hand_in(Path("class/ada"), halve=RIGHT)
    hand_in(Path("class/bob"), halve=WRONG, weigh=WEIGH)
    done = grade("batch", "class", "vectors")
    assert done.code == 0, done
    assert "2 submissions; 3 new sources; 3 judged, of which 1 passed." in done.out
    expected = {
        ("ada", "halve"): 1.0,
        ("ada", "weigh"): 0.0,
        ("bob", "halve"): 0.0,
        ("bob", "weigh"): 0.0,
    }
    assert points(book) == expected
    again = grade("batch", "class", "vectors")
    assert "0 new sources; 0 judged" in again.out
    hand_in(Path("class/bob"), halve=RIGHT)
    assert "1 new source; 1 judged" in grade("batch", "class", "vectors").out
    assert points(book) == {**expected, ("bob", "halve"): 1.0}


@pytest.mark.parametrize("students", [4, 5])
def test_all_that_waits_is_judged_though_a_few_are_taken_out_at_a_time(
    book: Path, grade: Grade, monkeypatch: pytest.MonkeyPatch, students: int
) -> None:
    monkeypatch.setattr(judging, "_AT_ONCE", 2)
    for number in range(students):
        hand_in(Path(f"class/student{number}"), halve=f"{RIGHT}# {number}\n")
    said = grade("batch", "class", "halve", "--jobs", "1").out
    assert f"{students} judged, of which {students} passed." in said


def test_a_roster_names_who_is_here_who_is_not_and_who_is_a_stranger(
    book: Path, grade: Grade
) -> None:
    hand_in(Path("class/ada"), halve=RIGHT)
    hand_in(Path("class/zoe"), halve=RIGHT)
    Path("roster.csv").write_text("student,first name,email\nada,Ada,a@x.org\nbob,Bob,b@x.org\n")
    for _ in range(2):
        done = grade("batch", "class", "halve", "--roster", "roster.csv")
        assert done.code == 0, done.err
        assert "1 of the submissions are of nobody in the roster:\n  zoe\n" in done.out
        assert "1 in the roster handed nothing in:\n  bob\n" in done.out
    assert [(s.key, s.first_name) for s in standing(book).students] == [
        ("ada", "Ada"),
        ("bob", "Bob"),
        ("zoe", ""),
    ]


def test_a_folder_that_takes_no_report_is_told_before_anything_is_judged(
    book: Path, grade: Grade
) -> None:
    hand_in(Path("class/ada"), halve=RIGHT)
    done = grade("batch", "class", "halve", "--report", "class")
    assert done.code == 2 and "holds something that is no report" in done.err
    assert not standing(book).grades


def test_without_names_all_that_was_handed_in_is_graded(book: Path, grade: Grade) -> None:
    hand_in(Path("class/ada"), halve=RIGHT)
    hand_in(Path("class/bob"), README="print()")
    assert grade("batch", "class").code == 1  # nobody can say what bob's file is
    assert points(book) == {("ada", "halve"): 1.0}
    assert [key for key, _ in standing(book).problems] == ["bob"]


def test_a_student_never_sees_what_the_secret_seed_drew(book: Path, grade: Grade) -> None:
    hand_in(Path("class/bob"), halve=WRONG, weigh=WEIGH)
    done = grade("batch", "class", "vectors")
    with Gradebook(str(book)) as opened:
        seed = str(opened.seed()[1])
    grades = {g.exercise: g for g in standing(book).grades}
    weigh = grades["vectors/weigh"]
    assert weigh.verdict.findings and weigh.shown.findings
    assert weigh.verdict.digest == weigh.shown.digest
    # The same submission, judged by the pack that every student has.
    from grader.cli import main

    assert main(["--submission", "class/bob", "--course", str(TOY), "weigh", "--json"]) == 1
    shown = [f.counterexample for f in weigh.shown.findings]
    assert shown != [f.counterexample for f in weigh.verdict.findings]
    assert seed not in done.out + done.err + repr(grades)


def test_the_seed_is_in_no_environment_command_line_or_name(
    book: Path, grade: Grade, monkeypatch: pytest.MonkeyPatch, cache: Path
) -> None:
    with Gradebook(str(book)) as opened:
        seed = str(opened.seed()[1])
    spy = (
        "import os\n\n\ndef halve(n):\n"
        "    told = repr(dict(os.environ))\n"
        "    for name in ('cmdline', 'environ', 'maps'):\n"
        "        for who in ('self', str(os.getppid())):\n"
        "            try:\n"
        "                told += open(f'/proc/{who}/{name}').read()\n"
        "            except OSError:\n"
        "                pass\n"
        f"    raise ValueError('se' + 'en' if '{seed}' in told else 'hid' + 'den')\n"
    )
    hand_in(Path("class/eve"), halve=spy)
    grade("batch", "class", "halve")
    (found,) = standing(book).grades
    assert found.verdict.outcome is Outcome.ERROR
    message = found.verdict.findings[0].message
    assert "hidden" in message and "seen" not in message
    assert not [f for f in cache.rglob("*") if seed in f.name]
    private = cache / "private"
    assert all(folder.stat().st_mode & 0o077 == 0 for folder in private.iterdir())


def test_each_that_cannot_be_read_is_one_row_and_the_rest_go_on(book: Path, grade: Grade) -> None:
    folder = Path("class")
    hand_in(folder / "ada", halve=RIGHT)
    (folder / "broken.ipynb").write_text('{"cells": [')
    (folder / "nozip.zip").write_bytes(b"PK not a zip")
    (folder / "rar.rar").write_bytes(b"Rar!")
    (folder / "link").symlink_to("/etc")
    (folder / "x\x1b[31mred").mkdir()
    (folder / os.fsdecode(b"\xff\xfe")).mkdir()
    (folder / "empty").mkdir()
    os.mkfifo(folder / "pipe.py")
    for name in ("huge.zip", "huge2.ipynb"):
        with (folder / name).open("wb") as sparse:
            sparse.truncate(2 << 30)
    done = grade("batch", "class", "halve")
    assert done.code == 1
    told = dict(standing(book).problems)
    for key, sentence in {
        "broken": "is no notebook: it is not valid JSON",
        "nozip": "is not a zip that can be read",
        "rar": "is of no kind that can be read",
        "link": "is a link; put the submission itself there",
        "x\\x1b[31mred": "holds control characters",
        "\\udcff\\udcfe": "holds control characters",
        "empty": "holds none of the exercises",
        "pipe": "is not a regular file",
        "huge": "is larger than 64 MB",
        "huge2": "is larger than 16 MB",
    }.items():
        assert sentence in told.pop(key)
        assert f"  {key}: " in done.out
    assert not told
    assert points(book) == {("ada", "halve"): 1.0}
    assert "\x1b" not in done.out


def odd_files(place: Path, kind: str) -> str:
    """A ``weigh.py`` that cannot be read, in a student's folder; returns what is said of it."""
    file = place / "weigh.py"
    match kind:
        case "link":
            file.symlink_to("/etc/passwd")
            return "weigh.py is a link, or lies behind one"
        case "large":
            with file.open("wb") as sparse:
                sparse.truncate(2 << 30)
            return "weigh.py is larger than 1 MB"
        case "pipe":
            os.mkfifo(file)
            return "weigh.py is not a regular file"
        case "folder":
            file.mkdir()
            (file / "x.py").touch()
            return "weigh.py is a folder"
        case "bomb" | "climbing":
            name = "weigh.py" if kind == "bomb" else "../../vectors/weigh.py"
            with zipfile.ZipFile(place / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(name, "#" * (300 << 20) if kind == "bomb" else WEIGH)
            return "larger than 1 MB" if kind == "bomb" else "leads out of the zip"
    raise AssertionError(kind)


def test_a_file_that_cannot_be_read_is_a_row_with_a_sentence_and_never_a_zero(
    book: Path, grade: Grade
) -> None:
    sentences = {}
    for kind in ("link", "large", "pipe", "folder", "bomb", "climbing"):
        sentences[kind] = odd_files(hand_in(Path("class") / kind, halve=RIGHT), kind)
    hand_in(Path("class/syntax"), halve=RIGHT, weigh="def weigh(:\n")
    (hand_in(Path("class/latin"), halve=RIGHT) / "weigh.py").write_bytes(b"# \xff\n")
    done = grade("batch", "class", "vectors", "--report", "pages")
    assert done.code == 1
    told = dict(standing(book).problems)
    assert told.keys() == sentences.keys()
    page = Path("pages/index.html").read_text().split("To look after</h2>")[1]
    for kind, sentence in sentences.items():
        assert sentence in told[kind]
        assert f"  {kind}: {told[kind]}" in done.out
        assert f"{kind}</a>: {told[kind]}" in page
    given = {(student, "halve"): 1.0 for student in (*sentences, "syntax", "latin")}
    # What can be read and is no Python is what it is: it cannot be run.
    assert points(book) == {**given, ("syntax", "weigh"): 0.0, ("latin", "weigh"): 0.0}
    assert standing(book).unread() == sentences.keys()


def test_what_cannot_be_read_wipes_no_grade_and_what_was_not_there_is_open(
    book: Path, grade: Grade
) -> None:
    for student in ("ada", "bob"):
        hand_in(Path("class") / student, halve=RIGHT)
    hand_in(Path("class/ada"), weigh=WEIGH)
    assert grade("batch", "class", "vectors").code == 0
    both = {("ada", "halve"): 1.0, ("ada", "weigh"): 0.0, ("bob", "halve"): 1.0}
    assert points(book) == {**both, ("bob", "weigh"): 0.0}
    (Path("class/ada/weigh.py")).unlink()
    for student in ("ada", "bob"):
        odd_files(Path("class") / student, "link")
    assert grade("batch", "class", "vectors").code == 1
    # Nobody gets rid of a bad grade by a link, and nobody gets 0 for one.
    assert points(book) == both
    (Path("class/bob/weigh.py")).unlink()
    grade("batch", "class", "vectors")
    assert points(book) == {**both, ("bob", "weigh"): 0.0}


def test_code_that_hangs_dies_or_raises_stops_nobody_else(book: Path, grade: Grade) -> None:
    for name, code in {
        "hangs": "def halve(n):\n    while True:\n        pass\n",
        "dies": "import os\n\n\ndef halve(n):\n    os._exit(0)\n",
        "odd": "def halve(n):\n    return '\\x00\\ud800'\n",
        "right": RIGHT,
    }.items():
        hand_in(Path("class") / name, halve=code)
    assert grade("batch", "class", "halve", "--timeout", "2").code in (0, 1)
    found = {g.student: g.verdict.outcome.value for g in standing(book).grades}
    # On a machine that is busy with other things nobody can tell whether it hangs.
    assert found["right"] == "passed" and found["hangs"] in ("timeout", "could_not_run")
    assert found["dies"] in ("crashed", "error") and found["odd"] in ("failed", "error")


# --- accidents -------------------------------------------------------------------------------


def command(book: str, *more: str) -> list[str]:
    words = ["batch", "class", "vectors", "--gradebook", book, "--course", str(TOY)]
    return [sys.executable, "-m", "grader", *words, *more]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def test_killed_at_any_moment_it_goes_on_where_it_stopped(book: Path, grade: Grade) -> None:
    accidents.write_class(Path("class"), 24, work=200_000)
    # While the gradebook is made, while sources are read, and thrice amid the judging.
    moments = [(0, 0), (1, 0), (48, 1), (48, 9), (48, 30)]
    for received, judged in moments:
        process = subprocess.Popen(
            command(str(book), "--jobs", "2"),
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while process.poll() is None:
            if accidents.progress(str(book)) >= (received, judged):
                break
        assert process.poll() is None, "it ended before it was killed"
        process.kill()
        process.wait()
    assert accidents.progress(str(book)) < (48, 48)
    assert grade("batch", "class", "vectors").code == 0
    stands, received, twice = accidents.rows(str(book))
    assert (len(stands), received, twice) == (48, 48, 0)
    wrong = {student for student, exercise, _, _, got in stands if got == 0.0}
    assert wrong == {f"student{number:03}" for number in range(0, 24, 3)}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_two_batches_at_once_share_one_gradebook(
    kind: str, book: Path, request: pytest.FixtureRequest
) -> None:
    place = str(book)
    if kind == "postgresql":
        from tests import postgres

        folder = request.getfixturevalue("socket")
        with postgres.connect(folder) as connection:
            connection.execute("CREATE DATABASE two_batches")
        place = f"postgresql://gradus@/two_batches?host={folder}"
    accidents.write_class(Path("class"), 12)
    both = [
        subprocess.Popen(
            command(place, "--jobs", "1"),
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for process in both:
        out, err = process.communicate()
        assert process.returncode == 0, out + err
    with Gradebook(place) as opened:
        found = opened.standing()
        assert len(found.grades) == 24
        assert sorted({g.points for g in found.grades if g.exercise == "vectors/weigh"}) == [0, 2]
        assert floor(opened) >= 24
        for grade in found.grades:
            told = [what for _, what in events(opened, grade.student, grade.exercise)]
            assert sum(what.startswith("judged") for what in told) == 1, told


def copies(pid: int) -> list[int]:
    """The processes that another has started and that bear its name: its workers."""
    # All of each line: a narrow terminal would cut off what tells them apart.
    listed = subprocess.run(["ps", "-ww", "-e", "-o", "pid=,ppid=,args="], capture_output=True)
    rows = [row.split(maxsplit=2) for row in listed.stdout.decode().splitlines()]
    own = next(args for number, _, args in rows if int(number) == pid)
    return [int(number) for number, parent, args in rows if int(parent) == pid and args == own]


def test_a_worker_that_is_killed_costs_nobody_anything(book: Path, grade: Grade) -> None:
    # Slow enough that somebody is at work when one of them is shot.
    accidents.write_class(Path("class"), 12, work=10_000_000)
    process = subprocess.Popen(
        command(str(book), "--jobs", "2"),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    shot = False
    while process.poll() is None and not shot:
        with Gradebook(str(book)) as opened:
            at_work = floor(opened) > 3
        if at_work:
            workers = copies(process.pid)
            if workers:
                os.kill(workers[0], 9)
                shot = True
    out, err = process.communicate()
    assert process.returncode == 0, out + err
    assert shot
    stands, received, twice = accidents.rows(str(book))
    assert (len(stands), received, twice) == (24, 24, 0)
    assert "could_not_run" not in {outcome for _, _, _, outcome, _ in stands}


def test_weak_isolation_is_refused_unless_it_is_asked_for(
    book: Path, grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(Path("class/ada"), halve=RIGHT)
    assert grade("batch", "class", "halve", "--isolation", "1").code == 0
    with Gradebook(str(book)) as opened:
        assert "isolation 1" in " ".join(what for _, what in events(opened, "ada", "vectors/halve"))
    # There is no such level: whatever holds here is too weak then.
    monkeypatch.setattr(bench, "LEAST_ISOLATION", 9)
    pack = build.fresh(read_course(TOY), ["vectors/halve"])
    orders = bench.Orders(bench.place_of(pack), None, True, bench.Limits())
    judge = Judge(Isolation(least=bench.LEAST_ISOLATION))
    with pytest.raises(CouldNotRun, match="does not hold hostile code"):
        bench.Bench(judge, orders).judge(Source("vectors/halve", "halve.py", RIGHT))


def test_what_never_ends_is_waited_for_once(book: Path, grade: Grade) -> None:
    hand_in(Path("class/ada"), halve="def halve(n):\n    while True:\n        pass\n")
    assert grade("batch", "class", "halve", "--timeout", "1").code == 0
    [given] = standing(book).grades
    assert given.verdict.outcome is Outcome.TIMEOUT
    # Asked again, the visible seed would have told on which of its inputs.
    finding = given.shown.findings[0]
    assert "did not end in the time allowed" in finding.message
    assert not finding.counterexample


# --- wrong commands --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nowhere",), "There is no folder of submissions nowhere"),
        (("class",), "class holds no submissions"),
        (("class", "nonsense"), "There is no exercise or chapter nonsense"),
        (("class", "--roster", "none.csv"), "The roster cannot be read"),
        (("class", "--rules", "none.toml"), "is not there"),
        (("class", "--seed-file", "short"), "too short a seed"),
        (("class", "--course", "class"), "neither a course"),
    ],
)
def test_a_wrong_command_is_told_in_a_sentence(
    book: Path, grade: Grade, arguments: tuple[str, ...], sentence: str
) -> None:
    Path("short").write_text("42\n")
    done = grade("batch", *arguments)
    assert done.code == 2
    assert sentence in done.err and "Traceback" not in done.err


def test_a_course_among_the_submissions_judges_nobody(book: Path, grade: Grade) -> None:
    evil = hand_in(Path("class/eve"), halve=WRONG)
    (evil / "course.toml").write_text('title = "Mine"\n')
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(evil)
        from grader.cli import main

        assert main(["batch", "..", "--gradebook", str(book), "halve"]) == 2
    assert points(book) == {}


def test_lines_of_a_notebook_are_told_by_their_cells(grade: Grade, book: Path) -> None:
    raises = "def halve(n):\n    half = n // 2\n    raise KeyError(half)"
    (book.parent / "class" / "ada").mkdir()
    work = book.parent / "class" / "ada" / "work.ipynb"
    work.write_text(notebook("import numpy as np\n\nTWO = 2", "print(TWO)", raises))
    grade("batch", "class", "halve", "--course", str(TOY))
    [verdict] = [grade.verdict for grade in standing(book).grades]
    assert [(line.cell, line.number) for line in verdict.findings[0].lines] == [(3, 3)]
    told = grade("replay", "ada", "halve", "--course", str(TOY))
    assert "cell 3, line 3" in told.out
    grade("report", "pages")
    [page] = Path("pages/students").glob("*.html")
    assert "cell 3, line 3, in halve" in page.read_text()
