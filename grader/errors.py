"""The errors that Gradus raises on purpose, each with the exit code that it ends a command with.

A message is one sentence or two that say what is wrong and what to do next; it is shown as it
stands, without a traceback. Anything else that escapes is a defect of Gradus.
"""

from __future__ import annotations


class GradusError(Exception):
    """A problem that a person can mend; the message says how."""

    exit_code = 2


class UsageError(GradusError):
    """The command was wrong: an unknown name, a contradictory option.

    ``advice`` is for whoever gave the command; reports, which others read, have the ``sentence``.
    """

    def __init__(self, sentence: str, advice: str = "") -> None:
        super().__init__(f"{sentence} {advice}".rstrip())
        self.sentence = sentence


class CourseError(GradusError):
    """A broken course source: course.toml, a declaration, a solution. Names the file and line."""


class PackError(GradusError):
    """A pack that is missing, damaged or made by another version of the format."""


class SubmissionError(GradusError):
    """A submission that cannot be read at all: no such folder, not a zip."""


class CouldNotRun(GradusError):
    """Our side failed, never the student's: no sandbox, no torch, no space on the disk."""

    exit_code = 3
