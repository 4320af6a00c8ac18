"""A pack is judged, laws and explanations included, where torch and Hypothesis cannot be had."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from grader.build import write
from grader.course import read_course
from tests.conftest import ROOT, TOY, paths

PROGRAM = """
import json, sys
for name in ("torch", "hypothesis", "mpmath"):
    sys.modules[name] = None
from pathlib import Path
from grader.grading import grade
from grader.pack import open_pack
from grader.submission import read

pack = open_pack(Path(sys.argv[1]))
report = grade(pack, read(Path(sys.argv[2]), pack.paths))
print(json.dumps([[v.outcome.value, [[f.check, f.misconception] for f in v.findings]]
                  for v in report.exercises]))
"""

WRONG = """
import numpy as np
def coin_flips(n, p, rng):
    return rng.random(n) > p
"""


def test_a_pack_is_judged_without_torch_and_hypothesis(tmp_path: Path, cache: Path) -> None:
    course = read_course(TOY)
    write(course, tmp_path / "pack", paths(course), cache=cache)

    def judged(folder: Path) -> list[list[object]]:
        command = [sys.executable, "-c", PROGRAM, str(tmp_path / "pack"), str(folder)]
        run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
        return list(json.loads(run.stdout))

    assert judged(TOY / "solutions") == [["passed", []]] * 3
    (tmp_path / "wrong").mkdir()
    (tmp_path / "wrong/coin_flips.py").write_text(WRONG)
    outcome, findings = judged(tmp_path / "wrong")[-1]
    assert outcome == "failed"
    assert findings == [["shows_heads_as_often_as_promised", "swaps_heads_and_tails"]]
