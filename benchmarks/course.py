"""The whole course: building its pack once, and grading the model solutions with the pack built.

    python benchmarks/course.py [RUNS]

Targets on 2 cores: at most 90 s and 100 MB for the pack, at most 5 s for grading everything.
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


def seconds(arguments: list[str], cache: str) -> float:
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "grader", *arguments],
        cwd=ROOT,
        env=environment(GRADUS_CACHE=cache),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - began


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as cache:
        built = seconds(["build"], cache)
        size = sum(f.stat().st_size for f in Path(cache).rglob("*.exercise"))
        count = len(list(Path(cache).rglob("*.exercise")))
        graded = [seconds(["--submission", "solutions"], cache) for _ in range(runs)]
    print(f"{count} exercises")
    print(f"building the pack     {built:7.1f} s    90 allowed")
    print(f"its size              {size / 1e6:7.1f} MB  100 allowed")
    print(f"grading the solutions {statistics.median(graded):7.2f} s     5 allowed")


if __name__ == "__main__":
    main()
