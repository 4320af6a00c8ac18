"""Every statement of the real course as cells: valid notebooks, and stubs that come back whole.

And no release of it holds a line of a solution, a reference or a misconception.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
import pytest

from grader.assign import kit, nbgrader, notebooks, otter
from grader.assign.material import Material, Request, gather
from grader.course import read_course, read_statement
from grader.markers import BEGIN, stub
from tests.assign.test_leaks import code_of, search
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


# --- what must not be there ------------------------------------------------------------------

# Freezing all exercises takes minutes; every so many is one of each kind.
EVERY = 60


@pytest.fixture(scope="module")
def code() -> dict[str, bytes]:
    """The lines of the whole course that students must not see."""
    course = read_course(ROOT)
    found = code_of(course)
    assert len(found) > 10 * len(course.entries)
    return found


@pytest.mark.parametrize("room", [kit, notebooks, nbgrader, otter], ids=lambda room: room.__name__)
def test_no_text_of_the_course_gives_a_line_of_an_answer_away(
    unbuilt: Material, code: dict[str, bytes], room
) -> None:
    given = {name: text for name, text in room.files(unbuilt).items() if not name.endswith(".whl")}
    assert search(given, code) == []
    # The search finds one that is put there.
    label, line = next(reversed(code.items()))
    assert search({**given, "more.md": b"Try " + line}, {label: line}) == [(label, "more.md")]


def test_no_pack_of_a_sample_gives_a_line_of_an_answer_away(
    course_cache: Path, code: dict[str, bytes]
) -> None:
    course = read_course(ROOT)
    sample = [entry.path for entry in course.entries[::EVERY]]
    packed = gather(course, Request(names=tuple(sample), jobs=2)).pack
    assert len([name for name in packed if name.endswith(".exercise")]) == len(sample) >= 3
    assert search(packed, code) == []
