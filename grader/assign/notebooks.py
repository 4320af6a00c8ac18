"""``--format notebook``: a notebook for each chapter, with a cell that grades each exercise.

A notebook is JSON of a few fields; it is written without Jupyter and read by all of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from grader.assign.kit import IGNORED
from grader.assign.markdown import markdown
from grader.assign.material import Files, Material, below
from grader.folder import manifest
from grader.model import Chapter

_README = """# {title}

{contents}, in {notebooks}.

## Set up, once

With Python 3.11 or later, in this folder:

```sh
python3 -m venv .venv
.venv/bin/pip install ./{wheel} notebook
.venv/bin/jupyter notebook
```

## Work

Open a notebook and run its first cell. Below each exercise's text stands its function: write it in
the place of `raise NotImplementedError()`, run the cell, and run the one below:

    %grade {example}

It shows the smallest input on which your function is wrong, and why. `%grade` grades what the
cells that you have run define, helper functions included; it runs them apart from your notebook,
with nothing but NumPy. `%%grade {example}` on top of a cell defines what stands in it and grades
it, too. In a terminal, `grade notebook {first}` grades the saved notebook.

`pack/` holds what your answers are compared with here (seed {seed}, digest {digest}). What counts
may be graded with other inputs.
"""

_SETUP = "%load_ext grader.magic"
_ABOUT = """# {title}

Run the first cell, then write each function in the place of `raise NotImplementedError()`, run its
cell, and run the cell below, which grades it and shows you why it is wrong."""


def files(material: Material) -> Files:
    """Notebooks, the pack, the engine and a README."""
    written = {
        f"{chapter.name}.ipynb": to_bytes(_chapter(material, chapter))
        for chapter in material.chapters
    }
    first = next(iter(written))
    readme = _README.format(
        title=material.title,
        contents=material.contents,
        notebooks="one notebook" if len(written) == 1 else f"{len(written)} notebooks",
        wheel=material.wheel,
        example=material.entries[0].path.split("/")[1],
        first=first,
        seed=material.seed,
        digest=material.digest[:16],
    )
    return {
        "README.md": readme.encode(),
        "gradus.toml": manifest("pack").encode(),
        ".gitignore": IGNORED.encode(),
        **written,
        **below("pack", material.pack),
        **material.engine,
    }


def _chapter(material: Material, chapter: Chapter) -> list[Cell]:
    cells = [text(_ABOUT.format(title=chapter.title)), code(_SETUP)]
    for entry in chapter.exercises:
        statement = material.statements[entry.path]
        cells += [
            text(markdown(statement, entry.points)),
            code(statement.stub.strip("\n")),
            code(f"%grade {entry.path}"),
        ]
    return cells


# --- cells -----------------------------------------------------------------------------------

Cell = dict[str, Any]


def text(source: str, **metadata: Any) -> Cell:
    """A cell of Markdown."""
    return {"cell_type": "markdown", "metadata": metadata, "source": source}


def raw(source: str) -> Cell:
    """A cell that nobody runs or renders."""
    return {"cell_type": "raw", "metadata": {}, "source": source}


def code(source: str, **metadata: Any) -> Cell:
    """A cell of Python that has not been run."""
    cell = {"cell_type": "code", "metadata": metadata, "source": source}
    return {**cell, "execution_count": None, "outputs": []}


def to_bytes(cells: Sequence[Cell]) -> bytes:
    """The notebook. Cells are numbered by what they say, so that a release can be refreshed."""
    named = [{"id": name, **cell} for name, cell in zip(_ids(cells), cells, strict=True)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    content = {
        "cells": named,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def _ids(cells: Sequence[Cell]) -> Iterable[str]:
    for place, cell in enumerate(cells):
        yield hashlib.sha256(f"{place}\0{cell['source']}".encode()).hexdigest()[:12]
