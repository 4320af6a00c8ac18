"""The command ``grade``: it parses, calls one room, and prints. Nothing else prints.

A command's module is imported when the command is given: ``grade --help`` and a mistyped option
are answered without NumPy, and nobody waits for what they do not use.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from types import FrameType
from typing import NoReturn

from grader.cli.streams import give_up, hold_descriptors, writing
from grader.errors import CouldNotRun, GradusError

# For so long a second Ctrl-C is the same wish to stop; after it, it is a new one.
_STOPPING = 3.0


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; returns its exit code.

    0 all asked for passed, 1 something did not, 2 the command was wrong, 3 could not run, and as
    shells have it 130 after Ctrl-C and 141 where nobody reads on.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    hold_descriptors()
    # Before NumPy is there: answers are small, and threads that wait for large products turn idly
    # on the cores where students' code runs.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with _stopped_once():
        code = _guarded(arguments)
        # Python flushes once more when it ends, and says in its own words what fails then.
        give_up(sys.stdout)
        give_up(sys.stderr)
        return code


def entry() -> NoReturn:
    """The command, as a process of its own.

    Everything is written and every child has ended: taking the interpreter apart, piece by piece,
    is 15 ms that somebody waits for.
    """
    os._exit(main())


def _guarded(arguments: list[str]) -> int:
    try:
        if sys.stdout is None:
            raise CouldNotRun("standard output is closed; send it somewhere.")
        code = _run(arguments)
        with writing():
            sys.stdout.flush()
        return code
    except GradusError as problem:
        _complain(str(problem))
        return problem.exit_code
    except KeyboardInterrupt:
        _complain("stopped.")
        return 130
    except BrokenPipeError:
        return 141
    except OSError as problem:
        return _refused(problem)
    except (Exception, SystemExit) as defect:
        return _defect(defect)


def _run(arguments: list[str]) -> int:
    import warnings

    from grader.cli.commands import COMMANDS
    from grader.cli.options import parse

    # Python warns about odd but valid code of students, such as "\d"; that is no matter of ours.
    warnings.filterwarnings("ignore", category=SyntaxWarning)
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    try:
        command, options = parse(arguments)
    except SystemExit as exit:  # argparse, after --help and --version
        return exit.code if isinstance(exit.code, int) else 0
    from importlib import import_module

    module, function = COMMANDS[command].runs.split(":")
    run = getattr(import_module(f"grader.cli.{module}"), function)
    return int(run(options))


def _complain(message: str) -> None:
    from grader.render.sanitise import sanitised

    with suppress(OSError):  # the exit code is all that can be said then
        for row in sanitised(message).split("\n"):
            print(f"grade: {row}", file=sys.stderr)


def _refused(problem: OSError) -> int:
    """What the system does not let us do is no defect: a full disk, a name that is too long."""
    _trace(problem)
    what = problem.strerror or str(problem)
    if problem.filename is not None:
        name = str(problem.filename)
        _complain(f"{name if len(name) <= 200 else name[:60] + '...'} cannot be used: {what}.")
    else:
        _complain(f"the system does not let this work: {what}.")
    return 3


def _defect(defect: BaseException) -> int:
    _trace(defect)
    what = f"{type(defect).__name__}: {defect}"
    _complain(
        f"this is a defect of Gradus, not of your code ({what}). Please report it with the "
        f"traceback that GRADUS_DEBUG=1 shows."
    )
    return 3


def _trace(problem: BaseException) -> None:
    if os.environ.get("GRADUS_DEBUG"):
        import traceback

        with suppress(OSError):
            traceback.print_exception(problem)


@contextmanager
def _stopped_once() -> Iterator[None]:
    """Ctrl-C stops; pressed again at once, it does not interrupt the stopping."""
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield  # somebody else decides, as `nohup` does
        return
    last = float("-inf")

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal last
        if time.monotonic() - last > _STOPPING:
            last = time.monotonic()
            raise KeyboardInterrupt

    try:
        signal.signal(signal.SIGINT, stop)
    except ValueError:  # not the main thread, where no signal arrives
        yield
        return
    try:
        yield
    finally:
        stopped = time.monotonic() - last <= _STOPPING
        signal.signal(signal.SIGINT, signal.SIG_IGN if stopped else signal.default_int_handler)
