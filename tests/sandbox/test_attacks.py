"""What a hostile submission tries, and what comes of it where the child is locked."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.sandbox.pool import Limits, Sandbox, Submission
from grader.sandbox.replies import Died, Raised, Value

Run = Callable[..., Any]
EARLY = "the process ended before it answered"


def refused(reply: Any, *names: str) -> bool:
    wanted = names or ("PermissionError",)
    return isinstance(reply, Raised) and any(name in reply.ancestors for name in wanted)


@pytest.mark.parametrize(
    "code", ["os._exit(0)", "os.close(CHANNEL)", "os.closerange(0, CHANNEL + 1)"]
)
def test_leaving_early_is_a_crash(sandbox: Sandbox, run: Run, code: str) -> None:
    # A spawned child inherits the number that its end of the channel has in this process.
    source = f"import os\nCHANNEL = next(f for f in range(3, 4096) if is_open(f))\n{code}"
    source = "import os\ndef is_open(f):\n  try: return os.fstat(f)\n  except OSError: 0\n" + source
    assert run(sandbox, source) == Died("crashed", EARLY)


def test_an_infinite_loop_ends_on_time(sandbox: Sandbox) -> None:
    with sandbox.start(Limits(cpu_seconds=0.3, wall_seconds=20)) as child:
        child.load(Submission(b"def answer():\n    while True: pass", "a.py", "answer"))
        started = time.thread_time(), time.monotonic()
        reply = child.call([])
        assert time.monotonic() - started[1] < 3.0  # 0.4 on a machine with nothing else to do
    assert reply == Died("timeout", "its processor time was used up", 0)


def test_an_infinite_loop_in_c_ends_on_time(locked: Sandbox, run: Run) -> None:
    source = "import itertools\ndef answer(): return sum(itertools.repeat(1))"
    assert run(locked, source, cpu=0.2, wall=10.0).outcome == "timeout"


def test_waiting_for_ever_is_a_timeout_and_nobody_elses_fault(sandbox: Sandbox, run: Run) -> None:
    source = "import threading\nlock = threading.Lock()\nlock.acquire()\nanswer = lock.acquire"
    started = time.monotonic()
    reply = run(sandbox, source, wall=0.5)
    assert time.monotonic() - started < 5
    assert reply == Died("timeout", "it waited for something that never came", 0)


def test_a_busy_machine_is_told_from_a_slow_submission(level_2: Sandbox, run: Run) -> None:
    reply = run(level_2, "def answer():\n    while True: pass", cpu=10.0, wall=0.3)
    assert (reply.outcome, reply.wall_only) == ("timeout", True)


@pytest.mark.parametrize(
    "code",
    [
        "x = bytearray(1 << 40)",
        "x = []\nwhile True: x.append(bytearray(1 << 20))",
        "import numpy as np\nx = np.ones((1 << 16, 1 << 16))",
        "import mmap\nx = [mmap.mmap(-1, 1 << 28) for _ in range(100)]",
        "x = 'x' * (1 << 35)",
    ],
)
def test_a_memory_bomb_goes_out(locked: Sandbox, run: Run, code: str) -> None:
    reply = run(locked, code, memory=1 << 27)
    assert reply.outcome == "memory" or refused(reply, "OSError", "PermissionError"), reply


@pytest.mark.parametrize(
    "code",
    [
        "import os\nos.fork()",
        "import os\nwhile True: os.fork()",
        "import subprocess\nsubprocess.run(['/bin/true'])",
        "import os\nos.execv('/bin/true', ['true'])",
        "import os\nos.posix_spawn('/bin/true', ['true'], {})",
        "import socket\nsocket.socket()",
        "import socket\nsocket.socketpair()",
        "open('/tmp/x', 'w')",
        "open('/dev/null', 'wb')",
        "import os\nos.open('.', os.O_RDONLY | os.O_TMPFILE)",
        "import os\nos.mkdir('/tmp/x')",
        "import os\nos.remove('/tmp')",
        "import os\nos.chmod('/tmp', 0)",
        "import os\nos.kill(os.getppid(), 9)",
        "import os\nos.kill(os.getpid(), 9)",
        "import os\nos.killpg(0, 9)",
        "import os\nos.pidfd_open(os.getppid())",
        "import os\nos.memfd_create('x')",
        "import os\nos.pipe()",
        "import os\nos.setuid(0)",
        "import os\nos.chdir('/')",
        "import os\nos.setsid()",
        "import os\nos.nice(5)",
        "import signal\nsignal.signal(signal.SIGPROF, signal.SIG_IGN)",
        "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)",
        "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGPROF])",
        "import signal, os\ntry: signal.setitimer(signal.ITIMER_PROF, 0)\n"
        "except signal.ItimerError as e: raise PermissionError if e.errno == 1 else e",
        "import fcntl, os\nfcntl.fcntl(0, fcntl.F_SETOWN, os.getppid())",
        "import fcntl\nfcntl.fcntl(0, fcntl.F_SETSIG, 9)",
        "import fcntl\nfcntl.ioctl(0, 0x5412, b'x')",  # TIOCSTI types at a terminal
    ],
)
def test_the_outside_is_out_of_reach(locked: Sandbox, run: Run, code: str) -> None:
    reply = run(locked, code)
    assert refused(reply, "PermissionError", "BlockingIOError"), reply


def test_resource_limits_cannot_be_moved(locked: Sandbox, run: Run) -> None:
    source = "import resource as r\nr.setrlimit(r.RLIMIT_AS, (r.RLIM_INFINITY, r.RLIM_INFINITY))"
    assert refused(run(locked, source), "PermissionError", "ValueError", "OSError")


@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", "/proc/self/environ", "/proc/self/mem", "/proc/1/cmdline", "/root", "/"],
)
def test_files_cannot_be_read(locked: Sandbox, run: Run, path: str) -> None:
    reply = run(locked, f"import os\nos.read(os.open({path!r}, os.O_RDONLY), 10)")
    assert refused(reply, "PermissionError", "FileNotFoundError"), reply


def test_the_graders_own_files_cannot_be_read(locked: Sandbox, run: Run, tmp_path: Path) -> None:
    import grader.sandbox.worker as worker

    secret = tmp_path / "secret.npy"
    secret.write_bytes(b"\x93NUMPY")
    secret.chmod(0o644)
    for path in (str(secret), str(worker.__file__), str(Path(__file__))):
        reply = run(locked, f"import numpy as np\nnp.load({path!r})")
        assert refused(reply, "PermissionError", "FileNotFoundError"), reply
        reply = run(locked, f"open({path!r})")
        assert refused(reply, "PermissionError", "FileNotFoundError"), reply


def test_direct_system_calls_meet_the_same_filter(locked: Sandbox, run: Run) -> None:
    # socket, fork, kill, ptrace, prctl, setitimer, rt_sigaction, rt_sigprocmask, seccomp, bpf,
    # io_uring_setup, memfd_create, process_vm_readv, userfaultfd, keyctl, mount, unshare, clone3,
    # openat2, prlimit64, open_by_handle_at, execveat, landlock_restrict_self, sendmsg, tgkill
    source = """
import ctypes, errno, os
libc = ctypes.CDLL(None, use_errno=True)
def answer():
    through = []
    for number in (41, 57, 62, 101, 157, 38, 13, 14, 317, 321, 425, 319, 310, 323, 250, 165, 272,
                   435, 437, 302, 304, 322, 446, 46, 234, 56, 58, 59, 200, 424, 434, 438, 29, 30):
        ctypes.set_errno(0)
        if libc.syscall(number, 0, 0, 0, 0, 0, 0) != -1 or ctypes.get_errno() != errno.EPERM:
            through.append(number)
    return through
"""
    import platform

    if platform.machine() != "x86_64":
        pytest.skip("the numbers are those of x86-64")
    assert run(locked, source).value == []


def test_32_bit_system_calls_kill(locked: Sandbox, run: Run) -> None:
    source = "import ctypes\nctypes.CDLL(None).syscall(0x40000000 | 39)"  # getpid of x32
    import platform

    if platform.machine() != "x86_64":
        pytest.skip("x32 is of x86-64")
    assert run(locked, source) == Died("crashed", "killed by SIGSYS")


def test_no_memory_becomes_executable(locked: Sandbox, run: Run) -> None:
    source = "import mmap\nmmap.mmap(-1, 4096, prot=mmap.PROT_EXEC | mmap.PROT_READ)"
    assert refused(run(locked, source))


def test_threads_cannot_start(locked: Sandbox, run: Run) -> None:
    source = "import threading\nthreading.Thread(target=print).start()"
    assert refused(run(locked, source), "RuntimeError")


@pytest.mark.parametrize(
    ("code", "name"),
    [("ctypes.string_at(0)", "SIGSEGV"), ("os.abort()", "SIG")],
)
def test_a_crash_names_its_signal(sandbox: Sandbox, run: Run, code: str, name: str) -> None:
    reply = run(sandbox, f"import ctypes, os\ndef answer(): {code}")
    assert reply.outcome == "crashed"
    assert f"killed by {name}" in reply.detail


def test_deep_recursion_harms_nobody(locked: Sandbox, run: Run) -> None:
    source = """
import sys
sys.setrecursionlimit(10 ** 9)
class Deep:
    def __getattr__(self, name): return getattr(self, name + "x")
def answer(): return Deep().a
"""
    reply = run(locked, source, cpu=2.0)
    assert reply.outcome in ("crashed", "memory", "timeout", "error")


def test_the_environment_holds_no_secrets(sandbox: Sandbox, run: Run) -> None:
    os.environ["GRADUS_TEST_SECRET"] = "tell nobody"
    try:
        reply = run(sandbox, "import os\ndef answer(): return dict(os.environ)")
    finally:
        del os.environ["GRADUS_TEST_SECRET"]
    assert set(reply.value) <= {
        "OPENBLAS_NUM_THREADS",
        "OMP_NUM_THREADS",
        "MKL_NUM_THREADS",
        "LANG",
        "LC_CTYPE",
        "PWD",
    }


def test_nobody_is_root(sandbox: Sandbox, run: Run) -> None:
    reply = run(sandbox, "import os\ndef answer(): return [os.getuid(), os.geteuid(), os.getgid()]")
    assert 0 not in reply.value


def test_the_engine_and_torch_are_not_to_be_found(sandbox: Sandbox, run: Run) -> None:
    source = """
import sys
def answer():
    tops = {name.partition(".")[0] for name in sys.modules}
    return sorted(tops - set(sys.stdlib_module_names)), [p for p in sys.path if "-packages" in p]
"""
    tops, paths = run(sandbox, source).value
    tops = [top for top in tops if not top.startswith(("_cython_", "_sysconfigdata"))]
    assert (tops, paths) == (["__main__", "cython_runtime", "numpy", "submission"], [])


def test_digging_under_the_guard_finds_nothing(locked: Sandbox, run: Run) -> None:
    source = """
import sys, importlib.machinery as m
sys.meta_path[:] = [m.BuiltinImporter, m.PathFinder]
import numpy, os
sys.path.append(os.path.dirname(os.path.dirname(numpy.__file__)))
sys.path.append(os.path.dirname(os.__file__) + "/site-packages")
sys.path_importer_cache.clear()
def answer():
    found = []
    for name in ("torch", "hypothesis", "pytest", "grader", "pip"):
        try:
            __import__(name)
            found.append(name)
        except (ImportError, PermissionError):
            pass
    return found
"""
    assert run(locked, source).value == []


def test_a_patched_numpy_deceives_only_itself(locked: Sandbox, run: Run) -> None:
    source = """
import numpy as np, builtins, sys, gc, json
np.allclose = np.array_equal = np.testing.assert_allclose = lambda *a, **k: True
np.ndarray.__eq__ if False else None
builtins.len = lambda x: 0
builtins.isinstance = lambda *a: True
builtins.type = lambda *a: float
json.dumps = json.loads = None
def answer(): return np.zeros(2)
"""
    reply = run(locked, source)
    assert isinstance(reply, Value | Raised | Died)
    if isinstance(reply, Value):
        assert reply.value.tolist() == [0.0, 0.0]


def test_show_config_works(locked: Sandbox, run: Run) -> None:
    reply = run(locked, "import numpy as np\ndef answer(): np.show_config(); return 1")
    assert isinstance(reply, Value)
    assert "blas" in reply.printed
