"""``--format py``: what a student needs and no more. Stubs, the pack, the engine, and a README."""

from __future__ import annotations

from grader.assign.material import PLACEHOLDER, Files, Material, below
from grader.folder import commands, manifest

EXERCISES = "exercises"

_README = """# {title}

{contents}. Every exercise is one function that you write with NumPy.

## Set up, once

With Python 3.11 or later, in this folder:

```sh
python3 -m venv .venv
.venv/bin/pip install ./{wheel}
. .venv/bin/activate
```

On Windows it is `py -m venv .venv`, `.venv\\Scripts\\pip install .\\{wheel}` and
`.venv\\Scripts\\activate`. Nothing but NumPy and rich comes along.

## Work

Open `{file}`, read what its function must do, and replace

```python
# YOUR CODE HERE
raise NotImplementedError()
```

Then, in this folder:

{commands}
The page shows the smallest input on which your function is wrong, what was expected beside what
came, and the name of the mistake if it is a well-known one. Helper functions are welcome, and each
file must work on its own.

## When you push

`.github/workflows/grade.yml` grades on GitHub what you push, and `.pre-commit-config.yaml` what you
commit, if you install it (`pip install pre-commit && pre-commit install`).

`pack/` holds what your answers are compared with on your machine (seed {seed}, digest
{digest}). What counts may be graded with other inputs.
"""

_WORKFLOW = """\
# Grades what is pushed: annotations in the code, a summary of the job, and JUnit XML.
name: grade
on: [push, pull_request]
permissions:
  contents: read
jobs:
  grade:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    steps:
      - uses: actions/checkout@v4
{note}      - uses: {action}
        with:
          submission: {exercises}
{course}"""

_NOTE = """\
      # For the instructor: the repository of the course, pinned to a tag or a commit.
"""
_TRUSTED = """\
          # The course of the action judges, which students cannot change. The pack of this
          # repository starts sooner, but whoever is graded can change it:
          # course: pack
"""
_OWN_POINTS = """\
          # Only this pack knows the points of this release; the reports name its digest.
          course: pack
"""

_PRE_COMMIT = """# Stops a commit whose exercises do not pass; `pre-commit install` switches it on.
# It runs the `grade` that you have installed (see README.md).
repos:
  - repo: local
    hooks:
      - id: gradus
        name: grade what has changed
        entry: grade ci --changed HEAD --course pack
        language: system
        pass_filenames: false
        files: ^{exercises}/.*\\.py$
"""

IGNORED = """.venv/
.gradus/
__pycache__/
.ipynb_checkpoints/
gradus-junit.xml
"""


def files(material: Material) -> Files:
    """The whole kit."""
    first = material.entries[0].path
    texts = {
        "README.md": _README.format(
            title=material.title,
            contents=material.contents,
            wheel=material.wheel,
            file=f"{EXERCISES}/{first}.py",
            commands=commands(first),
            seed=material.seed,
            digest=material.digest[:16],
        ),
        "gradus.toml": manifest("pack", EXERCISES),
        ".gitignore": IGNORED,
        ".pre-commit-config.yaml": _PRE_COMMIT.format(exercises=EXERCISES),
        ".github/workflows/grade.yml": _WORKFLOW.format(
            action=material.action,
            exercises=EXERCISES,
            note=_NOTE if material.action == PLACEHOLDER else "",
            course=_OWN_POINTS if material.points_changed else _TRUSTED,
        ),
    }
    texts |= {f"{EXERCISES}/{path}.py": stub for path, stub in material.stubs.items()}
    written = {name: text.encode() for name, text in texts.items()}
    return {**written, **below("pack", material.pack), **material.engine}
