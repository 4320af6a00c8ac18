"""A zip that a student handed in, read in memory: nothing of it ever reaches the disk."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Sequence

from grader.errors import SubmissionError
from grader.model import Source
from grader.reading import LARGEST_FILE, Unreadable, candidates, decoded

MOST_MEMBERS = 10_000


def read_zip(content: bytes, name: str, wanted: Sequence[str]) -> list[Source]:
    """One source for each exercise wanted.

    Raises:
        SubmissionError: It is no zip, or one with too many members.
    """
    archive = opened(content, name)
    members = archive.infolist()
    return [_source(archive, members, path, name) for path in wanted]


def opened(content: bytes, name: str) -> zipfile.ZipFile:
    """A zip whose list of members has a size that can be borne.

    Raises:
        SubmissionError: It is no zip, or one with too many members.
    """
    # The list is read as a whole: 64 MB of it would become a gigabyte of records.
    end = len(content) - 22  # where no comment follows
    if content[end : end + 4] != b"PK\5\6" or content[-2:] != b"\0\0":
        end = content.rfind(b"PK\5\6", max(0, len(content) - 70_000))
    listed = int.from_bytes(content[end + 12 : end + 16], "little") if end >= 0 else 0
    if listed > MOST_MEMBERS * 200:
        raise SubmissionError(f"{name} holds too many files; hand in the exercises alone.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        raise SubmissionError(f"{name} is not a zip that can be read; make it again.") from None
    count = len(archive.infolist())
    if count > MOST_MEMBERS:
        raise SubmissionError(f"{name} holds {count} files; hand in the exercises alone.")
    return archive


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
            try:
                content = member_bytes(archive, found[0], candidate)
            except Unreadable as refused:
                return Source(path, candidate, None, f"{name}: {refused}")
            return decoded(path, candidate, content)
    return Source(path, candidates(path)[0], None)


def _place(filename: str) -> str:
    return filename.replace("\\", "/")


def member_bytes(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, called: str, largest: int = LARGEST_FILE
) -> bytes:
    """The bytes of one member, never more than ``largest``.

    Raises:
        Unreadable: It may not or cannot be read.
    """
    if problem := _refusal([member], largest):
        raise Unreadable(f"{called} {problem}")
    try:
        with archive.open(member) as reader:
            # The size in the directory may lie: never more than this is unpacked.
            content = reader.read(largest + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError):
        raise Unreadable(f"{called} is damaged in the zip; make the zip again.") from None
    if len(content) > largest:
        raise Unreadable(f"{called} {_large(largest)}")
    return content


def _large(largest: int) -> str:
    return f"is larger than {largest >> 20} MB; hand in the code alone, without data."


def _refusal(found: Sequence[zipfile.ZipInfo], largest: int = LARGEST_FILE) -> str:
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
    if member.file_size > largest:
        return _large(largest)
    return ""
