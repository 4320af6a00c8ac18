"""A class: simulated submissions of six exercises, graded in one batch.

    python benchmarks/classroom.py [STUDENTS] [JOBS]

Seven of ten sources are right, the others wrong, broken or not started; no two are alike. Prints
submissions per second (one is six exercises, each judged by a child of its own, failures twice:
by the secret seed and by the visible one) and the peak of memory over all processes, as the sum of
their proportional shares (PSS). On a machine that has other things to do, the processor time that
a submission takes says more than the time that it waited for.
"""

from __future__ import annotations

import ctypes
import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from installed import environment

ROOT = Path(__file__).parent.parent
SIX = (
    "activations/softmax",
    "activations/sigmoid",
    "activations/relu",
    "activations/log_softmax",
    "information/entropy",
    "information/kl_divergence",
)
ALLOWED_BYTES = 1 << 30


def write_class(folder: Path, students: int) -> None:
    """Files as students hand them in, in folders of their own."""
    chance = random.Random(0)
    for number in range(students):
        for path in SIX:
            name = path.split("/")[1]
            code = (ROOT / "solutions" / f"{path}.py").read_text()
            kind = chance.random()
            if kind < 0.2:  # wrong by a little
                code += f"\n\n_first = {name}\n\n\n"
                code += f"def {name}(*a, **k):\n    return _first(*a, **k) * 1.0001\n"
            elif kind < 0.25:
                code += "\n\ndef (\n"
            elif kind < 0.3:
                code = (ROOT / "exercises" / f"{path}.py").read_text()
            file = folder / f"student{number:05}" / f"{path}.py"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"{code}\n# student {number}\n" if kind >= 0.3 else code)


def family(root: int) -> set[int]:
    """A process and all below it."""
    parents: dict[int, list[int]] = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                stat = Path(f"/proc/{entry}/stat").read_text()
            except OSError:
                continue
            parents.setdefault(int(stat.rsplit(")", 1)[1].split()[1]), []).append(int(entry))
    found, waiting = set[int](), [root]
    while waiting:
        process = waiting.pop()
        found.add(process)
        waiting += parents.get(process, [])
    return found


def shares(processes: set[int]) -> int:
    """The sum of their proportional shares of memory, in bytes."""
    total = 0
    for process in processes:
        try:
            rows = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(row.split()[1]) << 10 for row in rows if row.startswith("Pss:"))
    return total


def processor_seconds() -> float:
    """What all processes below this one have used that have ended; nobody else reaps them."""
    end = time.monotonic() + 2
    while time.monotonic() < end:
        try:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.05)
        except ChildProcessError:
            break
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def batch(folder: Path, book: str, cache: str, jobs: int) -> tuple[float, float, int, str]:
    """Seconds, those of processors, peak memory in bytes, and what was said."""
    before = processor_seconds()
    words = ["batch", str(folder), *SIX, "--gradebook", book, "--jobs", str(jobs)]
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "grader", *words],
        cwd=ROOT,
        env=environment(GRADUS_CACHE=cache),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    peak, ended = 0, threading.Event()

    def watch() -> None:
        nonlocal peak
        while not ended.wait(0.5):
            peak = max(peak, shares(family(process.pid)))

    watching = threading.Thread(target=watch)
    watching.start()
    said, _ = process.communicate()
    ended.set()
    watching.join()
    if process.returncode not in (0, 1):
        raise SystemExit(f"grade batch ended with {process.returncode}")
    seconds = time.perf_counter() - began
    return seconds, processor_seconds() - before, peak, said


def main() -> None:
    students = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    jobs = int(sys.argv[2]) if len(sys.argv) > 2 else len(os.sched_getaffinity(0))
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: orphans come to us
    with tempfile.TemporaryDirectory() as place:
        cache = os.environ.get("GRADUS_CACHE") or f"{place}/cache"
        book = f"{place}/grades.db"
        write_class(Path(place) / "first", 2)
        building, _, _, _ = batch(Path(place) / "first", book, cache, jobs)
        write_class(Path(place) / "class", students)
        seconds, used, peak, said = batch(Path(place) / "class", book, cache, jobs)
        again, _, _, _ = batch(Path(place) / "class", book, cache, jobs)
        size = sum(f.stat().st_size for f in Path(place).glob("grades.db*"))
    print(said.strip())
    print(f"building the two packs       {building:8.1f} s")
    print(f"{students} submissions in     {seconds:11.1f} s, {students / seconds:.1f} a second")
    print(f"processor time of all        {used:8.1f} s, {used / students:.3f} a submission")
    print(f"the same again               {again:8.1f} s")
    print(f"peak memory, all processes   {peak / 1e6:8.0f} MB, {ALLOWED_BYTES / 1e6:.0f} allowed")
    print(f"the gradebook                {size / 1e6:8.1f} MB")


if __name__ == "__main__":
    main()
