"""The release for nbgrader, run through nbgrader's own commands from generating to exporting."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.assign import release
from grader.assign.material import CLONE, Request, gather
from grader.assign.nbgrader import files
from grader.course import read_course
from grader.gradebook.book import Gradebook
from tests.assign.conftest import MISSING, SLUG, WRONG, Released
from tests.conftest import TOY

pytestmark = pytest.mark.filterwarnings("default")


def nbgrader(root: Path, jupyter: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=root,
        env=jupyter,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout + done.stderr


def sources(book: Path) -> list[tuple[str, str]]:
    cells = json.loads(book.read_text())["cells"]
    return [(cell["cell_type"], "".join(cell["source"])) for cell in cells]


def hand_in(root: Path, student: str, answers: dict[str, str]) -> Path:
    """A submission made of the release, with some functions in the place of their cells."""
    folder = root / "submitted" / student / SLUG
    shutil.copytree(root / "release" / SLUG, folder)
    book = folder / "vectors.ipynb"
    content = json.loads(book.read_text())
    for cell in content["cells"]:
        for name, answer in answers.items():
            if cell["cell_type"] == "code" and f"def {name}(" in "".join(cell["source"]):
                cell["source"] = answer
    book.write_text(json.dumps(content))
    return folder


def test_nbgrader_generates_grades_and_exports_it(
    released: Released, jupyter: dict[str, str]
) -> None:
    root = released("nbgrader")
    nbgrader(root, jupyter, "generate_assignment", SLUG)
    stub = (TOY / "exercises/vectors/weigh.py").read_text().strip()
    given = root / "release" / SLUG
    assert ("code", stub) in sources(given / "vectors.ipynb")
    # Nothing that nbgrader hides: what students get is all there is.
    before = dict.fromkeys(text for _, text in sources(root / "source" / SLUG / "vectors.ipynb"))
    assert not [text for text in before if "HIDDEN" in text]

    right = {n: (TOY / f"solutions/vectors/{n}.py").read_text() for n in ("weigh", "halve")}
    # Right but for the promised error and the input, which are house rules: 85% of two points.
    partly = "def weigh(x, axis=-1):\n    return x / x.sum(axis=axis, keepdims=True)"
    # nbgrader puts the instructor's pack back, and the file that names it.
    shutil.rmtree(hand_in(root, "right", right) / "pack")
    hand_in(root, "partly", {"weigh": partly, "halve": "def halve(n):\n    raise SystemExit"})
    hand_in(root, "wrong", {"weigh": stub.replace(MISSING, WRONG), "halve": "def halve(n:"})
    (hand_in(root, "idle", {}) / "gradus.toml").write_text('course = "mine"')

    nbgrader(root, jupyter, "autograde", SLUG)
    nbgrader(root, jupyter, "generate_feedback", SLUG)
    nbgrader(root, jupyter, "export")
    with (root / "grades.csv").open() as table:
        rows = {row["student_id"]: row for row in csv.DictReader(table)}
    assert {name: float(row["score"]) for name, row in rows.items()} == {
        "right": 3.0,
        "partly": 1.7,
        "wrong": 0.0,
        "idle": 0.0,
    }
    assert {row["max_score"] for row in rows.values()} == {"4.0"}
    page = (root / "feedback/wrong" / SLUG / "vectors.html").read_text()
    assert "divides by everything" in page and "SyntaxError" in page
    for book in (root / "autograded").rglob("*.ipynb"):
        for cell in json.loads(book.read_text())["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("grade"):
                shown, result = cell["outputs"]
                assert shown["output_type"] == "display_data"
                points = float("".join(result["data"]["text/plain"]))
                assert 0.0 <= points <= cell["metadata"]["nbgrader"]["points"]


def test_the_lines_for_where_points_count_run_as_they_stand_in_the_readme(
    course_cache: Path, jupyter: dict[str, str], tmp_path: Path
) -> None:
    root = tmp_path / "release"
    material = gather(read_course(TOY), Request(points=[("halve", 3.0)], jobs=2))
    release.write(root, "nbgrader", files(material))
    # A clone of the course whose environment is made as the README says: this one is.
    clone = tmp_path / "clone"
    shutil.copytree(TOY, clone, ignore=shutil.ignore_patterns("__pycache__"))
    (clone / ".venv").symlink_to(sys.prefix)
    nbgrader(root, jupyter, "generate_assignment", SLUG)
    # What the student's own kernel says of it is worth nothing here.
    forged = (
        "def halve(n):\n    return n // 2\nfrom grader import magic\nmagic.points = lambda _: 2"
    )
    hand_in(root, "ada", {"halve": forged, "weigh": f"def weigh(x, axis=-1):\n    {WRONG}"})
    nbgrader(root, jupyter, "autograde", SLUG)

    readme = (root / "README.md").read_text()
    made, lines = re.findall("```sh\n(.*?)```", readme, re.DOTALL)[-2:]
    extras = re.search(r"-e '\.\[(.*)\]'", made)[1].split(",")  # type: ignore[index]
    assert {"authors", "instructors", "nbgrader"} == set(extras)
    done = subprocess.run(
        ["bash", "-ec", lines.replace(CLONE, str(clone))],
        cwd=root,
        env=jupyter | {"GRADUS_CACHE": str(course_cache)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 scores written for 1 student." in done.stdout
    nbgrader(root, jupyter, "export")
    with (root / "grades.csv").open() as table:
        (row,) = csv.DictReader(table)
    assert (float(row["score"]), float(row["max_score"])) == (3.0, 6.0)
    with Gradebook(str(root / "grades.db")) as book:
        points = {g.exercise: (g.points, g.max_points) for g in book.standing().grades}
    assert points == {
        "vectors/halve": (3.0, 3.0),
        "vectors/weigh": (0.0, 2.0),
        "chance/coin_flips": (0.0, 1.0),
    }
