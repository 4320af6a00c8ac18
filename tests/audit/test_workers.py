"""The processes of an audit: they end with it, and none does again what another is at."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from grader.audit import bench
from grader.audit.bench import Place
from grader.audit.workers import Workers

HALVE = "vectors/halve"


def alive(group: int) -> list[int]:
    """The processes of a group that have not ended."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            state, _, its_group = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
            if int(its_group) == group and state not in "ZX":
                found.append(int(entry.name))
    return found


def comes(true: Any) -> bool:
    deadline = time.monotonic() + 60
    while not true() and time.monotonic() < deadline:
        time.sleep(0.05)
    return bool(true())


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_the_workers_of_an_audit_that_is_ended_end(toy: Any, tmp_path: Path, number: int) -> None:
    at_work = tmp_path / "at work"
    wait = f"import pathlib, time; pathlib.Path({str(at_work)!r}).touch(); time.sleep(20)"
    toy.change("reference", HALVE, "    return n // 2", f"    {wait}\n    return n // 2")
    running = subprocess.Popen(
        [sys.executable, "-m", "grader", "audit", "--course", str(toy.root), "--jobs", "2", HALVE],
        env={**os.environ, "GRADUS_CACHE": str(tmp_path / "cache")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # What runs in the background of a shell is born deaf to Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        assert comes(at_work.exists)
        assert len(alive(running.pid)) >= 3  # the audit and its workers
        began = time.monotonic()
        os.killpg(running.pid, number) if number == signal.SIGINT else running.kill()
        _, said = running.communicate(timeout=60)
        assert comes(lambda: not alive(running.pid))
        assert time.monotonic() - began < 15  # nobody waited for what they were at
        if number == signal.SIGINT:
            assert running.returncode == 130
            assert "stopped." in said
            assert "Traceback" not in said
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)


def test_two_workers_that_need_a_pack_freeze_it_once(toy: Any, tmp_path: Path) -> None:
    log = tmp_path / "log"
    told = f"import time; open({str(log)!r}, 'a').write('frozen '); time.sleep(1)"
    toy.change("reference", HALVE, "\nfrom grader.declare", f"\n{told}\nfrom grader.declare")
    place = Place(str(toy.root), HALVE, 3, mistakes=False)
    with Workers(2) as workers:
        for task in [workers.submit("", bench.prepare, place) for _ in range(2)]:
            task.result()
    assert log.read_text() == "frozen "


def test_right_answers_are_one_task_a_seed(toy: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two would fall to two workers, of which one waits until the other has built the pack."""
    from grader.audit.right_answers import right_answers

    labels: list[str] = []
    whole = Workers.submit

    def submit(self: Workers, label: str, *task: Any) -> Any:
        labels.append(label)
        return whole(self, label, *task)

    monkeypatch.setattr(Workers, "submit", submit)
    assert not right_answers(toy.audited(HALVE, seeds=3)).problems
    assert sorted(label for label in labels if "seed" in label) == [
        f"{HALVE}: right answers at seed {seed}" for seed in range(3)
    ]
