"""Starting, levels and limits, as the grader sees them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy
import pytest

from grader.errors import CouldNotRun
from grader.sandbox import engines, launch, pool
from grader.sandbox.child import Child
from grader.sandbox.pool import Limits, Sandbox, Submission, probe
from grader.sandbox.replies import Died, Loaded, Value


def test_importing_the_pool_does_not_import_numpy() -> None:
    code = "import sys, grader.sandbox.pool; assert 'numpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=launch.ROOT)


def test_a_sandbox_starts_without_waiting() -> None:
    started = time.monotonic()
    with Sandbox(isolation=1):
        assert time.monotonic() - started < 1.0


def test_an_isolation_that_does_not_exist_is_refused() -> None:
    with pytest.raises(CouldNotRun, match="choose 1, 2 or 3"):
        Sandbox(isolation=4)


def test_bubblewrap_asked_for_and_missing_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "find_bubblewrap", lambda: "")
    with pytest.raises(CouldNotRun, match="bubblewrap is not installed"):
        Sandbox(isolation=3)


def test_bubblewrap_that_fails_gives_the_next_level(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "find_bubblewrap", lambda: "/bin/false")
    with Sandbox() as sandbox:
        assert sandbox.level < 3
        assert sandbox.problem


def test_a_lock_that_is_not_confirmed_is_not_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    original = Child.confirm

    def unlocked(self: Child) -> dict[str, Any]:
        return {**original(self), "seccomp": False}

    monkeypatch.setattr(Child, "confirm", unlocked)
    with Sandbox() as sandbox:
        assert sandbox.level == 1
    with Sandbox(isolation=2) as sandbox, pytest.raises(CouldNotRun, match="Isolation 2"):
        sandbox.start()


def test_a_child_that_cannot_read_the_standard_library_is_no_sandbox(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def blind(*arguments: Any, **options: Any) -> dict[str, Any]:
        found = launch.settings(*arguments, **options)
        standard = str(Path(os.__file__).parent)
        return {**found, "readable": [p for p in found["readable"] if not p.startswith(standard)]}

    monkeypatch.setattr(engines, "settings", blind)
    with Sandbox(isolation=2) as sandbox, pytest.raises(CouldNotRun, match="standard library"):
        sandbox.start()


def test_a_copied_interpreter_finds_its_standard_library(tmp_path: Path) -> None:
    venv.create(tmp_path / "copied", symlinks=False, with_pip=False)
    program = (
        "from grader.sandbox.pool import Limits, Sandbox, Submission\n"
        "with Sandbox() as sandbox, sandbox.start(Limits()) as child:\n"
        "    code = b'import colorsys, this\\ndef f(): return colorsys.__name__'\n"
        "    child.load(Submission(code, 'f.py', 'f', (), ()))\n"
        "    print(sandbox.level, child.call([]).value)"
    )
    where = [str(launch.ROOT), str(Path(numpy.__file__).parents[1])]
    told = subprocess.run(
        [tmp_path / "copied/bin/python", "-c", program],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(where)},
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    with Sandbox() as best:
        assert told.stdout.split() == [str(best.level), "colorsys"], told.stderr


def test_a_zygote_without_landlock_gives_level_1(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "find_bubblewrap", lambda: "")
    monkeypatch.setattr(engines.Zygote, "wait", lambda self: "OSError: no Landlock")
    with Sandbox() as sandbox:
        assert sandbox.level == 1
        assert "no Landlock" in sandbox.problem


def test_a_zygote_that_was_killed_is_started_again() -> None:
    with Sandbox() as sandbox:
        if sandbox.level == 1:
            pytest.skip("no zygote here")
        with sandbox.start() as child:
            child.load(Submission(b"def answer(): return 1", "a.py", "answer"))
            engine = sandbox._engine
            assert isinstance(engine, engines.Zygote)
            engine._process.kill()
            engine._process.wait()
            reply = child.call([])
            assert isinstance(reply, Died | Value)
        with sandbox.start() as child:
            assert isinstance(child.load(Submission(b"answer = abs", "a.py", "answer")), Loaded)


def test_children_of_one_sandbox_live_side_by_side(sandbox: Sandbox) -> None:
    with sandbox.start() as one, sandbox.start() as other:
        for child, text in ((one, b"def answer(): return 1"), (other, b"def answer(): return 2")):
            assert child.load(Submission(text, "a.py", "answer")) == Loaded()
        replies = [other.call([]), one.call([]), other.call([])]
    assert [reply.value for reply in replies if isinstance(reply, Value)] == [2, 1, 2]


def test_children_know_nothing_of_each_other(level_2: Sandbox) -> None:
    first = b"import numpy as np\nnp.mark = 1\ndef answer(): return hasattr(np, 'mark')"
    second = b"import numpy as np\ndef answer(): return hasattr(np, 'mark')"
    for source, expected in ((first, True), (second, False)):
        with level_2.start() as child:
            child.load(Submission(source, "a.py", "answer"))
            reply = child.call([])
        assert isinstance(reply, Value)
        assert reply.value is expected


def test_a_deadline_comes_on_top_of_the_limits(level_2: Sandbox) -> None:
    from grader.wire import encode_call

    with level_2.start(Limits(cpu_seconds=10)) as child:
        child.load(Submission(b"def answer():\n    while True: pass", "a.py", "answer"))
        started = time.monotonic()
        replies = list(child.calls([encode_call(0, [])], [0], deadline=started + 0.2))
        assert time.monotonic() - started < 1.5
    assert [reply.outcome for reply in replies] == ["timeout"]


def test_allowed_packages_can_be_imported() -> None:
    with Sandbox(allow=("mpmath",)) as sandbox, sandbox.start() as child:
        source = b"import mpmath\ndef answer(): return float(mpmath.mpf(2))"
        assert child.load(Submission(source, "a.py", "answer")) == Loaded()
        reply = child.call([])
    assert isinstance(reply, Value)
    assert reply.value == 2.0


def test_a_package_to_allow_must_be_installed() -> None:
    with pytest.raises(CouldNotRun, match="is not installed"):
        Sandbox(allow=("no_such_package_anywhere",))


def test_the_probe_names_the_level() -> None:
    rows = probe()
    assert rows[-1][0] == "isolation"
    assert all(isinstance(good, bool) and text for _, good, text in rows)


# --- copies ----------------------------------------------------------------------------------

PROBING = b"""
import os
import socket


def answer(x=1):
    tries = [
        lambda: open("/etc/passwd").read(),
        lambda: os.listdir("/"),
        lambda: os.open("/tmp/there", os.O_CREAT | os.O_WRONLY),
        lambda: socket.socket(socket.AF_UNIX),
        lambda: os.fork(),
        lambda: os.kill(os.getppid(), 9),
    ]
    told = []
    for one in tries:
        try:
            one()
            told.append("done")
        except OSError as error:
            told.append(error.strerror)
    held = [n for n in range(64) if os.path.exists(f"/proc/self/fd/{n}") or alive(n)]
    return [*told, str(len(held)), str(os.getppid())]


def alive(number):
    try:
        os.fstat(number)
        return True
    except OSError:
        return False
"""


def asked(sandbox: Sandbox) -> Any:
    with sandbox.start() as child:
        loaded = child.load(Submission(PROBING, "a.py", "answer", (), ("x",)))
        assert isinstance(loaded, Loaded), loaded
        reply = child.call([])
        assert isinstance(reply, Value), reply
        return reply.value


@contextmanager
def opened(level: int) -> Iterator[Sandbox]:
    with Sandbox(isolation=level) as sandbox:
        try:
            assert sandbox.level == level
        except CouldNotRun as problem:
            pytest.skip(str(problem))
        yield sandbox


@pytest.fixture(params=[3, 2])
def original(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with opened(request.param) as sandbox:
        yield sandbox


def test_a_copy_is_as_locked_as_what_it_copies(original: Sandbox) -> None:
    with (
        Sandbox(isolation=original.level, like=original) as copy,
        Sandbox(isolation=original.level, like=original) as another,
    ):
        *mine, parent = asked(original)
        assert not {"done"} & set(mine)
        parents = {parent}
        for sandbox in (copy, another, copy):
            assert isinstance(sandbox._engine, engines.Zygote)
            assert sandbox._engine._process is None
            *theirs, parent = asked(sandbox)
            assert theirs == mine and sandbox.level == original.level
            parents.add(parent)
        assert len(parents) == 3  # each has its own children
    assert asked(original)[:-1] == mine


def test_a_copy_ends_when_it_is_closed() -> None:
    with opened(2) as original:  # bubblewrap's processes have numbers of their own
        copy = Sandbox(isolation=2, like=original)
        process = Path("/proc") / asked(copy)[-1]
        assert "zombie" not in (process / "status").read_text()
        copy.close()
        end = time.monotonic() + 10
        while "zombie" not in (process / "status").read_text() and time.monotonic() < end:
            time.sleep(0.02)
        assert "zombie" in (process / "status").read_text()  # until the first one ends too


def test_where_there_is_nothing_to_copy_a_sandbox_starts_by_itself(original: Sandbox) -> None:
    assert isinstance(original._engine, engines.Zygote)
    original._engine._control.shutdown(socket.SHUT_RDWR)
    with Sandbox(isolation=original.level, like=original) as sandbox:
        assert not {"done"} & set(asked(sandbox))
        assert isinstance(sandbox._engine, engines.Zygote) and sandbox._engine._process


def test_a_copy_holds_nothing_of_what_it_copies(original: Sandbox) -> None:
    with Sandbox(isolation=original.level, like=original) as copy:
        asked(copy)
        first = original._engine
        assert isinstance(first, engines.Zygote)
        first._control.send(b"-1 is no process and no message")
        first._control.settimeout(5)
        assert first._control.recv(1) == b""  # it has ended, and no copy keeps its channel open
        if original.level == 2:
            assert not {"done"} & set(asked(copy))
