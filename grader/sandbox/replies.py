"""What a child answered. Everything here came from the student's process: shown, never believed.

Every reply has an ``outcome`` in the words of a verdict ("" where there is none: the caller has
yet to compare) and ``printed``, the first 4 KB that the student's code wrote meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Line:
    """One frame of a traceback, in the student's own file."""

    number: int
    text: str
    function: str


@dataclass(frozen=True)
class Loaded:
    """The submission has been executed and its function can be called as asked."""

    printed: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class NotPython:
    """The file was parsed but cannot be compiled: a ``return`` outside of a function, say."""

    line: int
    why: str
    printed: str = ""
    outcome: str = "invalid"


@dataclass(frozen=True)
class Missing:
    """No function of that name; ``functions`` are the public ones that the file defines."""

    functions: tuple[str, ...]
    printed: str = ""
    outcome: str = "invalid"


@dataclass(frozen=True)
class BadSignature:
    """The function cannot be called with the exercise's arguments; ``why`` says so in words."""

    why: str
    printed: str = ""
    outcome: str = "invalid"


@dataclass(slots=True)
class Value:
    """What a call returned. There are hundreds: what is frozen takes twice as long to make.

    ``inputs`` are the arguments as they were after the call, where they had been asked for:
    ``(positional, keywords)``, with None in place of generators and functions.
    """

    index: int
    value: Any
    inputs: tuple[list[Any], dict[str, Any]] | None = None
    seconds: float = 0.0
    printed: str = ""
    outcome: str = ""


@dataclass(frozen=True)
class Raised:
    """The student's code raised; ``index`` is -1 while loading.

    ``ancestors`` are the names of the exception's classes, itself first, so that a subclass of
    the promised error counts.
    """

    index: int
    type_name: str
    message: str
    lines: tuple[Line, ...] = ()
    ancestors: tuple[str, ...] = ()
    printed: str = ""

    @property
    def outcome(self) -> str:
        return "memory" if "MemoryError" in self.ancestors else "error"


@dataclass(frozen=True)
class ForbiddenUse:
    """Called a forbidden ``name``, or, with ``imported``, imported another part of the course."""

    index: int
    name: str
    imported: bool = False
    printed: str = ""
    outcome: str = "forbidden"


@dataclass(frozen=True)
class Unsupported:
    """Returned something that does not travel, such as "a list holding a set".

    With ``in_inputs`` it was an argument that the call had changed into that.
    """

    index: int
    description: str
    in_inputs: bool = False
    printed: str = ""
    outcome: str = "failed"


@dataclass(frozen=True)
class Died:
    """The child is gone and answers nothing more.

    ``outcome`` is "timeout", "memory", "crashed" or "could_not_run". ``wall_only`` means that
    the time ran out although the processor time had not: perhaps the machine was busy, so that
    another try alone is fair.
    """

    outcome: str
    detail: str
    index: int = -1
    wall_only: bool = False
    printed: str = field(default="")


Reply = Value | Raised | ForbiddenUse | Unsupported | Died
LoadReply = Loaded | NotPython | Missing | BadSignature | Raised | ForbiddenUse | Died
