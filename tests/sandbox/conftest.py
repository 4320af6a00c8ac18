"""Sandboxes at every level that this machine has, one a session, and short ways to use them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from grader.errors import CouldNotRun
from grader.sandbox.pool import Limits, Sandbox, Submission
from grader.sandbox.replies import Loaded, Value

_opened: dict[int, Sandbox | str] = {}
HONEST = b"def answer(x=1):\n    return x + 1\n"


def _sandbox(level: int) -> Sandbox:
    if level not in _opened:
        sandbox = Sandbox(isolation=level)
        try:
            assert sandbox.level == level
            _opened[level] = sandbox
        except CouldNotRun as error:
            sandbox.close()
            _opened[level] = str(error)
    found = _opened[level]
    if isinstance(found, str):
        pytest.skip(found)
    return found


@pytest.fixture(scope="session", autouse=True)
def _close_all() -> Iterator[None]:
    yield
    for sandbox in _opened.values():
        if isinstance(sandbox, Sandbox):
            sandbox.close()


@pytest.fixture(params=[3, 2], ids=["bubblewrap", "locked"])
def locked(request: pytest.FixtureRequest) -> Sandbox:
    return _sandbox(request.param)


@pytest.fixture(params=[3, 2, 1], ids=["bubblewrap", "locked", "spawned"])
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    return _sandbox(request.param)


@pytest.fixture
def level_2() -> Sandbox:
    return _sandbox(2)


@pytest.fixture
def run() -> Callable[..., Any]:
    """``run(sandbox, source, *args)``: the load's reply if it is not Loaded, else the call's.

    Afterwards the same sandbox must serve an honest submission.
    """

    def run_once(
        where: Sandbox,
        source: str,
        *args: object,
        cpu: float = 5.0,
        wall: float | None = None,
        memory: int = 1 << 29,
        **submission: Any,
    ) -> Any:
        what = Submission(source.encode(), "answer.py", "answer", **submission)
        with where.start(Limits(cpu, wall, memory)) as child:
            reply: Any = child.load(what)
            if isinstance(reply, Loaded):
                reply = child.call(args)
        with where.start() as child:
            assert child.load(Submission(HONEST, "answer.py", "answer")) == Loaded()
            honest = child.call([41])
            assert isinstance(honest, Value)
            assert honest.value == 42
        return reply

    return run_once
