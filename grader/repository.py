"""What Git knows of a checkout: where it begins, and which files a change touched.

The checkout is a student's. Git is asked for facts only, with everything switched off by which a
repository's own configuration could start a program.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from grader.errors import CouldNotRun, UsageError

_SAFE = (
    "-c", "core.fsmonitor=false",
    "-c", "core.hooksPath=/dev/null",
    "-c", "core.quotePath=false",
    "-c", "safe.directory=*",
    "-c", "diff.external=",
    "-c", "submodule.recurse=false",
)  # fmt: skip
_PATIENCE = 60.0  # seconds


def top(folder: Path) -> Path | None:
    """The root of the checkout that ``folder`` lies in; None where it lies in none."""
    try:
        done = _git(folder, "rev-parse", "--show-toplevel")
    except CouldNotRun:
        return None
    text = os.fsdecode(done.stdout).rstrip("\n")
    return Path(text) if done.returncode == 0 and text else None


def changed(folder: Path, base: str) -> list[str]:
    """The files under ``folder`` that differ from where this branch left ``base``.

    Paths are relative to ``folder``, with slashes. What is not committed counts, and new files that
    nobody has added yet; what has been deleted does not.

    Raises:
        UsageError: This is no checkout, or ``base`` is no commit in it.
        CouldNotRun: There is no Git here, or it does not answer.
    """
    if top(folder) is None:
        raise UsageError(f"{folder} is no Git checkout, so --changed has nothing to compare with.")
    commit = _git(
        folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}"
    )
    if commit.returncode != 0:
        raise UsageError(
            f"{base} is no commit in this checkout. Fetch it first (a workflow's checkout step "
            f"needs fetch-depth: 0), or name another with --changed."
        )
    base_commit = commit.stdout.decode("ascii").strip()
    fork = _git(folder, "merge-base", base_commit, "HEAD")
    start = fork.stdout.decode("ascii").split() if fork.returncode == 0 else []
    diff = ["diff", "--name-only", "--relative", "-z", "--no-renames", "--diff-filter=d"]
    diff += ["--no-ext-diff", "--no-textconv", "--ignore-submodules", (start or [base_commit])[0]]
    listed = [
        _checked(_git(folder, *diff, "--", ".")),
        _checked(_git(folder, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")),
    ]
    names = {os.fsdecode(name) for output in listed for name in output.split(b"\0") if name}
    return sorted(names)


def committed(folder: Path) -> str:
    """When the checkout at ``folder`` was last committed to, in seconds since 1970; "" unknown."""
    # Not `git log`: a repository may tell it to check signatures with a program of its own.
    try:
        done = _git(folder, "cat-file", "commit", "HEAD")
    except CouldNotRun:
        return ""
    header = done.stdout.split(b"\n\n", 1)[0] if done.returncode == 0 else b""
    for line in header.split(b"\n"):
        words = line.split()
        if words[:1] == [b"committer"] and len(words) > 2 and words[-2].isdigit():
            return words[-2].decode("ascii")
    return ""


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    environment |= {
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        # What is missing is never fetched: a repository names the program that would do it.
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALLOW_PROTOCOL": "none",
    }
    try:
        return subprocess.run(
            ["git", *_SAFE, *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
        )
    except FileNotFoundError:
        raise CouldNotRun("There is no Git here; install it, or leave --changed out.") from None
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise CouldNotRun(f"Git does not answer in {folder}: {problem}.") from None


def _checked(done: subprocess.CompletedProcess[bytes]) -> bytes:
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
        raise CouldNotRun(f"Git could not tell what has changed: {said[-1]}.")
    return done.stdout


def exercises_in(files: Sequence[str], paths: Sequence[str]) -> list[str]:
    """Those of the exercises ``paths`` whose file is among ``files``, in their order."""
    touched = set(files)
    return [p for p in paths if f"{p}.py" in touched or f"{p.split('/')[1]}.py" in touched]
