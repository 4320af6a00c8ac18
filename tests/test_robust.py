"""Files that are damaged, and limits that are too tight."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from grader.build import fresh, frozen, write
from grader.course import load_declaration, read_course, read_stub
from grader.errors import CourseError, PackError
from grader.pack import open_pack
from grader.sandbox import pool
from grader.sandbox.child import Child
from grader.sandbox.pool import Limits, Sandbox, Submission
from grader.sandbox.replies import Died
from grader.scaffold import entered
from tests.conftest import ROOT, TOY

HALVE = "vectors/halve"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A copy of the toy course that a test may break."""
    root = tmp_path / "course"
    shutil.copytree(TOY, root, ignore=shutil.ignore_patterns("__pycache__", ".gradus"))
    return root


# --- packs -----------------------------------------------------------------------------------


@pytest.mark.parametrize("at", [0, 8, 18, 100, 1000, 5000, "middle", "end"])
def test_garbage_anywhere_in_an_exercise_is_seen(
    tmp_path: Path, cache: Path, at: int | str
) -> None:
    write(read_course(TOY), tmp_path, [HALVE], cache=cache)
    file = tmp_path / f"{HALVE}.exercise"
    whole = bytearray(file.read_bytes())
    # The last bytes may be padding, which says nothing.
    place = {"middle": len(whole) // 2, "end": len(whole) - 128}.get(str(at)) or int(at)
    whole[place : place + 8] = bytes(byte ^ 0x55 for byte in whole[place : place + 8])
    file.write_bytes(whole)
    with pytest.raises(PackError, match="build the pack again"):
        open_pack(tmp_path).exercise(HALVE)


@pytest.mark.parametrize("size", [0, 7, 16, 300, 2000])
def test_an_exercise_cut_short_is_seen_and_frozen_again(course: Path, size: int) -> None:
    cache = course.parent / "cache"
    built = fresh(read_course(course), [HALVE], cache=cache).exercise(HALVE)
    whole = built.file.read_bytes()
    built.file.unlink()  # the old bytes stay mapped elsewhere
    built.file.write_bytes(whole[:size])
    with pytest.raises(PackError):
        open_pack(next(cache.rglob("pack.json")).parent).exercise(HALVE)
    again = fresh(read_course(course), [HALVE], cache=cache).exercise(HALVE)
    assert (again.digest, again.file.read_bytes()) == (built.digest, whole)


# --- a course --------------------------------------------------------------------------------


@pytest.mark.parametrize("tree", ["solutions", "reference"])
def test_a_null_byte_is_told_with_its_line(course: Path, tree: str) -> None:
    file = course / tree / "vectors/halve.py"
    file.write_bytes(b"x = 1\ny = '\0'\n")
    read = read_stub if tree == "solutions" else load_declaration
    with pytest.raises(CourseError) as caught:
        read(read_course(course), HALVE)
    assert str(caught.value) == f"{file}:2: holds a null byte; save it as plain text."


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("hints=(3,)", "hints holds 3; each of them must be a sentence."),
        ("hints='a sentence'", "hints must be a tuple, and is 'a sentence'."),
        ("laws=(3,)", "laws holds 3; each of them must be made by @law(...)."),
        ("laws=3", "laws must be a tuple, and is 3."),
        ("misconceptions=(abs,)", "each of them must be made by @misconception(...)."),
        ("refusals=(ValueError,)", "each of them must be made by refusal(...)."),
        ("cases=([1.0],)", "each of them must be made by case(...)."),
        ("forbids=(abs,)", "each of them must be a dotted name"),
    ],
)
def test_a_word_of_the_wrong_kind_is_told_with_its_line(
    course: Path, words: str, says: str
) -> None:
    file = course / "reference/vectors/halve.py"
    file.write_text(
        "from grader.declare import Exercise, integers\n\n"
        f"EXERCISE = Exercise(inputs={{'n': integers(0, 9)}}, reference=abs, {words})\n"
    )
    with pytest.raises(CourseError) as caught:
        frozen(read_course(course), HALVE, 0, "cpu")
    assert str(caught.value).startswith(f"{file}:3: ") and says in str(caught.value)


def test_an_exercise_is_entered_in_the_course_of_this_repository() -> None:
    text = (ROOT / "course.toml").read_text(encoding="utf-8")
    before = tomllib.loads(text)["chapters"]
    for chapter, content in before.items():
        after = tomllib.loads(entered(text, chapter, "foo"))["chapters"]
        assert list(after[chapter]["exercises"]) == [*content["exercises"], "foo"]
        del after[chapter]["exercises"]["foo"]
        assert after == before


@pytest.mark.parametrize(
    ("text", "extended"),
    [
        (
            "exercises]\nx = 1\n\n# next\n[chapters.b]",
            "exercises]\nx = 1\ny = 1\n\n# next\n[chapters.b]",
        ),
        ("exercises]\nx = 1", "exercises]\nx = 1\ny = 1\n"),
        ("exercises]", "exercises]\ny = 1\n"),
        ("exercises]\n# none yet\n", "exercises]\ny = 1\n# none yet\n"),
    ],
)
def test_an_exercise_goes_below_the_last_one(text: str, extended: str) -> None:
    head = '[chapters.a]\ntitle = "A"\n[chapters.a.'
    assert entered(head + text, "a", "y") == head + extended


# --- limits ----------------------------------------------------------------------------------


def test_a_tiny_timeout_lowers_no_isolation() -> None:
    with Sandbox() as sandbox:
        best = sandbox.level
    with Sandbox() as sandbox:
        with sandbox.start(Limits(cpu_seconds=1e-9)) as child:
            told = child.load(Submission(b"def f(): return 1", "f.py", "f"))
        assert isinstance(told, Died) and told.outcome == "timeout"
        assert (sandbox.level, sandbox.problem) == (best, "")


def test_a_child_that_says_nothing_for_another_reason_is_not_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Child, "confirm", lambda self: (self.close(), {})[1])
    with pytest.raises(pool.CouldNotRun), Sandbox() as sandbox:
        sandbox._confirmed = True
        sandbox.start(Limits(cpu_seconds=0.5))
