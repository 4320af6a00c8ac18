"""The release for otter-grader: `otter assign` accepts it, and `otter run` grades with it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.assign.conftest import Released
from tests.conftest import TOY


def otter(root: Path, jupyter: dict[str, str], *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "otter", *arguments],
        cwd=root,
        env=jupyter,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    return done.stdout


def test_otter_assigns_and_runs_it(released: Released, jupyter: dict[str, str]) -> None:
    root = released("otter")
    otter(root, jupyter, "assign", "--no-pdfs", "exercises.ipynb", "dist")
    student = root / "dist/student/exercises.ipynb"
    content = json.loads(student.read_text())
    answers = {
        # Right on ordinary inputs and edges; the promised error is missing: house rules.
        "weigh": "def weigh(x, axis=-1):\n    return x / x.sum(axis=axis, keepdims=True)",
        "halve": (TOY / "solutions/vectors/halve.py").read_text(),
        "coin_flips": "def coin_flips(n, p, rng):\n    return rng.random(n) > p",
    }
    found = 0
    for cell in content["cells"]:
        source = "".join(cell["source"])
        for name, answer in answers.items():
            if cell["cell_type"] == "code" and f"def {name}(" in source:
                stub = (TOY / "exercises").glob(f"*/{name}.py")
                assert source == next(stub).read_text().strip()
                cell["source"], found = answer, found + 1
    assert found == 3
    submission = root / "submission.ipynb"
    submission.write_text(json.dumps(content))
    (archive,) = (root / "dist/autograder").glob("*.zip")
    (root / "out").mkdir()
    otter(root, jupyter, "run", "-a", str(archive), "-o", "out", submission.name)
    results = json.loads((root / "out/results.json").read_text())["tests"]
    graded = {test["name"]: test for test in results if test["name"] != "Public Tests"}
    assert {name: (test["score"], test["max_score"]) for name, test in graded.items()} == {
        "vectors_weigh": (1.7, 2.0),
        "vectors_halve": (1.0, 1.0),
        "chance_coin_flips": (0.0, 1.0),
    }
    assert "House rules: right." in graded["vectors_halve"]["output"]
    assert "raises the promised errors" in graded["vectors_weigh"]["output"]
    assert "swaps heads and tails" in graded["chance_coin_flips"]["output"]
