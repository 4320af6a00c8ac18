"""A hostile surrounding: closed streams, full disks, damaged files, impatient hands."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Grade
from tests.conftest import ROOT, TOY

FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the toy course to stand in, nothing of it built."""
    root = tmp_path / "course"
    shutil.copytree(TOY, root, ignore=shutil.ignore_patterns("__pycache__", ".gradus"))
    monkeypatch.chdir(root)
    monkeypatch.setenv("GRADUS_CACHE", str(tmp_path / "cache"))
    return root


def shell(line: str) -> subprocess.CompletedProcess[str]:
    """A line of sh in the toy course, in which ``grade`` is the command."""
    return subprocess.run(
        ["sh", "-c", f'grade() {{ "{sys.executable}" -m grader "$@"; }}; {line}'],
        cwd=TOY,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


# --- streams ---------------------------------------------------------------------------------


def test_closed_output_is_one_sentence() -> None:
    done = shell("grade list >&-")
    assert done.returncode == 3
    assert done.stderr == "grade: standard output is closed; send it somewhere.\n"


@FULL
@pytest.mark.parametrize("arguments", ["list", "--help", "--json --submission nothing.py halve"])
def test_full_output_is_one_sentence(here: Path, arguments: str) -> None:
    (here / "nothing.py").write_text("")
    told = arguments.replace("nothing.py", str(here / "nothing.py"))
    # Unbuffered, argparse overlooks that its help is lost; so buffered.
    done = shell(f"PYTHONUNBUFFERED= grade {told} >/dev/full")
    assert done.returncode == 3
    assert done.stderr == (
        "grade: standard output cannot be written (No space left on device); send it somewhere "
        "else.\n"
    )


@FULL
def test_the_exit_code_is_right_where_nothing_can_be_said() -> None:
    assert shell("grade nope 2>/dev/full").returncode == 2
    assert shell("grade nope 2>&-").returncode == 2
    assert shell("grade nope >&- 2>&-").returncode == 3


def test_closed_standard_error_spoils_no_output() -> None:
    done = shell("grade nope 2>&-")
    assert (done.returncode, done.stdout) == (2, "")


# --- paths -----------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["/dev/null/x", "/proc/x", "/tmp/" + "x" * 300])
def test_a_pack_that_cannot_be_written_is_said_before_it_is_built(
    course: Path, grade: Grade, place: str
) -> None:
    code, out, err = grade("build", "halve", "--output", place)
    assert (code, out) == (3, "")
    assert err.startswith(f"grade: The pack {place} cannot be written (")
    assert not (course.parent / "cache").exists()


@pytest.mark.parametrize("command", [["halve"], ["ci"], ["reset", "halve"]])
def test_a_submission_too_long_for_any_file_is_said(
    course: Path, grade: Grade, command: list[str]
) -> None:
    code, _, err = grade(*command, "--submission", "x" * 5000)
    assert code in (2, 3)
    assert "File name too long" in err and "defect" not in err and len(err) < 300


@pytest.mark.parametrize(
    "command", [["halve", "--submission", "solutions"], ["cache"], ["cache", "--clean"], ["doctor"]]
)
def test_a_cache_too_long_for_any_file_is_said(
    course: Path, grade: Grade, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("GRADUS_CACHE", "/tmp/" + "y" * 300)
    code, out, err = grade(*command)
    assert "defect" not in err
    assert code == 3 or "0.0 MB" in out or "Nothing is cached" in out
    assert code != 3 or "File name too long" in " ".join((out + err).split())


# --- a course that ends the process ----------------------------------------------------------


@pytest.mark.parametrize("end", ["raise SystemExit", "raise BaseException('no')"])
@pytest.mark.parametrize("tree", ["solutions", "reference"])
@pytest.mark.parametrize(
    "command", [["build", "halve"], ["halve", "--submission", "exercises/vectors/halve.py"]]
)
def test_a_course_file_that_exits_is_named_with_its_line(
    course: Path, grade: Grade, end: str, tree: str, command: list[str]
) -> None:
    file = course / tree / "vectors/halve.py"
    text = file.read_text()
    file.write_text(f"{text}\n{end}\n")
    code, out, err = grade(*command)
    assert (code, out) == (2, "")
    assert f"grade: {file}:{text.count(chr(10)) + 2}: " in err


def test_a_solution_that_exits_when_called_is_named_with_its_line(
    course: Path, grade: Grade
) -> None:
    file = course / "solutions/vectors/halve.py"
    before, _, after = file.read_text().partition("### BEGIN SOLUTION\n")
    file.write_text(f"{before}### BEGIN SOLUTION\n    raise SystemExit\n{after}")
    code, _, err = grade("build", "halve")
    assert code == 2
    assert f"grade: {file}:{before.count(chr(10)) + 2}: freezing raised SystemExit" in err


def test_a_command_that_exits_is_a_defect(grade: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    def leaves(*_: object) -> None:
        raise SystemExit(0)

    monkeypatch.chdir(TOY)
    monkeypatch.setattr("grader.cli.student.list_exercises", leaves)
    assert grade("list").code == 3


# --- files that are none ---------------------------------------------------------------------


def pipe(file: Path) -> None:
    file.unlink(missing_ok=True)
    os.mkfifo(file)


def link(file: Path) -> None:
    elsewhere = file.parent.parent / "elsewhere.py"
    elsewhere.write_text("secret = 1\n")
    file.unlink(missing_ok=True)
    file.symlink_to(elsewhere)


def dangling(file: Path) -> None:
    file.unlink(missing_ok=True)
    file.symlink_to("nowhere.py")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (pipe, "is not a regular file; put the file itself there. Nothing has been changed."),
        (link, "is a link, or lies behind one; put the file itself there. Nothing has been"),
        (dangling, "is a link, or lies behind one; put the file itself there. Nothing has been"),
    ],
)
def test_what_is_no_file_is_neither_reset_nor_waited_for(
    student: Path, grade: Grade, make: Callable[[Path], None], says: str
) -> None:
    file = student / "vectors/halve.py"
    make(file)
    code, out, err = grade("reset", "halve")
    assert (code, out) == (2, "")
    assert f"grade: vectors/halve.py {says}" in err
    assert not file.is_file() or file.is_symlink()
    assert not (student / ".gradus/backups").exists()
    (student / "vectors/weigh.py").unlink()
    code, out, _ = grade("init", ".", "--course", str(TOY))
    assert code == 0 and "1 file that you have changed stayed as it was." in out
    assert (student / "vectors/weigh.py").is_file()


def test_a_folder_that_is_a_link_is_not_written_through(student: Path, grade: Grade) -> None:
    (student / "vectors").rename(student / "mine")
    (student / "vectors").symlink_to("mine")
    (student / "mine/halve.py").write_text("mine = 1\n")
    assert grade("reset", "halve").code == 2
    assert (student / "mine/halve.py").read_text() == "mine = 1\n"


def test_a_large_file_is_reset_with_a_copy(student: Path, grade: Grade) -> None:
    (student / "vectors/halve.py").write_bytes(b"#" * (3 << 20))
    code, out, _ = grade("reset", "halve")
    assert code == 0 and "Your version is in" in out


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("course.toml", ["list", "--course", "."]),
        ("solutions/vectors/halve.py", ["list"]),
        ("solutions/vectors/halve.py", ["build", "halve"]),
        ("reference/vectors/halve.py", ["build", "halve"]),
        ("exercises/vectors/halve.py", ["sync"]),
    ],
)
def test_a_named_pipe_in_a_course_is_not_waited_for(
    course: Path, grade: Grade, name: str, command: list[str]
) -> None:
    pipe(course / name)
    code, _, err = grade(*command)
    assert code == 2
    assert name.rpartition("/")[2] in err and "regular file" in err


# --- the cache -------------------------------------------------------------------------------


def test_damage_in_the_cache_is_mended(course: Path, grade: Grade) -> None:
    asked = ("halve", "--submission", "solutions")
    passed = grade(*asked)
    assert passed.code == 0
    (file,) = (course.parent / "cache").rglob("halve.*.exercise")
    (manifest,) = (course.parent / "cache").rglob("pack.json")
    file.write_bytes(file.read_bytes()[:2000])
    again = grade(*asked)
    assert (again.code, again.out) == (0, passed.out)
    assert "Preparing exercises" in again.err
    assert grade(*asked).err == ""
    for place in (file, manifest):
        place.unlink()
        place.mkdir()
        assert grade(*asked)[:2] == passed[:2]
        assert place.is_file()


def test_a_pack_whose_manifest_is_a_folder_is_damaged(
    here: Path, grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "pack.json").mkdir()
    code, _, err = grade("list", "--course", str(here))
    assert code == 2
    assert err == f"grade: {here}/pack.json cannot be read as a pack; build it again.\n"


# --- stopping --------------------------------------------------------------------------------


def building(course: Path) -> subprocess.Popen[str]:
    """A build with two workers that are at work for a minute."""
    for file in (course / "reference").rglob("*.py"):
        file.write_text(
            f"import time, pathlib\npathlib.Path('{course}/began').touch()\n"
            f"time.sleep(60)\n{file.read_text().replace('from __future__ import annotations', '')}"
        )
    started = subprocess.Popen(
        [sys.executable, "-m", "grader", "build", "--jobs", "2"],
        cwd=course,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # What runs in the background of a shell is born deaf to Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    until = time.monotonic() + 30
    while not (course / "began").exists() and time.monotonic() < until:
        time.sleep(0.02)
    return started


def alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return any(
        ") Z " not in stat and int(stat.rpartition(")")[2].split()[2]) == group
        for stat in map(_stat, Path("/proc").glob("[0-9]*"))
        if stat
    )


def _stat(process: Path) -> str:
    try:
        return (process / "stat").read_text()
    except OSError:
        return ""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
def test_the_workers_of_a_build_that_is_killed_end(course: Path) -> None:
    build = building(course)
    build.kill()
    build.communicate()
    until = time.monotonic() + 10
    while alive(build.pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not alive(build.pid)


def test_ctrl_c_stops_a_build_at_once_and_three_are_no_worse(course: Path) -> None:
    build = building(course)
    began = time.monotonic()
    for _ in range(3):
        os.killpg(build.pid, signal.SIGINT)
        time.sleep(0.05)
    _, err = build.communicate(timeout=30)
    assert build.returncode == 130
    assert err == "Building (3) ...\ngrade: stopped.\n"
    assert time.monotonic() - began < 5


# --- limits ----------------------------------------------------------------------------------


def test_a_timeout_that_nothing_fits_in_is_refused(grade: Grade) -> None:
    code, _, err = grade("--timeout", "1e-9", "halve")
    assert code == 2
    assert "argument --timeout: '1e-9' is too short to judge anything in, unlike 0.01" in err


# --- new exercises ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        *("vectors/lambda", "class/third", "vectors/list", "build/third", "vectors/help"),
        *("vectors/numpy", "numpy/third", "vectors/solutions", "vectors/np", "vectors/x"),
        *("vectors/2nd", "vectors/a-b", "vectors/été", "vectors/", "third", "a/b/c", "../x"),
    ],
)
def test_a_name_that_cannot_be_an_exercise_is_refused(
    course: Path, grade: Grade, name: str
) -> None:
    before = sorted(course.rglob("*"))
    code, _, err = grade("new", name)
    assert code == 2 and err.count("\n") == 1
    assert sorted(course.rglob("*")) == before
