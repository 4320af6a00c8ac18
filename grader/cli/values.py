"""The options of the command line as data: what each one means, and the values that it takes."""

from __future__ import annotations

import argparse
import re

# As `assign/formats` and `export/formats` have them, which a test compares: every command would
# load those rooms for the sake of two lists.
RELEASES = ("py", "notebook", "nbgrader", "otter", "gradescope")
SYSTEMS = ("csv", "nbgrader", "canvas", "moodle", "gradescope")


def _count(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,3}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to 9999")
    return int(text)


def _seed(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 to {10**18 - 1}")
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text.removesuffix("s"))
    except ValueError:
        seconds = -1.0
    if not 0.0 < seconds <= 86_400.0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a time in seconds, such as 10")
    if seconds < 0.01:
        raise argparse.ArgumentTypeError(f"{text!r} is too short to judge anything in, unlike 0.01")
    return seconds


def _points(text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,4})?", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of points, such as 12.5")
    return float(text)


def _names(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",")]
    if not all(names):
        raise argparse.ArgumentTypeError(f"{text!r} is not a list of names, such as A,B")
    return names


def _pointed(text: str) -> list[tuple[str, float]]:
    pairs = [part.partition("=") for part in text.split(",")]
    if not all(name.strip() and given for name, given, _ in pairs):
        raise argparse.ArgumentTypeError(f"{text!r} does not say NAME=N, such as softmax=3")
    return [(name.strip(), _points(value.strip())) for name, _, value in pairs]


def _title(text: str) -> str:
    if not text.strip() or not text.isprintable():
        raise argparse.ArgumentTypeError(f"{text!r} is not a title in one line")
    return text.strip()


def _action(text: str) -> str:
    if not re.fullmatch(r"[\w.-]+/[\w./-]+@[\w./-]+", text, re.ASCII):
        raise argparse.ArgumentTypeError(f"{text!r} is not OWNER/REPOSITORY@VERSION")
    return text


def _bytes(text: str) -> int:
    found = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)\s*([mg]?)i?b?", text.lower())
    # A bare number counts megabytes: nobody limits a process to 512 bytes.
    size = float(found[1]) * (1 << 30 if found[2] == "g" else 1 << 20) if found else 0
    if not (16 << 20) <= size <= (1 << 40):
        raise argparse.ArgumentTypeError(f"{text!r} is not a size from 16M to 1024G, such as 1G")
    return int(size)


def _package(text: str) -> str:
    if not all(part.isidentifier() for part in text.split(".")):
        raise argparse.ArgumentTypeError(f"{text!r} is not the name of a package")
    return text.split(".")[0]


OPTIONS: dict[str, dict[str, object]] = {
    "--submission": {
        "metavar": "PATH",
        "help": "what to grade: a folder, a .py file, a notebook or a .zip",
    },
    "--course": {"metavar": "DIR", "help": "the course or the pack to grade by"},
    "--json": {"action": "store_true", "help": "print one JSON object and nothing else"},
    "--json FILE": {"metavar": "FILE", "help": "write the object that `grade --json` prints"},
    "--changed": {
        "type": str,  # the reports say it, too, if this is no commit
        "metavar": "BASE",
        "help": "grade what changed since the branch left BASE",
    },
    "--junit": {"metavar": "FILE", "help": "write JUnit XML"},
    "--summary": {"metavar": "FILE", "help": "write a summary in Markdown"},
    "--gradescope": {"metavar": "FILE", "help": "write Gradescope's results.json"},
    "--codequality": {"metavar": "FILE", "help": "write GitLab's code-quality JSON"},
    "--visible": {
        "metavar": "PACK",
        "help": "the pack that judges is secret: show counterexamples of this one instead",
    },
    "--min-points": {
        "type": _points,
        "metavar": "N",
        "help": "exit 0 from so many points on, even if something failed",
    },
    "--seed": {
        "type": _seed,
        "metavar": "N",
        "help": "draw the inputs from this seed (a course's default is 0)",
    },
    "--seeds": {
        "type": _count,
        "metavar": "N",
        "help": "pass right answers at so many seeds (20; 1 with --fast)",
    },
    "--fast": {"action": "store_true", "help": "a sample of each check, for every push"},
    "--jobs": {"type": _count, "metavar": "N", "help": "work on so many exercises at once"},
    "--device": {
        "choices": ("cpu", "cuda"),
        "help": "where the reference runs when exercises are built",
    },
    "--allow": {
        "type": _package,
        "action": "append",
        "default": [],
        "metavar": "PACKAGE",
        "help": "a package that submissions may import beside NumPy; may be repeated",
    },
    "--timeout": {
        "type": _seconds,
        "metavar": "SECONDS",
        "help": "processor time for each exercise (10)",
    },
    "--memory": {"type": _bytes, "metavar": "SIZE", "help": "memory for each exercise (1G)"},
    "--isolation": {
        "type": int,
        "choices": (1, 2, 3),
        "help": "demand this level of isolation (the best that works here)",
    },
    "--gradebook": {
        "metavar": "FILE|URL",
        "required": True,
        "help": "a file (SQLite), or postgresql://USER@HOST/DATABASE",
    },
    "--by": {"metavar": "WHO", "help": "who decides or grades (your user name)"},
    "--report": {"metavar": "DIR", "help": "write the class's pages, as `grade report` does"},
    "--roster": {"metavar": "FILE", "help": "a CSV file with the students"},
    "--rules": {"metavar": "FILE", "help": "class.toml: due dates and what lateness costs"},
    "--seed-file": {"metavar": "FILE", "help": "a secret seed to judge by (else one is drawn)"},
    "--points": {"type": _points, "metavar": "N", "help": "the points that count from now on"},
    "--withdraw": {"action": "store_true", "help": "let what was judged count again"},
    "--why": {
        "required": True,
        "metavar": "REASON",
        "help": "the reason, which is kept and not shown to the student",
    },
    "--why SHOWN": {
        "required": True,
        "metavar": "REASON",
        "help": "the reason, which is kept and shown to the student",
    },
    "--until": {
        "required": True,
        "metavar": "TIME",
        "help": "the new due date, such as 2026-10-01T23:59",
    },
    "--exercise": {"metavar": "NAME", "help": "for this exercise only"},
    "--shown": {"action": "store_true", "help": "as the student may see it"},
    "--source": {"action": "store_true", "help": "print the source, too"},
    "--again": {"action": "store_true", "help": "judge the source anew, and compare"},
    "--format SYSTEM": {
        "choices": SYSTEMS,
        "required": True,
        "help": "for whom: " + ", ".join(SYSTEMS),
    },
    "--column": {"metavar": "NAME", "help": "the sum in one column (canvas, moodle)"},
    "--assignment": {"metavar": "NAME", "help": "nbgrader's assignment, where it has several"},
    "--pseudonyms": {
        "metavar": "KEYFILE",
        "help": "no names (csv); the key that leads back to them is kept in this file",
    },
    "--html": {"metavar": "FILE", "help": "write a page with the pairs side by side"},
    "--plain": {"action": "store_true", "help": "no colour"},
    "--check": {"action": "store_true", "help": "change nothing; exit 1 if anything would change"},
    "--format RELEASE": {
        "choices": RELEASES,
        "default": "py",
        "help": "what to write: " + ", ".join(RELEASES) + " (py)",
    },
    "--chapters": {
        "type": _names,
        "action": "extend",
        "default": [],
        "metavar": "A,B",
        "help": "the chapters to hand out (with --exercises; without both: all)",
    },
    "--exercises": {
        "type": _names,
        "action": "extend",
        "default": [],
        "metavar": "A,B",
        "help": "the exercises to hand out",
    },
    "--points NAME=N": {
        "type": _pointed,
        "action": "extend",
        "default": [],
        "metavar": "NAME=N",
        "help": "other points than the course's, for an exercise or each of a chapter",
    },
    "--name": {
        "dest": "title",
        "type": _title,
        "metavar": "TITLE",
        "help": "what to call the release",
    },
    "--action": {
        "type": _action,
        "metavar": "OWNER/REPO@VERSION",
        "help": "the action that grades on GitHub, pinned",
    },
    "--output": {"metavar": "DIR", "help": "write a whole pack that stands alone"},
    "--clean": {"action": "store_true", "help": "remove what is cached"},
}
