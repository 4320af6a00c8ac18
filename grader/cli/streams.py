"""Standard output and standard error where they are closed, full or read by nobody."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from grader.errors import CouldNotRun


@contextmanager
def writing() -> Iterator[None]:
    """Around what writes to standard output: a full disk there is told as that.

    Raises:
        CouldNotRun: It cannot be written, and somebody would read it.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as problem:
        raise CouldNotRun(
            f"standard output cannot be written ({problem.strerror or problem}); send it "
            f"somewhere else."
        ) from None


def hold_descriptors() -> None:
    """Keep files of ours from getting the numbers of standard streams that are closed."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115  for as long as the process lives


def give_up(stream: TextIO | None) -> bool:
    """Whether a stream cannot be written; what it holds is then thrown away."""
    try:
        if stream is not None:
            stream.flush()
        return False
    except OSError:
        with suppress(OSError, ValueError):
            assert stream is not None
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return True
