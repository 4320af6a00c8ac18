"""The pack: a directory that holds everything needed to judge and to explain, and nothing else.

``pack.json`` is the manifest; ``<chapter>/<name>.exercise`` is one frozen exercise. A section of it
is decoded when it is first asked for: a submission that passes never decodes what explains
failures.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import CodeType
from typing import Any

from grader.errors import PackError, UsageError
from grader.model import Chapter, Entry, Statement
from grader.reading import read_regular
from grader.sealed import opened
from grader.sealed import to_bytes as to_bytes

MANIFEST = "pack.json"
FORMAT = 1
# Bytes of one exercise's requests that are kept as they are sent; few have more.
_KEPT = 1 << 17


class PackedExercise:
    """One frozen exercise, mapped into memory. See ``grader.freeze`` for what is in a section."""

    def __init__(
        self,
        file: Path,
        points: float,
        weights: Mapping[str, float],
        siblings: tuple[str, ...] = (),
    ) -> None:
        self.file = file
        self.siblings = siblings
        self.points = points
        self.weights = dict(weights)
        self._map, self._contents = opened(file)
        # Calls with which draws of laws were seen to begin, as they are frozen.
        self.openings: set[int] = set()
        self._asked: tuple[tuple[int, ...], list[bytes]] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        """To another process: what is mapped into memory is opened there anew."""
        return PackedExercise, (self.file, self.points, self.weights, self.siblings)

    @property
    def digest(self) -> str:
        """SHA-256 of all sections: what this exercise is, whoever built it."""
        return str(self._contents["digest"])

    def raw(self, section: str) -> memoryview:
        """The bytes of a section, not copied."""
        try:
            start, length = self._contents["sections"][section]
        except KeyError:
            raise PackError(f"{self.file}: lacks {section}; build the pack again.") from None
        return self._map[start : start + length]

    def _load(self, section: str) -> Any:
        from grader import wire

        try:
            return wire.load(self.raw(section), copy=False, trusted=True)
        except wire.BrokenFrame as problem:
            raise PackError(f"{self.file}: damaged ({problem}); build the pack again.") from None

    @cached_property
    def meta(self) -> dict[str, Any]:
        """Statement, hints, names and sentences of laws, mistakes and promised errors, groups."""
        return dict(json.loads(bytes(self.raw("meta"))))

    @cached_property
    def statement(self) -> Statement:
        fields = self.meta["statement"]
        return Statement(**{**fields, "required": tuple(fields["required"])})

    @property
    def hints(self) -> tuple[str, ...]:
        return tuple(self.meta["hints"])

    @cached_property
    def answers(self) -> Any:
        """``expected`` and ``bound`` of every example, core first, then edge, then float32."""
        return self._load("answers")

    @cached_property
    def laws(self) -> Any:
        """Per law its draws: arguments, and the numbers of the calls that a right answer makes."""
        return self._load("laws")

    @cached_property
    def law_code(self) -> CodeType:
        """The laws as they are run: trusted text, written by the course's authors."""
        source = bytes(self.raw("law_source")).decode()
        return compile(source, "<laws>", "exec", dont_inherit=True)

    @cached_property
    def mistakes(self) -> Any:
        """Per misconception: frozen answers by example, and the house checks that it breaks."""
        return self._load("mistakes")

    @cached_property
    def _spans(self) -> list[list[int]]:
        return list(json.loads(bytes(self.raw("spans"))))

    @cached_property
    def _calls(self) -> memoryview:
        return self.raw("calls")

    def frame(self, call: int) -> memoryview:
        """The request of one call, ready to be sent."""
        start, length = self._spans[call]
        return self._calls[start : start + length]

    def pieces(self, calls: tuple[int, ...]) -> list[bytes]:
        """The requests of these calls as they are sent, kept for whoever is asked the same."""
        from grader import express

        if self._asked is None or self._asked[0] != calls:
            made = express.in_pieces(map(self.frame, calls))
            if sum(map(len, made)) > _KEPT:
                return made
            self._asked = calls, made
        return self._asked[1]

    def arguments(self, call: int, *, laid_out: bool = False) -> dict[str, Any]:
        """The arguments of one call by name: records, and arrays that may be read-only.

        ``laid_out`` gives copies in the memory layout that the submission gets.
        """
        from grader import wire

        def record(value: Any) -> Any:
            return value

        _, values = wire.decode(
            self.frame(call), copy=laid_out, make=record, caps=wire.DISK, trusted=True
        )
        positional, keywords = values
        return {**dict(zip(self.meta["parameters"], positional, strict=False)), **keywords}


class Pack:
    """A directory of frozen exercises in the order of the course."""

    def __init__(self, directory: Path, manifest: Mapping[str, Any]) -> None:
        self.directory = directory
        self.title = str(manifest["title"])
        self.seed = int(manifest["seed"])
        self.device = str(manifest["device"])
        self.versions: dict[str, str] = dict(manifest["versions"])
        self.weights: dict[str, float] = dict(manifest["weights"])
        self.files: dict[str, str] = dict(manifest["files"])
        self.chapters = tuple(
            Chapter(
                chapter["name"],
                chapter["title"],
                tuple(Entry(path, points) for path, points in chapter["exercises"]),
            )
            for chapter in manifest["chapters"]
        )
        self._points = {e.path: e.points for chapter in self.chapters for e in chapter.exercises}
        self._open: dict[str, PackedExercise] = {}
        # What a submission may not import: a file stands alone.
        names = {part for path in self._points for part in path.split("/")}
        self._siblings = (*sorted(names), "exercises", "solutions", "reference", "grader")

    @property
    def paths(self) -> list[str]:
        return list(self._points)

    @cached_property
    def digest(self) -> str:
        """What this pack judges by: the digest of all of its exercises that are built."""
        built = [p for p in self.paths if p in self.files]
        return self.digest_of([p for p in built if (self.directory / self.files[p]).exists()])

    def digest_of(self, paths: Sequence[str]) -> str:
        """What these exercises are judged by."""
        whole = hashlib.sha256()
        for path in paths:
            whole.update(f"{path} {self.exercise(path).digest}\n".encode())
        return whole.hexdigest()

    def exercise(self, path: str) -> PackedExercise:
        """Raises:
        UsageError: The pack holds no such exercise.
        PackError: Its file is missing or damaged.
        """
        if path not in self._points:
            raise UsageError(f"{path} is not in this pack; `grade list` shows what is.")
        if path not in self._open:
            file = self.directory / self.files.get(path, f"{path}.exercise")
            self._open[path] = PackedExercise(
                file, self._points[path], self.weights, self._siblings
            )
        return self._open[path]


def is_pack(directory: Path) -> bool:
    """Whether a directory looks like a pack, be it a damaged one."""
    return (directory / MANIFEST).exists()


def open_pack(directory: Path) -> Pack:
    """Raises:
    PackError: No pack is there, or it cannot be read.
    """
    file = directory / MANIFEST
    try:
        manifest = json.loads(read_regular(file))
        if manifest.get("format") != FORMAT:
            raise PackError(
                f"{file} has format {manifest.get('format')}, and this version of Gradus reads "
                f"{FORMAT}: build the pack again, or install the version that made it."
            )
        return Pack(directory, manifest)
    except FileNotFoundError:
        raise PackError(f"{directory} is not a pack: it has no {MANIFEST}.") from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise PackError(f"{file} cannot be read as a pack; build it again.") from None


def write_atomically(
    file: Path, content: bytes, *, durable: bool = True, mode: int = 0o644
) -> None:
    """Whoever reads the file sees the old content or the new, never half of it.

    What can be made again at any time need not be ``durable``: a thousand files are then written
    in a second, where waiting for the disk takes minutes.
    """
    import tempfile  # who only reads packs waits for none of it

    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(content)
            opened.flush()
            if durable:
                os.fsync(opened.fileno())
        os.chmod(name, mode)
        os.replace(name, file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_manifest(
    directory: Path,
    *,
    title: str,
    seed: int,
    device: str,
    versions: Mapping[str, str],
    weights: Mapping[str, float],
    chapters: Sequence[Chapter],
    files: Mapping[str, str],
) -> None:
    """Write ``pack.json``."""
    manifest = {
        "format": FORMAT,
        "title": title,
        "seed": seed,
        "device": device,
        "versions": dict(versions),
        "weights": dict(weights),
        "chapters": [
            {
                "name": c.name,
                "title": c.title,
                "exercises": [[e.path, e.points] for e in c.exercises],
            }
            for c in chapters
        ],
        "files": dict(files),
    }
    content = json.dumps(manifest, indent=1).encode()
    file = directory / MANIFEST
    if not file.is_file() or file.read_bytes() != content:
        write_atomically(file, content)
