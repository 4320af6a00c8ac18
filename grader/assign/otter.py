"""``--format otter``: one notebook for `otter assign`; each tier of an exercise is a test."""

from __future__ import annotations

import json

from grader.assign.markdown import markdown
from grader.assign.material import CLONE, Files, Material, below
from grader.assign.notebooks import Cell, code, raw, text, to_bytes
from grader.folder import manifest
from grader.model import Entry
from grader.render.words import tier as in_words

NOTEBOOK = "exercises.ipynb"
_TIERS = ("core", "edge", "house")

_README = """# {title}, for otter-grader

{contents}. With this engine and otter-grader 7 in one environment:

```sh
python3 -m venv .venv && . .venv/bin/activate
pip install ./{wheel} otter-grader
otter assign --no-pdfs {notebook} dist
```

`dist/student/` is what students get; they install the engine with `pip install ./{wheel}`, and
`grader.check(...)` below each exercise shows them the page of what is wrong. A notebook that was
handed in is graded with

```sh
otter run -a dist/autograder/*.zip SUBMISSION.ipynb
```

The same zip is an autograder for Gradescope; its requirements install the engine from the zip.

## How far to believe these scores

otter-grader runs its tests in the student's own kernel. The exercise itself is judged in a locked
process, but the verdict passes through the student's hands: isolation level 0. Where points count,
use `grade assign --format gradescope`, or grade what was handed in by the course itself. This
release holds no course; in a clone of it, once, and then wherever the submissions are:

```sh
cd {clone}
python3 -m venv .venv && .venv/bin/pip install -c constraints.txt -e '.[{extras}]'
```

```sh
. {clone}/.venv/bin/activate
grade batch SUBMISSIONS --gradebook grades.db --course {clone}{points}
```
"""

_CONFIG = """# ASSIGNMENT CONFIG
name: {name}
init_cell: true
export_cell: false
# There is no solution in this notebook that could pass.
run_tests: false
requirements: requirements.txt
python_version: "3.11"
tests:
    ok_format: false
generate: true
files:
{files}"""

_TEST = '''""" # BEGIN TEST CONFIG
points: {points}
success_message: {passed}
""" # END TEST CONFIG
def test_{tier}():
    from grader.magic import demand

    demand({path}, {quoted})'''

# Where Otter's image unpacks the files of an assignment.
_REQUIREMENTS = "/autograder/source/files/{wheel}\n"


def files(material: Material) -> Files:
    """The master notebook and what `otter assign` copies beside it."""
    beside = {
        "gradus.toml": manifest("pack").encode(),
        **below("pack", material.pack),
        **material.engine,
    }
    listed = "\n".join(f"    - {json.dumps(name)}" for name in beside)
    cells = [
        raw(_CONFIG.format(name=json.dumps(material.slug), files=listed)),
        text(f"# {material.title}"),
    ]
    for chapter in material.chapters:
        cells.append(text(f"# {chapter.title}"))
        for entry in chapter.exercises:
            cells += _question(material, entry)
    readme = _README.format(
        title=material.title,
        contents=material.contents,
        wheel=material.wheel,
        notebook=NOTEBOOK,
        clone=CLONE,
        extras="authors,instructors",
        points=material.points_option,
    )
    return {
        "README.md": readme.encode(),
        "requirements.txt": _REQUIREMENTS.format(wheel=material.wheel).encode(),
        NOTEBOOK: to_bytes(cells),
        **beside,
    }


def _question(material: Material, entry: Entry) -> list[Cell]:
    statement = material.statements[entry.path]
    name = entry.path.replace("/", "_")
    return [
        raw(f"# BEGIN QUESTION\nname: {json.dumps(name)}\npoints: {entry.points:g}"),
        text(markdown(statement, entry.points)),
        raw("# BEGIN SOLUTION"),
        code(statement.stub.strip("\n")),
        raw("# END SOLUTION"),
        raw("# BEGIN TESTS"),
        *(code(_test(material, entry, tier)) for tier in _TIERS),
        raw("# END TESTS"),
        raw("# END QUESTION"),
    ]


def _test(material: Material, entry: Entry, tier: str) -> str:
    return _TEST.format(
        points=round(entry.points * material.weights[tier], 6),
        passed=json.dumps(f"{in_words(tier).capitalize()}: right."),
        tier=tier,
        path=json.dumps(entry.path),
        quoted=json.dumps(tier),
    )
