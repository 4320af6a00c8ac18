"""A batch killed with kill -9 at random moments, again and again: is anything lost, or twice?

    python benchmarks/kill.py [KILLS] [STUDENTS]

The toy course is graded, in two processes. After every kill the same command is run again; after
the last it is let run to its end, and every source must have been received once and judged once,
to the verdict that a batch without accidents gives.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
TOY = ROOT / "tests" / "toy"
sys.path.insert(0, str(ROOT))

from tests.accidents import rows, write_class  # noqa: E402


def command(folder: Path, book: str) -> list[str]:
    words = ["batch", str(folder), "vectors", "--gradebook", book, "--course", str(TOY)]
    return [sys.executable, "-m", "grader", *words, "--jobs", "2"]


def run_and_kill(words: list[str], cache: str, after: float) -> bool:
    """Start a batch, kill it after so many seconds; returns whether it was still at work."""
    process = subprocess.Popen(
        words,
        cwd=ROOT,
        env={**os.environ, "GRADUS_CACHE": cache},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return True
    return False


def finished(words: list[str], cache: str) -> None:
    environment = {**os.environ, "GRADUS_CACHE": cache}
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def main() -> None:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    students = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    chance = random.Random(0)
    with tempfile.TemporaryDirectory() as place:
        folder, cache = Path(place) / "class", f"{place}/cache"
        write_class(folder, students)
        began = time.perf_counter()
        finished(command(folder, f"{place}/whole.db"), cache)
        whole = time.perf_counter() - began
        expected, received, _ = rows(f"{place}/whole.db")
        done, books = 0, 0
        while done < kills:
            book = f"{place}/killed{books}.db"
            books += 1
            words = command(folder, book)
            # Early kills meet the making of the gradebook and the reading, later ones the judging.
            while done < kills and run_and_kill(words, cache, chance.uniform(0.2, 0.3 * whole)):
                done += 1
            finished(words, cache)
            stands, came, twice = rows(book)
            lost = len(set(expected) - set(stands))
            print(json.dumps({"kills": done, "lost": lost, "twice": twice}), flush=True)
            assert (stands, came, twice) == (expected, received, 0)
    print(f"{done} kills over {books} gradebooks of {len(expected)} grades: nothing lost or twice")


if __name__ == "__main__":
    main()
