"""The same submitted notebooks, graded by ``nbgrader autograde`` and by ``grade batch``.

    python benchmarks/nbgrader_batch.py [SUBMISSIONS]

The assignment is what ``grade assign --format nbgrader`` releases: one notebook of six exercises,
whose test cells judge by the pack of the visible seed. ``grade batch`` judges the same notebooks by
the secret seed of its gradebook, and what fails by the visible one too. Both read the same
``submitted/`` folder, one after the other, on the same machine. No two submissions are alike; every
third has a mistake. At least 20 times faster for each submission is asked for.

Packs are built first, once for a class; that is shown apart, for both. A batch takes seconds where
nbgrader takes a minute, so that one hiccup of the machine would decide: it runs ``BATCHES`` times,
before and after nbgrader, each with a gradebook of its own, and the median counts.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from installed import environment

ROOT = Path(__file__).parent.parent
SIX = ("sigmoid", "softmax", "relu", "tanh", "log_softmax", "leaky_relu")
BATCHES = 5
WRONG = "    return x * 0 + 0.25\n"


def run(command: list[str], folder: Path, cache: Path) -> float:
    """How long a command takes; its words where it fails."""
    programs = Path(sys.executable).parent
    # nbgrader calls alembic by its name.
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    began = time.perf_counter()
    done = subprocess.run(
        [str(programs / command[0]), *command[1:]],
        cwd=folder,
        env=environment(PATH=path, GRADUS_CACHE=str(cache)),
        capture_output=True,
        text=True,
    )
    taken = time.perf_counter() - began
    if done.returncode:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return taken


def answer(text: str, name: str, number: int) -> str:
    """A cell with its stub answered by one student."""
    solution = (ROOT / "solutions/activations" / f"{name}.py").read_text(encoding="utf-8")
    _, _, rest = solution.partition("### BEGIN SOLUTION\n")
    body, _, _ = rest.partition("    ### END SOLUTION")
    if name == "softmax" and number % 3 == 0:
        body = WRONG
    head, _, _ = text.partition("    # YOUR CODE HERE")
    if head == text:
        sys.exit(f"the release has no place for an answer to {name}")
    return f"{head}    # {number} wrote this\n{body}"


def submit(release: Path, folder: Path, count: int) -> None:
    """So many answers to the notebooks of a release."""
    for number in range(count):
        place = folder / "submitted" / f"student{number:03}" / release.name
        place.mkdir(parents=True)
        for file in release.glob("*.ipynb"):
            notebook = nbformat.read(file, as_version=4)
            for cell in notebook.cells:
                if not cell.metadata.get("nbgrader", {}).get("solution"):
                    continue
                name = next(n for n in SIX if f"def {n}(" in cell.source)
                cell.source = answer(cell.source, name, number)
            nbformat.write(notebook, place / file.name)
        for file in release.iterdir():
            if file.suffix != ".ipynb" and file.is_file():
                shutil.copy(file, place)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    folder = Path(tempfile.mkdtemp())
    course, cache = folder / "course", folder / "cache"
    try:
        names = ",".join(SIX)
        assign = ["grade", "assign", str(course), "--format", "nbgrader", "--exercises", names]
        building = run([*assign, "--course", str(ROOT)], folder, cache)
        name = next((course / "source").iterdir()).name
        run(["nbgrader", "generate_assignment", name], course, cache)
        submit(course / "release" / name, course, count)
        # The secret seed of each gradebook is drawn and its pack built for a class of one.
        (course / "submitted").rename(course / "held")
        shutil.copytree(course / "held" / "student000", course / "submitted" / "first")
        batches = []
        for number in range(BATCHES):
            batch = ["grade", "batch", "submitted", *SIX, "--course", str(ROOT)]
            batches.append([*batch, "--gradebook", str(folder / f"{number}.db")])
            first = run(batches[-1], course, cache)
            building += first if number == 0 else 0.0
        shutil.rmtree(course / "submitted")
        (course / "held").rename(course / "submitted")
        times = [run(batch, course, cache) for batch in batches[: BATCHES // 2]]
        peer = run(["nbgrader", "autograde", name], course, cache)
        graded = len(list((course / "autograded").glob("*/*/*.ipynb")))
        times += [run(batch, course, cache) for batch in batches[BATCHES // 2 :]]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if graded != count:
        sys.exit(f"nbgrader graded {graded} of {count} notebooks, so that nothing is compared")
    ours = statistics.median(times)
    print(f"{graded} of {count} notebooks of six exercises graded by nbgrader")
    print(f"nbgrader autograde  {peer:7.1f} s  {peer / count:6.2f} s each  (one run)")
    spread = f"median of {', '.join(f'{t:.1f}' for t in times)}"
    print(f"grade batch         {ours:7.1f} s  {ours / count:6.2f} s each  ({spread})")
    print(f"ratio               {peer / ours:7.1f}    20 asked for")
    print(f"(building packs     {building:7.1f} s, once for a class)")


if __name__ == "__main__":
    main()
