"""``grade report``, ``grade export`` and ``grade similar`` on a class that was graded for real."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import WRONG, Grade
from tests.conftest import TOY

RIGHT = (TOY / "solutions/vectors/weigh.py").read_text()


@pytest.fixture
def book(here: Path, grade: Grade) -> str:
    """A gradebook with three students, one of whom handed in what nobody can read."""
    for name, code in (("ann", RIGHT), ("bob", WRONG)):
        (here / "class" / name).mkdir(parents=True)
        (here / "class" / name / "weigh.py").write_text(code)
    (here / "class/eve.zip").write_bytes(b"no zip")
    done = grade(
        *("batch", "class", "weigh", "--gradebook", "class.db", "--course", str(TOY)),
        *("--jobs", "1", "--isolation", "1"),
    )
    assert done.code in (0, 1), done.err
    return "class.db"


def test_a_class_is_reported_and_exported(here: Path, grade: Grade, book: str) -> None:
    done = grade("report", "pages", "--gradebook", book)
    assert (done.code, done.err.count("\n")) == (0, 1)
    index = (here / "pages/index.html").read_text()
    assert "Divides by everything" in index and "eve" in index
    assert len(list((here / "pages/students").glob("*.html"))) == 3
    done = grade("export", "grades.csv", "--format", "csv", "--gradebook", book)
    assert done.code == 0, done.err
    with open(here / "grades.csv", newline="") as opened:
        rows = {row["student"]: row for row in csv.DictReader(opened)}
    assert rows["ann"]["points"] == "2" and float(rows["bob"]["points"]) < 2
    assert rows["bob"]["misconception"] == "divides_by_everything"


def test_students_do_not_see_the_secret_seed(here: Path, grade: Grade, book: str) -> None:
    from grader.gradebook.book import Gradebook

    with Gradebook(book) as opened:
        standing = opened.standing()
    bob = next(g for g in standing.grades if g.student == "bob")
    assert bob.verdict.findings[0].counterexample != bob.shown.findings[0].counterexample or (
        bob.verdict.findings[0].expected != bob.shown.findings[0].expected
        or bob.verdict.findings[0].picture != bob.shown.findings[0].picture
    )
    assert bob.verdict.findings[0].misconception == "divides_by_everything"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("report", "pages", "--gradebook", "none.db"), 2, "none.db"),
        (("report", "pages"), 2, "--gradebook"),
        (("export", "x.csv", "--gradebook", "none.db"), 2, "--format"),
        (("export", "x", "--format", "excel", "--gradebook", "none.db"), 2, "excel"),
        (
            ("export", "-", "--format", "csv", "--gradebook", "x.db"),
            2,
            "- is not taken for a stream",
        ),
        (("report", "-", "--gradebook", "x.db"), 2, "name a folder, or ./-"),
        (("similar", ".", "--html", "-", "--course", str(TOY)), 2, "name a file, or ./-"),
        (("similar", "nowhere", "--course", str(TOY)), 2, "no folder of submissions"),
        (("similar", ".", "--course", str(TOY)), 2, "holds no submissions"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    here: Path, grade: Grade, arguments: tuple[str, ...], code: int, said: str
) -> None:
    done = grade(*arguments)
    assert done.code == code and said in done.err and done.err.count("\n") == 1
    assert not list(here.iterdir())


def test_a_folder_with_something_else_is_not_written_into(
    here: Path, grade: Grade, book: str
) -> None:
    done = grade("report", ".", "--gradebook", book)
    assert done.code == 2 and "name an empty folder" in done.err
    done = grade("export", "class", "--format", "csv", "--gradebook", book)
    assert done.code == 2 and "name a file" in done.err


def test_shared_code_is_listed_as_text_json_and_a_page(here: Path, grade: Grade) -> None:
    from tests.similarity.test_compare import ODD, RENAMED

    for name, code in (("ann", ODD), ("bob", RENAMED), ("<i>cy</i>", RIGHT)):
        folder = here / "class" / name.replace("/", "")
        folder.mkdir(parents=True)
        (folder / "weigh.py").write_text(code)
    done = grade("similar", "class", "weigh", "--course", str(TOY), "--html", "alike.html")
    assert done.code == 0 and "ann and bob" in done.out and "not a verdict" in done.out
    page = (here / "alike.html").read_text()
    assert "turned" in page and "<script" not in page and "<i>" not in page
    data = json.loads(grade("similar", "class", "--course", str(TOY), "--json").out)
    assert [pair["students"] for pair in data["pairs"]] == [["ann", "bob"]]
    assert data["students"] == 3
