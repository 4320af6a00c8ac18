"""The command line as data: every command with its arguments and options."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """One command: the function that runs it, its arguments, and a line of help."""

    runs: str
    names: str
    told: str
    options: tuple[str, ...] = ()


_JUDGING = ("--seed", "--jobs", "--device")
_CHILD = ("--allow", "--timeout", "--memory", "--isolation")

_BOOK = ("--gradebook", "--by")

COMMANDS = {
    "": Command(
        "early:run",
        "NAME*",
        "Grade exercises. Without a NAME: all that you have started.",
        ("--submission", "--course", "--json", *_JUDGING, *_CHILD, "--plain"),
    ),
    "init": Command(
        "student:init", "DIR", "make a folder of your own for the exercises", ("--course",)
    ),
    "list": Command(
        "student:list_exercises", "NAME*", "list the exercises", ("--course", "--plain")
    ),
    "show": Command(
        "student:show_exercises",
        "NAME+",
        "print what an exercise asks for",
        ("--course", "--plain"),
    ),
    "hint": Command(
        "student:hint",
        "NAME",
        "give a hint, and a stronger one each time",
        ("--course", "--seed", "--device", "--plain"),
    ),
    "reset": Command(
        "student:reset",
        "NAME+",
        "start exercises anew; a changed file is kept as a copy",
        ("--submission", "--course"),
    ),
    "progress": Command(
        "student:show_progress", "NAME*", "show how far you are", ("--course", "--plain")
    ),
    "new": Command("author:new", "CHAPTER/NAME", "begin a new exercise", ("--course",)),
    "sync": Command(
        "author:sync", "", "bring exercises/ up to date with solutions/", ("--course", "--check")
    ),
    "build": Command(
        "author:build",
        "NAME*",
        "compile exercises, which else happens at need",
        ("--course", "--output", *_JUDGING, "--plain"),
    ),
    "audit": Command(
        "audit:audit",
        "NAME*",
        "prove that wrong code fails and right code passes",
        ("--course", "--json", "--seeds", "--fast", *_JUDGING, "--plain"),
    ),
    "assign": Command(
        "assign:assign",
        "DIR",
        "write exercises as a kit, notebooks or an autograder",
        (
            *(
                "--format RELEASE",
                "--chapters",
                "--exercises",
                "--points NAME=N",
                "--name",
                "--action",
            ),
            *("--course", *_JUDGING, "--plain"),
        ),
    ),
    "notebook": Command(
        "notebook:run",
        "FILE",
        "grade the exercises answered in a notebook",
        ("--course", "--json", *_JUDGING, *_CHILD, "--plain"),
    ),
    "ci": Command(
        "ci:run",
        "NAME*",
        "grade a checkout in CI, with reports",
        (
            *("--changed", "--junit", "--json FILE", "--summary", "--gradescope", "--codequality"),
            *(
                "--min-points",
                "--submission",
                "--course",
                "--visible",
                *_JUDGING,
                *_CHILD,
                "--plain",
            ),
        ),
    ),
    "batch": Command(
        "batch:run",
        "SUBMISSIONS NAME*",
        "grade a class into a gradebook; killed, it goes on",
        (*_BOOK, "--report", "--roster", "--rules", "--seed-file", "--points NAME=N")
        + ("--course", "--jobs", "--device", *_CHILD, "--plain"),
    ),
    "regrade": Command(
        "gradebook:regrade",
        "NAME*",
        "judge again what a changed exercise or seed touches",
        (*_BOOK, "--rules", "--seed-file", "--points NAME=N", "--course", "--jobs", "--device")
        + (*_CHILD, "--plain"),
    ),
    "override": Command(
        "gradebook:override",
        "STUDENT NAME",
        "set the points of one grade",
        (*_BOOK, "--points", "--withdraw", "--why SHOWN"),
    ),
    "extend": Command(
        "gradebook:extend",
        "STUDENT",
        "move one student's due date",
        (*_BOOK, "--exercise", "--until", "--why"),
    ),
    "replay": Command(
        "gradebook:replay",
        "STUDENT NAME",
        "show a verdict again, as it was recorded",
        (*_BOOK, "--shown", "--source", "--again", "--course", "--jobs", "--device", *_CHILD)
        + ("--plain",),
    ),
    "forget": Command("gradebook:forget", "STUDENT", "delete a student's data", (*_BOOK, "--why")),
    "report": Command(
        "report:run",
        "DIR",
        "write a class's page and one for each student",
        (*_BOOK, "--plain"),
    ),
    "export": Command(
        "export:run",
        "PATH",
        "give a class's grades to another system",
        (*_BOOK, "--format SYSTEM", "--column", "--assignment", "--pseudonyms"),
    ),
    "similar": Command(
        "similar:run",
        "SUBMISSIONS NAME*",
        "list pairs of submissions that share code",
        ("--course", "--json", "--html", "--plain"),
    ),
    "doctor": Command(
        "machine:doctor", "", "say what works on this machine", ("--course", "--plain")
    ),
    "cache": Command("machine:cache", "", "say what is cached, or remove it", ("--clean",)),
}

AUTHORS = ("new", "sync", "build", "audit")
INSTRUCTORS = (
    *("assign", "batch", "regrade", "override", "extend", "replay", "forget"),
    *("report", "export", "similar"),
)
