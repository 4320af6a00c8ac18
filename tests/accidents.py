"""A class for the toy course that is graded while accidents happen, and what came of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

_RIGHT = """import numpy as np


def weigh(x, axis=-1):
    if x.shape[axis] == 0:
        raise ValueError("nothing to share out")
    return x / x.sum(axis, keepdims=True)
"""
_WRONG = "import numpy as np\n\n\ndef weigh(x, axis=-1):\n    return x / x.sum()\n"


def write_class(folder: Path, students: int, *, work: int = 0) -> None:
    """Every third student is wrong, and no two files are alike.

    ``work`` makes each take its time: so many numbers are added up while it is loaded.
    """
    before = f"sum(range({work}))\n" if work else ""
    for number in range(students):
        place = folder / f"student{number:03}"
        place.mkdir(parents=True)
        code = _WRONG if number % 3 == 0 else _RIGHT
        (place / "weigh.py").write_text(f"# {number}\n{before}{code}")
        (place / "halve.py").write_text(f"{before}def halve(n):\n    return n // 2  # {number}\n")


def progress(book: str) -> tuple[int, int]:
    """How many sources a gradebook that is being written has received, and how many are judged.

    (-1, 0) as long as it is not there.
    """
    try:
        with closing(sqlite3.connect(f"file:{book}?mode=ro", uri=True)) as connection:
            tables = ("handins", "judgements")
            counts = [connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables]
    except sqlite3.OperationalError:
        return -1, 0
    return counts[0], counts[1]


def rows(book: str) -> tuple[list[tuple[object, ...]], int, int]:
    """What stands (without times and seeds), how many hand-ins there are, and how many twice."""
    with sqlite3.connect(book) as connection:
        stands = connection.execute(
            "SELECT h.student, h.exercise, h.digest, j.outcome, j.points FROM handins h "
            "JOIN judgements j ON j.handin = h.id ORDER BY 1, 2"
        ).fetchall()
        received = connection.execute("SELECT count(*) FROM handins").fetchone()[0]
        twice = connection.execute(
            "SELECT count(*) FROM (SELECT handin FROM judgements GROUP BY handin "
            "HAVING count(*) > 1)"
        ).fetchone()[0]
        broken = connection.execute("PRAGMA integrity_check").fetchone()[0]
    assert broken == "ok", broken
    return stands, received, twice
