"""What the sandbox costs: run ``python benchmarks/sandbox.py``; medians in milliseconds.

Beside each figure stands what it should be on 2 quiet cores, and beside the zygote a peer: a bare
interpreter that imports NumPy.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np

from grader.errors import CouldNotRun
from grader.sandbox.engines import Zygote
from grader.sandbox.pool import Limits, Sandbox, Submission
from grader.wire import encode_call

SOURCE = b"""
import numpy as np

def softmax(x, axis=-1):
    weights = np.exp(x - x.max(axis=axis, keepdims=True))
    return weights / weights.sum(axis=axis, keepdims=True)
"""
SOFTMAX = Submission(SOURCE, "softmax.py", "softmax", ("x",), ("axis",))
X = np.linspace(-1, 1, 20).reshape(4, 5)
FRAMES = [encode_call(i, [X], {"axis": 0}) for i in range(100)]


def median(times: int, work: Callable[[], object]) -> float:
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append(1e3 * (time.perf_counter() - started))
    return statistics.median(taken)


def row(name: str, milliseconds: float, target: str = "") -> None:
    print(f"  {name:<44}{milliseconds:9.2f}   {target}")


def start_up(level: int) -> None:
    with Sandbox(isolation=level) as sandbox:
        engine = sandbox._engine
        if isinstance(engine, Zygote):
            problem = engine.wait()
            if problem:
                raise CouldNotRun(problem)
        else:
            sandbox.start().close()


def measure(level: int) -> None:
    print(f"level {level}")
    row("sandbox up", median(5, lambda: start_up(level)), "150")
    with Sandbox(isolation=level) as sandbox:
        sandbox.start().close()

        def first() -> None:
            with sandbox.start() as child:
                child.load(SOFTMAX)
                child.call([X])
                taken.append(1e3 * (time.perf_counter() - started))

        taken: list[float] = []
        for _ in range(20 if level > 1 else 5):
            time.sleep(0.01)
            started = time.perf_counter()
            first()
        row("first result: child, load, call", statistics.median(taken), "5")
        with sandbox.start(Limits(cpu_seconds=60)) as child:
            child.load(SOFTMAX)
            row("one small call", median(2000, lambda: child.call([X])), "0.15")
            batch = median(50, lambda: list(child.calls(FRAMES, range(100))))
            row("100 calls in one batch", batch, "1.5 to 5")
        taken.clear()
        for _ in range(20):
            child = sandbox.start()
            child.load(SOFTMAX)
            started = time.perf_counter()
            child.close()
            taken.append(1e3 * (time.perf_counter() - started))
        row("killed, confirmed and reaped", statistics.median(taken), "1")
        late = []
        for _ in range(3):
            with sandbox.start(Limits(cpu_seconds=0.3)) as child:
                child.load(Submission(b"def f():\n    while True: pass", "f.py", "f"))
                started = time.perf_counter()
                child.call([])
                late.append(1e3 * (time.perf_counter() - started) - 300)
        row("over a limit of 300 ms by", max(late), "100")
        if level > 1:
            row("private memory of a child, MB", private_megabytes(sandbox), "5")


def private_megabytes(sandbox: Sandbox) -> float:
    with sandbox.start() as child:
        child.load(SOFTMAX)
        child.call([X])
        descriptor = getattr(child._process, "_descriptor")  # noqa: B009
        known = Path(f"/proc/self/fdinfo/{descriptor}").read_text("ascii")
        pid = next(line.split()[1] for line in known.splitlines() if line.startswith("Pid:"))
        usage = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
        kilobytes = [int(line.split()[1]) for line in usage if line.startswith("Private_")]
        return sum(kilobytes) / 1024


def main() -> None:
    bare = [sys.executable, "-I", "-c", "import numpy"]
    row(
        "a bare interpreter that imports NumPy", median(5, lambda: subprocess.run(bare, check=True))
    )
    for level in (3, 2, 1):
        try:
            measure(level)
        except CouldNotRun as error:
            print(f"  {error}")


if __name__ == "__main__":
    main()
