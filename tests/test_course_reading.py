"""Reading a course source, naming exercises, and beginning a new one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.course import (
    find_course,
    load_declaration,
    read_course,
    read_statement,
    read_stub,
    stray,
)
from grader.errors import CouldNotRun, CourseError, UsageError
from grader.names import select
from grader.scaffold import entered, new
from tests.conftest import ROOT, TOY

GOOD = 'title = "T"\n[chapters.vectors]\ntitle = "V"\nexercises = { weigh = 2 }\n'


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A copy of the toy course that a test may break."""
    root = tmp_path / "course"
    shutil.copytree(TOY, root, ignore=shutil.ignore_patterns("__pycache__", ".gradus"))
    return root


def test_chapters_and_exercises_keep_the_order_of_course_toml() -> None:
    toy = read_course(TOY)
    assert [e.path for e in toy.entries] == ["vectors/weigh", "vectors/halve", "chance/coin_flips"]
    assert toy.title == "A toy course"
    assert dict(toy.weights) == {"core": 0.6, "edge": 0.25, "house": 0.15}


def test_a_course_is_found_from_any_folder_below_it() -> None:
    assert find_course(TOY / "solutions" / "vectors") == TOY
    assert find_course(Path("/")) is None


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('title = "T\n', 1, "not valid TOML"),
        ("", 1, "has no title"),
        ("title = 3\n", 1, "has no title"),
        (GOOD + "[weigths]\ncore = 1\n", 5, "unknown key weigths; did you mean weights?"),
        (GOOD.replace('title = "V"\n', ""), 2, "[chapters.vectors] has no title"),
        (GOOD.replace("= 2", "= -2"), 4, "the points of weigh must be"),
        (GOOD.replace("= 2", "= true"), 4, "the points of weigh must be"),
        (GOOD.replace("weigh = 2", "'a b' = 2"), 4, "must be named like_this"),
        (GOOD.replace("{ weigh = 2 }", "3"), 4, "exercises must be a table"),
        (GOOD + "[weights]\ncore = 1\nedge = 1\nhouse = 0\n", 5, "the weights add up to 2"),
        (GOOD + "[weights]\ncore = 1\nhouse = 0\n", 5, "the weight of edge must be"),
        (
            GOOD + '[chapters.more]\ntitle = "M"\nexercises = { weigh = 1 }\n',
            7,
            "the exercise weigh is in vectors and in more",
        ),
    ],
)
def test_a_broken_course_toml_names_the_line(
    tmp_path: Path, text: str, line: int, says: str
) -> None:
    (tmp_path / "course.toml").write_text(text)
    with pytest.raises(CourseError) as caught:
        read_course(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / 'course.toml'}:{line}: ")
    assert says in str(caught.value)


def test_a_folder_without_a_course_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="is not a course: it has no course.toml"):
        read_course(tmp_path)


def test_a_statement_is_read_without_running_the_solution(course: Path) -> None:
    file = course / "solutions/vectors/weigh.py"
    file.write_text(file.read_text() + "\nraise SystemExit('it ran')\n")
    statement = read_statement(read_course(course), "vectors/weigh")
    assert statement.signature == "weigh(x: np.ndarray, axis: int = -1) -> np.ndarray"
    assert (statement.required, dict(statement.defaults)) == (("x",), {"axis": -1})
    assert statement.summary == "Divide non-negative numbers by their sum along one axis."
    assert statement.docstring.splitlines()[2].startswith("Entry ``k``")


def test_a_default_is_written_as_the_author_wrote_it(course: Path) -> None:
    file = course / "solutions/vectors/halve.py"
    file.write_text(file.read_text().replace("(n: int)", "(n: int, eps: float = 1e-8, *, b=None)"))
    statement = read_statement(read_course(course), "vectors/halve")
    assert statement.signature == "halve(n: int, eps: float = 1e-8, *, b=None) -> int"
    assert dict(statement.defaults) == {"eps": 1e-8, "b": None}


@pytest.mark.parametrize(
    ("old", "replacement", "says"),
    [
        ("def halve", "def third", ":1: defines no function halve"),
        ("(n: int)", "(*n)", ":1: halve must name its parameters one by one"),
        ("(n: int)", "(n=print)", ":1: the default of n must be a plain value"),
        ("def halve(", "def halve((", ":1: not Python"),
        ('    """Halve', '    f"""Halve', ":1: halve has no docstring"),
        ("### END SOLUTION", "", ":14: '### BEGIN SOLUTION' is never closed"),
    ],
)
def test_a_broken_solution_names_file_and_line(
    course: Path, old: str, replacement: str, says: str
) -> None:
    file = course / "solutions/vectors/halve.py"
    file.write_text(file.read_text().replace(old, replacement))
    with pytest.raises(CourseError) as caught:
        read_statement(read_course(course), "vectors/halve")
    assert str(caught.value).startswith(f"{file}{says}")


def test_a_missing_solution_says_what_to_do(course: Path) -> None:
    (course / "solutions/vectors/halve.py").unlink()
    with pytest.raises(CourseError, match="halve.py is missing; write it, or take"):
        read_stub(read_course(course), "vectors/halve")


def test_a_declaration_is_loaded_without_leaving_anything_in_its_tree(course: Path) -> None:
    exercise = load_declaration(read_course(course), "vectors/halve")
    assert list(exercise.inputs) == ["n"]
    assert not list(course.rglob("__pycache__"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x = (\n", ":1: not Python"),
        ("x = 1\n", ":1: declares no exercise"),
        ("x = 1\nraise ValueError('why')\n", ":2: the declaration raised ValueError: why"),
        ("\n\nimport sys\nsys.exit(0)\n", ":4: the declaration raised SystemExit: 0"),
        ("import no_such_library\n", ":1: the declaration raised ModuleNotFoundError"),
        (
            "from grader.declare import law\n\n@law()\ndef is_right(f):\n    pass\n",
            ":3: the law is_right has no docstring",
        ),
    ],
)
def test_a_broken_declaration_names_file_and_line(course: Path, text: str, says: str) -> None:
    file = course / "reference/vectors/halve.py"
    file.write_text(text)
    with pytest.raises(CourseError) as caught:
        load_declaration(read_course(course), "vectors/halve")
    assert str(caught.value).startswith(f"{file}{says}")


@pytest.mark.parametrize(
    ("text", "end"), [("x = [1 2]\n", " forgot a comma?"), ("x = (\n", "was never closed.")]
)
def test_what_python_says_of_it_ends_as_a_sentence(course: Path, text: str, end: str) -> None:
    (course / "reference/vectors/halve.py").write_text(text)
    with pytest.raises(CourseError) as caught:
        load_declaration(read_course(course), "vectors/halve")
    assert str(caught.value).endswith(end)


def test_a_library_that_is_not_installed_could_not_run(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    (course / "reference/vectors/halve.py").write_text("import torch\n")
    with pytest.raises(CouldNotRun, match="needs torch, which is not installed"):
        load_declaration(read_course(course), "vectors/halve")


def test_files_that_belong_to_no_exercise_are_stray(course: Path) -> None:
    assert stray(read_course(course)) == []
    for name in ("solutions/vectors/old.py", "reference/notes.txt", "exercises/.gradus/state.json"):
        (course / name).parent.mkdir(exist_ok=True)
        (course / name).write_text("")
    (course / "reference/vectors/halve.survivors.toml").write_text("")
    assert [str(file) for file in stray(read_course(course))] == [
        "solutions/vectors/old.py",
        "reference/notes.txt",
    ]


def test_listing_a_course_imports_neither_numpy_nor_torch() -> None:
    program = (
        "import sys\nfrom pathlib import Path\n"
        "from grader.course import read_course, read_statement\n"
        f"course = read_course(Path({str(TOY)!r}))\n"
        "for entry in course.entries: read_statement(course, entry.path)\n"
        "assert not {'numpy', 'torch', 'rich'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)


# --- names -----------------------------------------------------------------------------------

WEIGH, HALVE, FLIPS = "vectors/weigh", "vectors/halve", "chance/coin_flips"


@pytest.mark.parametrize(
    ("names", "paths"),
    [
        ([], [WEIGH, HALVE, FLIPS]),
        (["."], [WEIGH, HALVE, FLIPS]),
        (["solutions"], [WEIGH, HALVE, FLIPS]),
        (["halve"], [HALVE]),
        (["vectors/halve"], [HALVE]),
        (["vectors"], [WEIGH, HALVE]),
        (["vectors/"], [WEIGH, HALVE]),
        (["exercises/vectors"], [WEIGH, HALVE]),
        (["halve.py"], [HALVE]),
        (["./exercises/vectors/halve.py"], [HALVE]),
        (["/somewhere/else/halve.py"], [HALVE]),
        (["coin_flips", "vectors"], [WEIGH, HALVE, FLIPS]),
        (["halve", "halve"], [HALVE]),
    ],
)
def test_an_exercise_has_many_names(names: list[str], paths: list[str]) -> None:
    assert select(read_course(TOY).entries, names) == paths


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("halv", "There is no exercise or chapter halv. Did you mean halve?"),
        ("vector", "There is no exercise or chapter vector. Did you mean vectors?"),
        ("vectors/halv", "There is no exercise or chapter vectors/halv. Did you mean"),
        ("chance/halve", "There is no exercise or chapter chance/halve. Did you mean"),
        ("lsit", "There is no exercise or chapter lsit. Did you mean the command `grade list`?"),
        ("zzzzzz", "There is no exercise or chapter zzzzzz; `grade list` shows them all."),
    ],
)
def test_an_unknown_name_suggests_the_nearest(name: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        select(read_course(TOY).entries, [name], also=["list", "show"])
    assert str(caught.value).startswith(says)


# --- a new exercise --------------------------------------------------------------------------


def test_a_new_exercise_keeps_the_rest_of_course_toml() -> None:
    text = '# mine\ntitle = "T"\n\n[chapters.a]  # first\ntitle = "A"\nexercises = { x = 1 }\n'
    assert entered(text, "a", "y") == text.replace("x = 1", "x = 1, y = 1")
    assert entered(text, "b_c", "y") == (
        text + '\n[chapters.b_c]\ntitle = "B c"\nexercises = { y = 1 }\n'
    )
    assert "exercises = { y = 1 }" in entered(text.replace(" x = 1 ", ""), "a", "y")


def test_an_unusual_course_toml_is_left_to_its_author() -> None:
    text = '[chapters]\na = { title = "A", exercises = { x = 1 } }\n'
    with pytest.raises(UsageError, match="add y = 1 to the exercises of a yourself"):
        entered(text, "a", "y")


@pytest.mark.parametrize("path", ["square", "Vectors/square", "a/b/c", "../x/y", "vectors/"])
def test_a_new_exercise_needs_a_chapter_and_a_name(course: Path, path: str) -> None:
    with pytest.raises(UsageError, match="is no name for an exercise"):
        new(read_course(course), path)


def test_a_new_exercise_never_overwrites_files(course: Path) -> None:
    with pytest.raises(UsageError, match="has vectors/halve already"):
        new(read_course(course), "chance/halve")
    (course / "reference/vectors/square.py").write_text("mine")
    with pytest.raises(UsageError, match="square.py exists already"):
        new(read_course(course), "vectors/square")
    assert (course / "reference/vectors/square.py").read_text() == "mine"
    assert "square" not in (course / "course.toml").read_text()
