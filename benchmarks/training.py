"""Exercises that train: how often the model solution is called in one judging, and for how long.

    python benchmarks/training.py [RUNS]

At most four trainings an exercise, each of at most 0.1 s in the model solution, are asked for. A
training is a call of more than 4 steps or, where the statement fixes the way, any call: those of
fewer show types, first weights and single steps. A call counts with the shortest of its times.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from grader import build  # noqa: E402
from grader.course import read_course  # noqa: E402
from grader.model import Source  # noqa: E402
from grader.questions import Questions  # noqa: E402
from grader.sandbox.pool import Limits, Sandbox  # noqa: E402
from grader.sandbox.replies import Loaded, Value  # noqa: E402

TRAINS = {
    "linear/linear_fit": "epochs",
    "networks/shallow_fit": "steps",
    "networks/two_layer_fit": "steps",
    "networks/deep_fit": "steps",
    "representation/pretrain_layers": "steps",
}


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    pack = build.fresh(read_course(ROOT), list(TRAINS), jobs=os.cpu_count() or 1)
    print(f"{'':16}{'calls':>7}{'trainings':>11}{'longest call':>14}{'all calls':>11}")
    with Sandbox() as sandbox:
        for path, word in TRAINS.items():
            exercise = pack.exercise(path)
            code = (ROOT / "solutions" / f"{path}.py").read_text(encoding="utf-8")
            taken: dict[int, float] = {}
            for _ in range(runs):
                with Questions(exercise, Source(path, path, code), sandbox, Limits()) as asked:
                    assert isinstance(asked.load(), Loaded)
                    asked.ask()
                for call, reply in asked.answers.items():
                    if isinstance(reply, Value):
                        taken[call] = min(taken.get(call, 1e9), reply.seconds)
            steps = [exercise.arguments(call)[word] for call in asked.answers]
            trainings = sum(count > 4 for count in steps)
            longest, whole = 1000 * max(taken.values()), 1000 * sum(taken.values())
            name = exercise.statement.name
            print(f"{name:16}{len(steps):7}{trainings:11}{longest:11.1f} ms{whole:8.1f} ms")


if __name__ == "__main__":
    main()
