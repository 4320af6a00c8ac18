"""The command line, parsed: which command, and its options."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import NoReturn

from grader.cli.commands import AUTHORS, COMMANDS, INSTRUCTORS
from grader.cli.values import OPTIONS
from grader.errors import UsageError
from grader.version import VERSION


class _Parser(argparse.ArgumentParser):
    """argparse, with its errors as ours: one sentence, and what may have been meant."""

    def error(self, message: str) -> NoReturn:
        if found := re.match(r"unrecognized arguments: (\S+)", message):
            import difflib

            word = found[1]
            near = difflib.get_close_matches(word, [*self._option_string_actions], 1)
            advice = f" Did you mean {near[0]}?" if near and word.startswith("-") else ""
            kind = "option" if word.startswith("-") else "argument"
            message = f"unknown {kind} {word}.{advice}"
        text = message.rstrip(".?") + ("?" if message.endswith("?") else ".")
        raise UsageError(f"{text} See `{self.prog} --help`.")


def _given(text: str) -> str:
    # A variable of the shell's that was never set must not mean this folder, or everything.
    if not text:
        raise argparse.ArgumentTypeError("it is empty; give it a value, or leave it out")
    return text


def parser(name: str) -> argparse.ArgumentParser:
    """The parser of one command; "" is grading itself."""
    command = COMMANDS[name]
    made = _Parser(
        prog=f"grade {name}".rstrip(),
        description=command.told[:1].upper() + command.told[1:].rstrip(".") + ".",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
        epilog=_overview() if not name else None,
    )
    words = command.names.split()
    for word in words:
        metavar = word.rstrip("*+")
        helped = "an exercise, a chapter or a file" if metavar == "NAME" else None
        many = word[len(metavar) :]
        if many:
            made.add_argument("names", nargs=many, metavar=metavar, help=helped, type=_given)
        else:
            known = metavar in ("STUDENT", "SUBMISSIONS")
            called = metavar.lower() if known else "name"
            made.add_argument(called, metavar=metavar, help=helped, type=_given)
    for option in command.options:
        taken = OPTIONS[option]
        checked = {"type": _given} if not taken.keys() & {"action", "choices", "type"} else {}
        made.add_argument(option.split()[0], **taken, **checked)  # type: ignore[arg-type]
    if not name:
        made.add_argument("--version", action="version", version=f"gradus {VERSION}")
    return made


def _overview() -> str:
    def rows(chosen: Sequence[str]) -> str:
        # The first argument says what a command is about; its own help has the others.
        first = [(name, *COMMANDS[name].names.split()[:1]) for name in chosen]
        usage = [" ".join(("grade", *words)).rstrip("*+") for words in first]
        return "\n".join(
            f"  {text + ' ':24}{COMMANDS[name].told}"
            for text, name in zip(usage, chosen, strict=True)
        )

    others = [name for name in COMMANDS if name and name not in (*AUTHORS, *INSTRUCTORS)]
    return (
        f"commands:\n{rows(others)}\n\n"
        f"for instructors:\n{rows(INSTRUCTORS)}\n\nfor authors:\n{rows(AUTHORS)}\n\n"
        f"`grade COMMAND --help` tells more. Exit codes: 0 all passed, 1 something did\n"
        f"not, 2 the command was wrong, 3 could not run."
    )


def parse(arguments: Sequence[str]) -> tuple[str, argparse.Namespace]:
    """The command ("" for grading) and its options.

    Raises:
        UsageError: The command line is wrong.
        SystemExit: Help or the version was asked for, and has been printed.
    """
    arguments = list(arguments)
    place = _first_word(arguments)
    name = ""
    if place is not None and arguments[place] and arguments[place] in COMMANDS:
        name = arguments.pop(place)
    elif place is not None and arguments[place] == "help":
        topic = next((word for word in arguments[place + 1 :] if word in COMMANDS), "")
        parser(topic).print_help()
        raise SystemExit(0)
    made = parser(name)
    options = made.parse_intermixed_args(arguments)
    _refuse_streams(made, options)
    return name, options


_WRITTEN = {"DIR", "FILE", "KEYFILE", "PATH"}


def _refuse_streams(made: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """No command reads or writes a stream by the name of ``-``: it would be a file of that name."""
    for action in made._actions:
        if action.metavar in _WRITTEN and getattr(options, action.dest, None) == "-":
            kind = "folder" if action.metavar == "DIR" else "file"
            raise UsageError(f"- is not taken for a stream; name a {kind}, or ./- if that is it.")


def _first_word(arguments: Sequence[str]) -> int | None:
    """The place of the first argument that is neither an option nor an option's value."""
    at = 0
    while at < len(arguments):
        word = arguments[at]
        if word == "--":
            return None
        if not word.startswith("-") or word == "-":
            return at
        at += 2 if _takes_value(word) else 1
    return None


def _takes_value(word: str) -> bool:
    # An option of its own name means the same everywhere; else any of that name tells.
    spelt = [key for key in OPTIONS if key.split()[0] == word]
    known = OPTIONS.get(word) or (OPTIONS[spelt[0]] if spelt else {"action": "store_true"})
    return known.get("action") in (None, "append", "extend")
