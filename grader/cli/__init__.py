"""The command ``grade``: it parses, calls one room, and prints. Nothing else prints.

A command's module is imported when the command is given: ``grade --help`` and a mistyped option
are answered without NumPy, and nobody waits for what they do not use.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from grader.errors import GradusError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; returns its exit code.

    0 all asked for passed, 1 something did not, 2 the command was wrong, 3 could not run, and as
    shells have it 130 after Ctrl-C and 141 where nobody reads on.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        code = _run(arguments)
        sys.stdout.flush()
        return code
    except GradusError as problem:
        _complain(str(problem))
        return problem.exit_code
    except SystemExit as exit:  # argparse, after --help and --version
        return exit.code if isinstance(exit.code, int) else 0
    except KeyboardInterrupt:
        _complain("stopped.")
        return 130
    except BrokenPipeError:
        # Python flushes standard output once more when it ends: give it somewhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 141
    except Exception as defect:
        return _defect(defect)


def _run(arguments: list[str]) -> int:
    import warnings

    from grader.cli.options import COMMANDS, parse

    # Python warns about odd but valid code of students, such as "\d"; that is no matter of ours.
    warnings.filterwarnings("ignore", category=SyntaxWarning)
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    command, options = parse(arguments)
    from importlib import import_module

    module, function = COMMANDS[command].runs.split(":")
    run = getattr(import_module(f"grader.cli.{module}"), function)
    return int(run(options))


def _complain(message: str) -> None:
    from grader.render.sanitise import sanitised

    for row in sanitised(message).split("\n"):
        print(f"grade: {row}", file=sys.stderr)


def _defect(defect: Exception) -> int:
    if os.environ.get("GRADUS_DEBUG"):
        import traceback

        traceback.print_exception(defect)
    what = f"{type(defect).__name__}: {defect}"
    _complain(
        f"this is a defect of Gradus, not of your code ({what}). Please report it with the "
        f"traceback that GRADUS_DEBUG=1 shows."
    )
    return 3
