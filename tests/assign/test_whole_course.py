"""Every statement of the real course as cells: valid notebooks, and stubs that come back whole."""

from __future__ import annotations

import json
import re

import nbformat
import pytest

from grader.assign import nbgrader, notebooks, otter
from grader.assign.material import Material
from grader.course import read_course, read_statement
from grader.markers import BEGIN, stub
from tests.conftest import ROOT

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def unbuilt() -> Material:
    """The course's texts without a pack, which cells do not need."""
    course = read_course(ROOT)
    return Material(
        title=course.title,
        chapters=course.chapters,
        statements={entry.path: read_statement(course, entry.path) for entry in course.entries},
        weights=course.weights,
        seed=0,
        digest="",
        pack={},
        engine={"engine.whl": b""},
    )


@pytest.mark.parametrize("room", [notebooks, nbgrader, otter], ids=lambda room: room.__name__)
def test_every_notebook_is_valid_and_its_formulas_are_closed(unbuilt: Material, room) -> None:
    books = {n: c for n, c in room.files(unbuilt).items() if n.endswith(".ipynb")}
    count = 0
    for content in books.values():
        book = nbformat.reads(content.decode(), as_version=4)
        nbformat.validate(book)
        for cell in book.cells:
            count += cell.cell_type == "code" and "raise NotImplementedError()" in cell.source
            if cell.cell_type != "markdown":
                continue
            prose = re.sub(r"```.*?```|`[^`]*`|\\\$", "", cell.source, flags=re.DOTALL)
            assert prose.count("$") % 2 == 0, cell.source
            for formula in re.findall(r"\$([^$]*)\$", prose):
                assert formula.count("{") == formula.count("}"), formula
                assert formula.count(r"\left") == formula.count(r"\right"), formula
            assert "``" not in prose, cell.source
    assert count == len(unbuilt.entries)


def test_nbgrader_makes_the_stub_of_every_cell(unbuilt: Material) -> None:
    for content in nbgrader.files(unbuilt).values():
        if content[:1] != b"{":
            continue
        for cell in json.loads(content)["cells"]:
            fields = cell["metadata"]["nbgrader"]
            assert re.fullmatch(r"[A-Za-z0-9_\-]+", fields["grade_id"])
            if fields["solution"]:
                path = fields["grade_id"].replace("-", "/")
                pristine = unbuilt.statements[path].stub.strip("\n")
                assert BEGIN in cell["source"] and stub(cell["source"], path) == pristine
