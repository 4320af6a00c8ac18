"""``course.toml``, read with its lines, so that every problem in it names one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from grader.errors import CourseError
from grader.model import Chapter, Entry

MANIFEST = "course.toml"
WEIGHTS = {"core": 0.60, "edge": 0.25, "house": 0.15}
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class Manifest:
    """One ``course.toml``; every method raises CourseError where it says what cannot be."""

    def __init__(self, root: Path) -> None:
        self.file = root / MANIFEST
        try:
            if self.file.exists() and not self.file.is_file():  # a named pipe makes readers wait
                raise CourseError(f"{self.file} is not a regular file; put the file itself there.")
            text = self.file.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise CourseError(
                f"{root} is not a course: it has no {MANIFEST}. Stand in a course or name one "
                f"with --course."
            ) from None
        except UnicodeDecodeError:
            raise CourseError(f"{self.file} is not UTF-8; save it as UTF-8.") from None
        except OSError as problem:
            raise CourseError(f"{self.file} cannot be read: {problem.strerror}.") from None
        self.lines = text.splitlines()
        try:
            self.content: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as problem:
            what, line = str(problem), max(1, len(self.lines))
            if found := re.search(r" \(at line (\d+), column \d+\)$", what):
                what, line = what[: found.start()], int(found[1])
            raise CourseError(f"{self.file}:{line}: not valid TOML: {what}; mend it.") from None

    def course_title(self) -> str:
        self.known(self.content, ("title", "weights", "chapters"))
        return self.title(self.content)

    def broken(self, what: str, *words: str) -> CourseError:
        """A problem at the first line that holds ``words``, each sought below the one before."""
        at = 0
        for word in words:
            pattern = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
            found = (n for n in range(at, len(self.lines)) if pattern.search(self.lines[n]))
            at = next(found, at)
        return CourseError(f"{self.file}:{at + 1}: {what}")

    def known(self, table: Mapping[str, Any], allowed: Sequence[str], *where: str) -> None:
        for key in table:
            if key not in allowed:
                import difflib

                near = difflib.get_close_matches(key, allowed, 1)
                advice = f"did you mean {near[0]}?" if near else f"known are {', '.join(allowed)}."
                raise self.broken(f"unknown key {key}; {advice}", *where, key)

    def title(self, table: Mapping[str, Any], *where: str) -> str:
        title = table.get("title")
        if not isinstance(title, str) or not title.strip():
            section = f"[{'.'.join(where)}]" if where else "the course"
            raise self.broken(f'{section} has no title; add title = "...".', *where)
        return title

    def table(self, value: Any, name: str, example: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.broken(f"{name} must be a table, such as {example}.", name.split(".")[-1])
        return value

    def weights(self) -> dict[str, float]:
        given = self.table(self.content.get("weights", WEIGHTS), "weights", "core = 0.6")
        self.known(given, tuple(WEIGHTS), "weights")
        for tier in WEIGHTS:
            if not _is_amount(given.get(tier)):
                text = f"the weight of {tier} must be a number of at least 0."
                raise self.broken(text, "weights", tier)
        if abs(sum(given.values()) - 1.0) > 1e-9:
            text = f"the weights add up to {sum(given.values()):g}; they must add up to 1."
            raise self.broken(text, "weights")
        return {tier: float(given[tier]) for tier in WEIGHTS}

    def chapters(self) -> tuple[Chapter, ...]:
        found, seen = [], dict[str, str]()
        given = self.table(self.content.get("chapters"), "chapters", "[chapters.activations]")
        for name, content in given.items():
            chapter = f"chapters.{name}"
            section = self.table(content, chapter, f'[{chapter}] with title = "..."')
            if not _NAME.fullmatch(name):
                raise self.broken(f"the chapter {name} must be named like_this.", chapter)
            self.known(section, ("title", "exercises"), chapter)
            exercises = self.table(section.get("exercises"), "exercises", "{ softmax = 3 }")
            entries = []
            for exercise, points in exercises.items():
                if not _NAME.fullmatch(exercise):
                    text = f"the exercise {exercise} must be named like_this, as its function."
                    raise self.broken(text, chapter, exercise)
                if exercise in seen:
                    raise self.broken(
                        f"the exercise {exercise} is in {seen[exercise]} and in {name}; a name "
                        f"belongs to one exercise.",
                        chapter,
                        exercise,
                    )
                if not _is_amount(points):
                    text = f"the points of {exercise} must be a number of at least 0."
                    raise self.broken(text, chapter, exercise)
                seen[exercise] = name
                entries.append(Entry(f"{name}/{exercise}", float(points)))
            found.append(Chapter(name, self.title(section, chapter), tuple(entries)))
        return tuple(found)


def _is_amount(value: Any) -> bool:
    return type(value) in (int, float) and 0 <= value < float("inf")
