"""``--format nbgrader``: a course folder on which nbgrader's own commands run unchanged.

The source notebooks hold stubs between nbgrader's markers, so there is nothing to hide. A check
cell shows the page and ends in the points as a plain number, which nbgrader takes as partial
credit; what raises, or writes to standard error, is 0 there.
"""

from __future__ import annotations

import json
import textwrap
from typing import Any

from grader.assign.markdown import markdown
from grader.assign.material import CLONE, Files, Material, below
from grader.assign.notebooks import Cell, code, text, to_bytes
from grader.folder import manifest
from grader.markers import BEGIN, END, REPLACEMENT
from grader.model import Chapter, Entry

_README = """# {title}, for nbgrader

{contents}. nbgrader runs here as anywhere; install it beside this engine, and call it with its
environment activated, since it calls `alembic` by name:

```sh
python3 -m venv .venv && . .venv/bin/activate
pip install ./source/{slug}/{wheel} nbgrader==0.9.6
nbgrader generate_assignment {slug}
```

`release/{slug}/` is what students get: the notebooks, `pack/` and the engine, which they install
with `pip install ./{wheel} notebook`. Nothing in it is hidden from them. When they have handed in
(`submitted/STUDENT/{slug}/`):

```sh
nbgrader autograde {slug}
nbgrader generate_feedback {slug}
nbgrader export
```

An exercise gives its points in three parts: ordinary inputs {core:.0%}, edge cases {edge:.0%},
house rules {house:.0%}.

## How far to believe these scores

`nbgrader autograde` runs the student's notebook, and records what the student's own kernel prints
below each check cell. The exercise itself is judged in a locked process; the number passes through
the student's hands. This is isolation level 0: good for practice, and open to whoever wants to
forge points. Where points count, grade what was handed in by the course itself. This release holds
no course, and its environment no gradebook of ours; so make one in a clone of the course, once:

```sh
cd {clone}
python3 -m venv .venv && .venv/bin/pip install -c constraints.txt -e '.[{extras}]'
```

and then here, after `nbgrader autograde`:

```sh
. {clone}/.venv/bin/activate
grade batch submitted --gradebook grades.db --course {clone}{points}
grade export . --format nbgrader --gradebook grades.db
```

This judges with a secret seed and writes the points into nbgrader's own gradebook, so that
formgrader, feedback and export go on as before.
"""

_CONFIG = """# Settings of this course for nbgrader.
c = get_config()
c.CourseDirectory.course_id = {course}
# An exercise may use 10 seconds of processor time, more by the clock; a check that is cut short
# counts 0.
c.Execute.timeout = 120
"""

_ABOUT = """# {title}

Write each function in the place of `raise NotImplementedError()` and run its cell; the cell below
grades it, shows why it is wrong, and ends in your points."""

_CHECK = """from grader.magic import points

points({path})"""


def files(material: Material) -> Files:
    """The course folder."""
    folder = f"source/{material.slug}"
    assignment = {
        f"{chapter.name}.ipynb": to_bytes(_chapter(material, chapter))
        for chapter in material.chapters
    }
    assignment |= {"gradus.toml": manifest("pack").encode(), **below("pack", material.pack)}
    readme = _README.format(
        title=material.title,
        contents=material.contents,
        slug=material.slug,
        wheel=material.wheel,
        clone=CLONE,
        extras="authors,instructors,nbgrader",
        points=material.points_option,
        **material.weights,
    )
    return {
        "README.md": readme.encode(),
        "nbgrader_config.py": _CONFIG.format(course=json.dumps(material.slug)).encode(),
        **below(folder, assignment),
        **below(folder, material.engine),
    }


def _chapter(material: Material, chapter: Chapter) -> list[Cell]:
    about = _ABOUT.format(title=chapter.title)
    cells = [text(about, **_marked(f"about-{chapter.name}", locked=True))]
    for entry in chapter.exercises:
        cells += _exercise(material, entry)
    return cells


def _exercise(material: Material, entry: Entry) -> list[Cell]:
    statement = material.statements[entry.path]
    name = entry.path.replace("/", "-")
    return [
        text(
            markdown(statement, entry.points),
            **_marked(f"statement-{name}", locked=True),
        ),
        code(_between_markers(statement.stub), **_marked(name, solution=True)),
        code(
            _CHECK.format(path=json.dumps(entry.path)),
            **_marked(f"check-{name}", grade=True, locked=True, points=entry.points),
        ),
    ]


def _between_markers(stub: str) -> str:
    """The stub, with markers around what is missing: without any, the whole cell would be."""
    missing = "\n".join(REPLACEMENT)
    rows = stub.strip("\n").split("\n")
    marked, at = [], 0
    while at < len(rows):
        pair = rows[at : at + len(REPLACEMENT)]
        if textwrap.dedent("\n".join(pair)) == missing:
            indent = pair[0][: len(pair[0]) - len(pair[0].lstrip())]
            marked += [indent + BEGIN, *pair, indent + END]
            at += len(REPLACEMENT)
        else:
            marked.append(rows[at])
            at += 1
    return "\n".join(marked)


def _marked(
    grade_id: str,
    *,
    grade: bool = False,
    locked: bool = False,
    solution: bool = False,
    points: float | None = None,
) -> dict[str, Any]:
    """A cell's metadata in nbgrader's schema 3, which allows no other fields."""
    fields: dict[str, Any] = {
        "schema_version": 3,
        "grade": grade,
        "grade_id": grade_id,
        "locked": locked,
        "solution": solution,
        "task": False,
    }
    return {"nbgrader": fields if points is None else {**fields, "points": points}}
