"""``grade``, with the sandbox started before anything else: of one exercise it takes longest."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.grading import Judge

# Many names are judged in processes that start sandboxes of their own.
_FEW = 3


def run(options: argparse.Namespace) -> int:
    """Start the sandbox, and then import what grades."""
    with _ahead(options) as judge:
        from grader.cli.grade import run as grade

        return grade(options, judge)


@contextmanager
def _ahead(options: argparse.Namespace) -> Iterator[Judge | None]:
    if not 1 <= len(options.names) <= _FEW:
        yield None
        return
    from grader.grading import Isolation, Judge

    judge = Judge(Isolation(options.isolation, allow=tuple(options.allow)))
    try:
        yield judge
    finally:
        judge.close()
