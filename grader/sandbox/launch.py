"""How the process behind a sandbox is started: command lines, paths and a clean environment."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any, Final

from grader.errors import CouldNotRun

ROOT: Final = Path(__file__).resolve().parents[2]
_BOOTSTRAP: Final = (
    "import sys; sys.path.append(sys.argv[1]); from grader.sandbox.zygote import main; main()"
)
# One thread each: a fork must not lose threads, and 2 graders share 2 cores.
_ENVIRONMENT: Final = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "LANG": "C.UTF-8",
}
_ENGINE: Final = (
    "encoding",
    "decoding",
    "wire",
    "express",
    "sandbox/guard",
    "sandbox/lock",
    "sandbox/syscalls",
)


def settings(allow: Sequence[str], *, fork: bool) -> dict[str, Any]:
    """What the new process has to know: folders to import from, paths to leave readable.

    Raises:
        CouldNotRun: NumPy, or a package to allow, is not installed.
    """
    folders: list[str] = []
    readable: list[str] = []
    for name in ("numpy", *allow):
        spec = PathFinder.find_spec(name)
        if spec is None:
            raise CouldNotRun(f"{name} is not installed for {sys.executable}: install it first.")
        places = list(spec.submodule_search_locations or []) or [str(spec.origin)]
        for place in map(os.path.realpath, places):
            folder = os.path.dirname(place)
            if folder not in folders:
                folders.append(folder)
            readable.append(place)
            libraries = os.path.join(folder, f"{name}.libs")
            if os.path.isdir(libraries):
                readable.append(libraries)
    standard = os.path.dirname(os.path.realpath(os.__file__))
    # Other packages often lie inside the standard library's folder, so its entries are named.
    for entry in os.scandir(standard):
        if entry.name not in ("site-packages", "dist-packages", "__pycache__", "test"):
            readable.append(entry.path)
    readable.append(os.path.join(standard, "__pycache__"))
    return {
        "fork": fork,
        "folders": folders,
        "packages": list(allow),
        "readable": readable,
        "listed": [standard],
        "executable": bool(allow),
    }


def start_process(
    options: dict[str, Any], address: str, *, inherit: Sequence[int] = (), bubblewrap: str = ""
) -> subprocess.Popen[bytes]:
    """Start ``zygote.main`` in an interpreter that has nothing of this one's environment.

    Its standard error is a pipe, which says why where it ends early.

    Raises:
        CouldNotRun: The process could not be started at all.
    """
    _compile_ahead()
    # The real binary: that of a virtual environment, be it a link or a copy, finds its standard
    # library by what lies around it, which bubblewrap would have to bind as well.
    interpreter = os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)
    command = [interpreter, "-I", "-S", "-c", _BOOTSTRAP, str(ROOT), json.dumps(options), address]
    if bubblewrap:
        command = [*_bubblewrapped(bubblewrap, interpreter, options), *command]
    environment = dict(_ENVIRONMENT)
    if sys.platform == "win32":
        environment["SYSTEMROOT"] = os.environ.get("SYSTEMROOT", r"C:\Windows")
    posix = os.name == "posix"
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment,
            cwd="/" if posix else None,
            pass_fds=tuple(inherit),
            start_new_session=posix,  # Ctrl-C is for the grader, which then ends its children
        )
    except OSError as error:
        raise CouldNotRun(f"Cannot start {command[0]}: {error}.") from error


def find_bubblewrap() -> str:
    """The path of bwrap; empty where there is none."""
    return (shutil.which("bwrap") or "") if sys.platform == "linux" else ""


def _bubblewrapped(program: str, interpreter: str, options: dict[str, Any]) -> list[str]:
    """bwrap and its options: own namespaces, and of the file system only what Python needs."""
    arguments = [program, "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"]
    arguments += ["--unshare-cgroup-try", "--hostname", "sandbox", "--chdir", "/"]
    if os.geteuid() == 0:
        # No user namespace: the zygote gives up the real root itself, and with it these.
        for capability in ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"):
            arguments += ["--cap-add", capability]
    else:
        arguments += ["--unshare-user"]
    for library in ("/lib", "/lib64", "/lib32", "/usr/lib", "/usr/lib64", "/usr/local/lib"):
        if os.path.islink(library):
            arguments += ["--symlink", os.readlink(library), library]
        elif os.path.isdir(library):
            arguments += ["--ro-bind", library, library]
    # The interpreter's own tree comes whole; Landlock then hides what is not the standard library.
    tree = os.path.join(os.path.dirname(os.path.dirname(interpreter)), "lib")
    standard = options["listed"][0] + os.sep
    paths = ["/etc/ld.so.cache", interpreter, tree, *options["listed"], str(ROOT / "grader")]
    paths += [p for p in options["readable"] if not p.startswith(standard) or "-packages" in p]
    for path in paths:
        arguments += ["--ro-bind-try", path, path]
    return [*arguments, "--proc", "/proc"]


def _compile_ahead() -> None:
    """Write the byte code of the child's modules, which the child itself may not write."""
    import importlib.util
    import py_compile

    for name in (*_ENGINE, "sandbox/worker", "sandbox/zygote"):
        source = ROOT / "grader" / f"{name}.py"
        with contextlib.suppress(OSError, NotImplementedError, py_compile.PyCompileError):
            cached = Path(importlib.util.cache_from_source(str(source)))
            if not cached.exists() or cached.stat().st_mtime < source.stat().st_mtime:
                py_compile.compile(str(source), doraise=True)
