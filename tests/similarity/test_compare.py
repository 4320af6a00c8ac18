"""Shared code is found through new names and comments; what everybody writes is not."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

from grader.similarity.compare import FEW, compare
from grader.similarity.reading import read
from grader.similarity.records import Likeness, Work
from tests.conftest import ROOT, TOY

STUB = (TOY / "exercises/vectors/weigh.py").read_text()
HEAD = STUB.split("    raise NotImplementedError")[0]
RIGHT = HEAD + (
    "    if x.shape[axis] == 0:\n        raise ValueError('empty')\n"
    "    return x / x.sum(axis=axis, keepdims=True)\n"
)
ODD = HEAD + (
    "    # shares, the long way round\n"
    "    moved = np.moveaxis(x, axis, 0)\n"
    "    whole = None\n"
    "    for part in moved:\n"
    "        whole = part.copy() if whole is None else whole + part\n"
    "    if whole is None:\n        raise ValueError('nothing there')\n"
    "    rows = [part / whole for part in moved]\n"
    "    return np.moveaxis(np.stack(rows), 0, axis)\n"
)
RENAMED = (
    ODD.replace("moved", "turned")
    .replace("whole", "s")
    .replace("part", "bit")
    .replace("# shares, the long way round", "# my very own way")
)


def likeness(codes: dict[str, str]) -> Likeness:
    works = [Work(name, "vectors/weigh", "weigh.py", code) for name, code in codes.items()]
    return compare(works, {"vectors/weigh": STUB})


def variants(count: int) -> dict[str, str]:
    """So many students with the right answer that everybody finds, in words of their own."""
    return {
        f"s{n:02d}": RIGHT.replace("'empty'", f"'empty {n}'").replace("sum(", "sum( ")
        for n in range(count)
    }


def test_a_copy_with_other_names_and_comments_is_found() -> None:
    found = likeness({**variants(20), "ann": ODD, "bob": RENAMED})
    assert [pair.students for pair in found.pairs] == [("ann", "bob")]
    (shared,) = found.pairs[0].shared
    assert min(shared.shares) > 0.9 and not shared.verbatim
    first = HEAD.count("\n") + 2
    assert shared.lines[0][-1][1] >= first + 7


def test_what_everybody_writes_is_no_sign() -> None:
    assert likeness(variants(FEW + 10)).pairs == ()


def test_the_stub_alone_is_no_sign() -> None:
    assert likeness({"ann": STUB, "bob": STUB}) == likeness({"ann": STUB, "bob": STUB})
    found = likeness({"ann": STUB, "bob": STUB})
    assert found.pairs == () and found.groups == ()


def test_the_same_text_is_told_as_a_group_however_many_have_it() -> None:
    found = likeness({f"copy{n}": ODD for n in range(12)} | variants(12))
    (group,) = found.groups
    assert len(group.students) == 12
    two = likeness({**variants(12), "ann": ODD, "bob": ODD})
    assert [group.students for group in two.groups] == [("ann", "bob")]
    assert two.pairs[0].shared[0].verbatim


def test_every_run_finds_the_same() -> None:
    program = (
        "from tests.similarity.test_compare import *\n"
        "found = likeness({**variants(9), 'ann': ODD, 'bob': RENAMED, 'cy': ODD[:-90]})\n"
        "print(found.pairs)"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in (1, 2, 3)
    }
    assert len(told) == 1 and "ann" in told.pop()


def test_odd_submissions_are_compared_all_the_same() -> None:
    odd = ["", "x", "def weigh(:\n", "\x00", "'" * 5000, "(" * 5000, "é" * 300]
    rng = random.Random(1)
    odd.append("".join(chr(rng.randrange(32, 0x3000)) for _ in range(5000)))
    found = likeness({f"s{n}": code for n, code in enumerate(odd)})
    assert found.students == len(odd)


def test_submissions_are_read_as_a_class_is(tmp_path: Path) -> None:
    for name, code in (("ann", ODD), ("bob", RENAMED)):
        (tmp_path / name / "vectors").mkdir(parents=True)
        (tmp_path / name / "vectors/weigh.py").write_text(code)
    (tmp_path / "eve.zip").write_bytes(b"no zip")
    works, problems = read(tmp_path, ["vectors/weigh", "vectors/halve"])
    assert [(work.student, work.exercise) for work in works] == [
        ("ann", "vectors/weigh"),
        ("bob", "vectors/weigh"),
    ]
    assert [key for key, _ in problems] == ["eve"]
