"""Students without their names, for research: the same student has the same pseudonym each time.

A pseudonym is a keyed hash. Whoever has the key can find a student's rows again, and nobody else;
so the key is a file of its own that stays with the instructor.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import replace
from pathlib import Path

from grader.errors import UsageError
from grader.grades import Grade, Standing, Student
from grader.verdict import Verdict

_HEADER = "Gradus pseudonyms: keep this file to yourself, apart from what was exported.\n"
_BYTES = 32


def key_in(file: Path) -> bytes:
    """The key that a file holds; a new one, for your eyes only, where there is no file.

    Raises:
        UsageError: The file holds no key, or cannot be written.
    """
    try:
        return _read(file)
    except FileNotFoundError:
        pass
    key = secrets.token_bytes(_BYTES)
    try:
        # Readable by its owner from the first moment, and never over somebody's file.
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(file)
    except OSError as problem:
        raise UsageError(
            f"{file}, the key of the pseudonyms, cannot be written ({problem.strerror}); name "
            f"another file."
        ) from None
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        opened.write(f"{_HEADER}{key.hex()}\n")
    return key


def _read(file: Path) -> bytes:
    try:
        text = file.read_text(encoding="utf-8")
        if not text.startswith(_HEADER):
            raise ValueError
        key = bytes.fromhex(text.removeprefix(_HEADER).strip())
        if len(key) != _BYTES:
            raise ValueError
        return key
    except FileNotFoundError:
        raise
    except (ValueError, OSError):
        raise UsageError(
            f"{file} holds no key of pseudonyms; name the file of the first export, or a new one."
        ) from None


def pseudonym(key: bytes, student: str) -> str:
    """Twelve hexadecimal digits: a million students clash once in five hundred times."""
    mark = hmac.new(key, student.encode("utf-8", "surrogatepass"), hashlib.sha256)
    return f"p{mark.hexdigest()[:12]}"


def without_names(standing: Standing, key: bytes) -> Standing:
    """The same class with nothing of its people but what they answered.

    Sentences that people wrote go, times keep their day, and the order follows the pseudonyms.
    """
    students = [Student(pseudonym(key, one.key)) for one in standing.students]
    return replace(
        standing,
        students=tuple(sorted(students, key=lambda one: one.key)),
        grades=tuple(
            sorted((_bare(g, key) for g in standing.grades), key=lambda g: (g.student, g.exercise))
        ),
        # Of whom something could not be read, and not what: the sums stay open.
        problems=tuple(sorted((pseudonym(key, one), "") for one, _ in standing.problems)),
    )


def _bare(grade: Grade, key: bytes) -> Grade:
    return replace(
        grade,
        student=pseudonym(key, grade.student),
        verdict=_plain(grade.verdict),
        shown=_plain(grade.shown),
        submitted=grade.submitted[:10],
        graded=grade.graded[:10],
        late="late" if grade.late else "",
        override="decided by a person" if grade.override else "",
    )


def _plain(verdict: Verdict) -> Verdict:
    """Without what comes from the student's own text: names of files, prints, lines, messages."""
    findings = tuple(
        replace(f, message="", printed="", lines=(), snippet="", got="", picture=None)
        for f in verdict.findings
    )
    return replace(verdict, file="", line=0, findings=findings)
