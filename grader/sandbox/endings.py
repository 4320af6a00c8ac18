"""Why a child ended that was not asked to."""

from __future__ import annotations

import signal

from grader.sandbox.engines import End
from grader.sandbox.requests import Limits


def why_it_ended(end: End, limits: Limits) -> tuple[str, str]:
    """The outcome, and what may be said of it."""
    name = {int(s): s.name for s in signal.Signals}.get(end.signal, f"signal {end.signal}")
    if name in ("SIGPROF", "SIGXCPU"):
        return "timeout", "its processor time was used up"
    if name == "SIGKILL" and end.cpu_seconds > limits.cpu_seconds:
        return "timeout", "its processor time was used up"
    if name == "SIGKILL" and not end.ours:
        return "memory", "killed by SIGKILL, as systems out of memory do"
    if end.signal and not end.ours:
        return "crashed", f"killed by {name}"
    return "crashed", "the process ended before it answered"
