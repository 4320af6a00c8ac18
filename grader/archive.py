"""A zip that a student handed in, read in memory: nothing of it ever reaches the disk."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Sequence

from grader.errors import SubmissionError
from grader.model import Source
from grader.reading import LARGEST_FILE, candidates, decoded

MOST_MEMBERS = 10_000


def read_zip(content: bytes, name: str, wanted: Sequence[str]) -> list[Source]:
    """One source for each exercise wanted.

    Raises:
        SubmissionError: It is no zip, or one with too many members.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        raise SubmissionError(f"{name} is not a zip that can be read; make it again.") from None
    if len(members) > MOST_MEMBERS:
        raise SubmissionError(f"{name} holds {len(members)} files; hand in the exercises alone.")
    return [_source(archive, members, path, name) for path in wanted]


def _source(
    archive: zipfile.ZipFile, members: Sequence[zipfile.ZipInfo], path: str, name: str
) -> Source:
    for candidate in candidates(path):
        found = [m for m in members if _place(m.filename) == candidate]
        if not found:
            # Zips made from outside hold one folder more: hand-in/activations/softmax.py.
            found = [m for m in members if _place(m.filename).endswith(f"/{candidate}")]
            found = [m for m in found if not m.filename.startswith("__MACOSX/")]
        if found:
            problem = _refusal(found)
            if problem:
                return Source(path, candidate, None, f"{name}: {candidate} {problem}")
            return _member(archive, found[0], path, candidate, name)
    return Source(path, candidates(path)[0], None)


def _place(filename: str) -> str:
    return filename.replace("\\", "/")


def _refusal(found: Sequence[zipfile.ZipInfo]) -> str:
    """Why these members are not read; "" where the one there is may be."""
    member = found[0]
    parts = _place(member.filename).split("/")
    if len(found) > 1:
        return "is there more than once; leave one in the zip."
    if ".." in parts or parts[0] == "" or ":" in parts[0]:
        return "has a path that leads out of the zip; make the zip again from your folder."
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "is a link; put the file itself into the zip."
    if kind not in (0, stat.S_IFREG):
        return "is not a regular file; put the file itself into the zip."
    if member.flag_bits & 0x1:
        return "is encrypted; make the zip without a password."
    if member.file_size > LARGEST_FILE:
        return "is larger than 1 MB; hand in the code alone, without data."
    return ""


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: str, candidate: str, name: str
) -> Source:
    try:
        with archive.open(member) as opened:
            # The size in the directory may lie: never more than this is unpacked.
            content = opened.read(LARGEST_FILE + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError):
        text = f"{name}: {candidate} is damaged in the zip; make the zip again."
        return Source(path, candidate, None, text)
    if len(content) > LARGEST_FILE:
        text = f"{name}: {candidate} is larger than 1 MB; hand in the code alone, without data."
        return Source(path, candidate, None, text)
    return decoded(path, candidate, content)
