"""How long a student waits, against `python -c "import numpy"`, run in turn.

    python benchmarks/feedback.py [RUNS]

Prints the median of each and the ratios: at most 3 for a passing exercise with its pack built, at
most 5 for a failing one with its page. Ratios of neighbours in time, so that a machine whose speed
drifts does not matter.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from installed import environment

ROOT = Path(__file__).parent.parent
GRADE = [str(Path(sys.executable).parent / "grade"), "softmax", "--submission"]
FIRST_TRY = "examples/first_try"


def seconds(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(
        command,
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.perf_counter() - began


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    numpy = [sys.executable, "-c", "import numpy"]
    with tempfile.TemporaryDirectory() as folder:
        own = Path(folder) / "softmax.py"
        own.write_text((ROOT / "solutions/activations/softmax.py").read_text())
        subjects = {
            "passing": ([*GRADE, folder], 3.0),
            "failing, with its page": ([*GRADE, FIRST_TRY], 5.0),
        }
        for command, _ in subjects.values():
            seconds(command)
        times: dict[str, list[float]] = {name: [] for name in ("import numpy", *subjects)}
        ratios: dict[str, list[float]] = {name: [] for name in subjects}
        for _ in range(runs):
            base = seconds(numpy)
            times["import numpy"].append(base)
            for name, (command, _) in subjects.items():
                taken = seconds(command)
                times[name].append(taken)
                ratios[name].append(taken / base)
    for name, taken_all in times.items():
        print(f"{name:24} {1000 * statistics.median(taken_all):7.1f} ms")
    for name, (_, allowed) in subjects.items():
        ratio = statistics.median(ratios[name])
        print(f"{name:24} {ratio:7.2f} times, {allowed:g} allowed")


if __name__ == "__main__":
    main()
