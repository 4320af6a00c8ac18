"""Notebooks in a real Jupyter kernel: what a student sees, read from the executed notebook."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.assign.conftest import MISSING, WRONG, Released
from tests.conftest import TOY

PROGRAM = """
import sys, nbformat
from nbclient import NotebookClient
book = nbformat.read(sys.argv[1], 4)
nbformat.validate(book)
place = {"metadata": {"path": sys.argv[2]}}
NotebookClient(book, timeout=120, allow_errors=True, resources=place).execute()
nbformat.write(book, sys.argv[1])
"""

Cell = dict[str, Any]
Jupyter = dict[str, str]


def code(source: str) -> Cell:
    return {
        "cell_type": "code",
        "id": f"c{abs(hash(source))}",
        "metadata": {},
        "source": source,
        "execution_count": None,
        "outputs": [],
    }


def executed(book: Path, jupyter: Jupyter, at: Path | None = None) -> list[Cell]:
    """The code cells of a notebook after all of it has been run."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(book), str(at or book.parent)],
        env=jupyter,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    cells = json.loads(book.read_text())["cells"]
    return [
        {**cell, "source": "".join(cell["source"])} for cell in cells if cell["cell_type"] == "code"
    ]


def outputs(cell: Cell) -> str:
    """What stands below a cell, as text; nothing may have gone to standard error."""
    told = ""
    for output in cell["outputs"]:
        assert output.get("name") != "stderr", output
        shown = output.get("data", {}).get("text/plain", output.get("text", ""))
        told += "".join(shown) + "".join(output.get("traceback", []))
    return told


def write(book: Path, sources: Sequence[str]) -> Path:
    content = {"cells": [code(source) for source in sources], "metadata": {}}
    book.write_text(json.dumps({**content, "nbformat": 4, "nbformat_minor": 5}))
    return book


def test_a_chapter_is_worked_through_in_jupyter(released: Released, jupyter: Jupyter) -> None:
    book = released("notebook") / "vectors.ipynb"
    content = json.loads(book.read_text())
    assert (
        r"$\frac{x_{k}}{\sum_{j} x_{j}}$" in json.loads(json.dumps(content))["cells"][2]["source"]
    )
    for cell in content["cells"]:
        if "def weigh" in cell["source"] and cell["cell_type"] == "code":
            cell["source"] = cell["source"].replace(MISSING, WRONG)
    book.write_text(json.dumps(content))
    cells = {cell["source"].split("\n")[0]: cell for cell in executed(book, jupyter)}
    page = outputs(cells["%grade vectors/weigh"])
    assert "This looks like: divides by everything." in page and "0 of 2 points" in page
    (shown,) = cells["%grade vectors/weigh"]["outputs"]
    html = "".join(shown["data"]["text/html"])
    assert html.startswith("<pre") and "divides by everything" in html and "<script" not in html
    assert "not started" in outputs(cells["%grade vectors/halve"])


def test_cells_are_judged_apart_with_the_definitions_of_earlier_ones(
    released: Released, jupyter: Jupyter
) -> None:
    root = released("notebook")
    book = write(
        root / "mine.ipynb",
        [
            "%load_ext grader.magic",
            "import numpy as np\nprint('loud')",
            "def share(x, axis):\n    return x / x.sum(axis=axis, keepdims=True)",
            "%%grade weigh\ndef weigh(x, axis=-1):\n"
            "    if not x.shape[axis]:\n        raise ValueError('empty')\n"
            "    return share(x, axis)",
            "weigh(np.array([1.0, 3.0])).tolist()",
            "def halve(n):\n    return n / '2'",
            "%grade halve",
            "def halve(n):\n    return n // 2",
            "%grade",
            "%grade --json",
            "%grade nothing",
            "%%grade halve\ndef halve(n:\n    return",
            "def halve(n):\n    import os\n    os._exit(0)",
            "%grade vectors/halve",
            "'the kernel lives'",
        ],
    )
    told = [outputs(cell) for cell in executed(book, jupyter)]
    assert "vectors/weigh passed: 2 of 2 points" in told[3]
    assert told[4] == "[0.25, 0.75]"
    # Lines as Jupyter counts them: by the number beside the cell.
    assert "TypeError" in told[6] and "cell 6, line 2, in halve" in told[6]
    assert "return n / '2'" in told[6]
    assert "2 of 2 exercises passed" in told[8]
    assert told[9].startswith("%grade takes names")
    assert told[10].startswith("There is no exercise or chapter nothing")
    assert "SyntaxError" in told[11] and "cannot be run" in told[11]
    assert "Line 2 of cell 12 is not Python" in told[11] and "cell 12, line 2" in told[11]
    assert "0 of 1 point" in told[13] and "passed" not in told[13]
    assert told[14] == "'the kernel lives'"


def test_what_is_not_started_says_what_to_do_in_a_notebook(
    released: Released, jupyter: Jupyter
) -> None:
    book = released("notebook") / "vectors.ipynb"
    told = [outputs(cell) for cell in executed(book, jupyter)][2]
    assert "run its cell, and grade it again" in told and "`grade" not in told


@pytest.mark.parametrize("pack", ["missing", "damaged"])
def test_points_are_0_and_say_why_where_nothing_can_be_judged(
    released: Released, jupyter: Jupyter, tmp_path: Path, pack: str
) -> None:
    root = released("notebook")
    if pack == "missing":
        (root / "gradus.toml").unlink()
    else:
        (root / "pack/vectors/weigh.exercise").write_bytes(b"GRADUS")
    solution = (TOY / "solutions/vectors/weigh.py").read_text()
    check = "from grader.magic import points\n\npoints('vectors/weigh')"
    cells = executed(write(root / "mine.ipynb", [solution, check]), jupyter)
    shown, result = cells[1]["outputs"]
    assert "".join(result["data"]["text/plain"]) == "0.0"
    told = {"missing": "There is no course here", "damaged": "build the pack again"}[pack]
    assert told in "".join(shown["data"]["text/plain"])


def test_a_saved_notebook_is_graded_from_the_command_line(
    released: Released, student_python: Path
) -> None:
    root = released("notebook")
    solution = (TOY / "solutions/vectors/weigh.py").read_text()
    book = write(
        root / "mine.ipynb", ["%matplotlib inline", solution, "def halve(n):\n    return n"]
    )

    def graded(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [student_python, "-P", "-m", "grader", "notebook", *arguments],
            cwd=root,
            capture_output=True,
            text=True,
        )

    done = graded(book.name)
    assert done.returncode == 1
    assert "weigh  passed" in done.stdout and "halve  failed" in done.stdout
    assert "coin_flips" not in done.stdout
    assert graded("none.ipynb").returncode == 2
    refused = graded("README.md")
    assert refused.returncode == 2 and "no notebook" in refused.stderr
    book.write_text("{")
    broken = graded(book.name)
    assert broken.returncode == 1 and "is not valid JSON" in broken.stdout + broken.stderr
