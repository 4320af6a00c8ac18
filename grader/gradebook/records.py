"""What goes into a gradebook and comes out of it, row by row."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from grader.grades import Student
from grader.model import Source
from grader.verdict import Verdict


@dataclass(frozen=True)
class Pending:
    """One source that waits to be judged; ``number`` is that of the judgement it waits for."""

    handin: int
    number: int
    student: str
    digest: str
    source: Source


@dataclass(frozen=True)
class Basis:
    """What an exercise is judged by: its frozen content, its points and the weights of tiers."""

    exercise: str
    digest: str
    points: float
    weights: Mapping[str, float]

    @property
    def text(self) -> str:
        weights = ",".join(f"{tier}={self.weights[tier]:g}" for tier in sorted(self.weights))
        return f"{self.digest} {self.points:g} {weights}"


@dataclass(frozen=True)
class Judgement:
    """A verdict and all that it follows from."""

    pending: Pending
    verdict: Verdict
    shown: Verdict
    basis: str
    # The row of the seed; nothing where a public pack judged.
    seed: int | None
    versions: Mapping[str, str]
    device: str
    isolation: int

    @property
    def digest(self) -> str:
        """The address of the content: equal where nothing that counts differed."""
        versions = sorted(self.versions.items())
        parts = (self.pending.digest, self.pending.source.exercise, self.basis, self.seed)
        text = "\0".join(map(str, (*parts, versions, self.device, self.isolation)))
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Change:
    """A grade before and after a regrade, and why it differs."""

    student: str
    exercise: str
    before: float | None
    after: float | None
    why: str


@dataclass(frozen=True)
class Recorded:
    """One judgement as it was recorded, for an appeal."""

    judgement: int
    source: Source
    submission: str
    submitted: str
    received: str
    verdict: Verdict
    shown: Verdict
    basis: str
    seed: int | None
    versions: Mapping[str, str]
    device: str
    isolation: int
    judged: str
    address: str


def now() -> str:
    """The time in UTC, as every row has it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def digest_of(source: Source) -> str:
    """The address of a source: of its code alone, wherever it stood."""
    content = source.code if source.code is not None else f"\0{source.problem}"
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def packed(source: Source) -> bytes | None:
    """The code as it is kept."""
    if source.code is None:
        return None
    return zlib.compress(source.code.encode("utf-8", "surrogatepass"), 6)


def row_of(student: str, source: Source, number: int, submitted: str) -> dict[str, Any]:
    """What is kept of a source that was handed in."""
    return {
        "student": student,
        "exercise": source.exercise,
        "number": number,
        "digest": digest_of(source),
        "source": packed(source),
        "file": clean(source.file),
        "line": source.line,
        "cells": json.dumps(source.cells) if source.cells else "",
        "problem": clean(source.problem),
        "submitted": submitted,
        "at": now(),
    }


def source_of(row: Any) -> Source:
    """The source that a row of ``row_of`` keeps."""
    code = row.source
    if code is not None:
        code = zlib.decompress(bytes(code)).decode("utf-8", "surrogatepass")
    cells = tuple(json.loads(row.cells or "[]"))
    return Source(row.exercise, row.file, code, row.problem, row.line, cells)


def clean(text: str) -> str:
    """Text that every database takes and every terminal bears: odd characters as escapes."""
    return "".join(
        c if c.isprintable() or c == "\n" else c.encode("unicode_escape").decode() for c in text
    )


def cleaned(student: Student) -> Student:
    """As it is kept, so that what is enrolled again is seen to be the same."""
    return Student(
        student.key,
        clean(student.first_name),
        clean(student.last_name),
        clean(student.email),
        {clean(name): clean(value) for name, value in student.identifiers.items()},
    )
