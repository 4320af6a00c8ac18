"""What a student handed in, read without running it: a folder, a file, a notebook or a zip.

Nothing in it is trusted. Links are not followed, only regular files of at most 1 MB are read, and
an archive is never unpacked to the disk. What is wrong with a file becomes the ``problem`` of its
``Source``, one sentence that says what to do; a file that is not there has none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from grader.errors import SubmissionError
from grader.model import Source
from grader.reading import (
    LARGEST_CONTAINER,
    LARGEST_FILE,
    Unreadable,
    candidates,
    decoded,
    read_below,
    read_whole,
)


def read(submission: Path, wanted: Sequence[str]) -> list[Source]:
    """One source for each exercise path wanted, in their order.

    Raises:
        SubmissionError: There is no such submission, or it is of no kind that can be read.
    """
    submission = Path(submission)
    try:
        is_folder, exists = submission.is_dir(), submission.exists()
    except OSError as problem:  # such as a name that is too long for any file
        name = str(submission)[:60]
        raise SubmissionError(
            f"There is no submission {name}... ({problem.strerror}); check the path."
        ) from None
    if is_folder:
        return [_from_folder(submission, path) for path in wanted]
    if not exists:
        raise SubmissionError(f"There is no submission {submission}; check the path.")
    suffix = submission.suffix.lower()
    if suffix == ".zip":
        from grader.archive import read_zip

        try:
            content = read_whole(submission, LARGEST_CONTAINER)
        except Unreadable as problem:
            raise SubmissionError(str(problem)) from None
        return read_zip(content, submission.name, wanted)
    if suffix == ".ipynb":
        return _from_notebook(submission, wanted)
    if suffix == ".py":
        return _from_file(submission, wanted)
    raise SubmissionError(
        f"{submission} is not a submission; name a folder, a .py file, a notebook (.ipynb) or a "
        f".zip."
    )


# --- a folder --------------------------------------------------------------------------------


def _from_folder(root: Path, path: str) -> Source:
    for file in candidates(path):
        try:
            content = read_below(root, file)
        except FileNotFoundError:
            continue
        except Unreadable as problem:
            return Source(path, file, None, str(problem))
        return decoded(path, file, content)
    return Source(path, candidates(path)[0], None)


# --- one file --------------------------------------------------------------------------------


def _from_file(file: Path, wanted: Sequence[str]) -> list[Source]:
    """Every exercise wanted that the file is called like, or that it defines."""
    try:
        content = read_whole(file, LARGEST_FILE)
    except Unreadable as problem:
        return [Source(path, file.name, None, str(problem)) for path in wanted]
    whole = decoded("", file.name, content)
    sources = []
    for path in wanted:
        name = path.split("/")[1]
        asked = len(wanted) == 1 or file.stem == name
        if asked or whole.problem or _defines(whole.code or "", name):
            sources.append(Source(path, file.name, whole.code, whole.problem, whole.line))
        else:
            sources.append(Source(path, file.name, None))
    return sources


def _defines(code: str, name: str) -> bool:
    # A search, because a file with a syntax error elsewhere has been handed in nevertheless.
    return re.search(rf"^(?:async +)?def +{re.escape(name)}\b", code, re.MULTILINE) is not None


def _from_notebook(file: Path, wanted: Sequence[str]) -> list[Source]:
    from grader import notebook

    try:
        whole = decoded("", file.name, read_whole(file, LARGEST_CONTAINER))
        cells = notebook.cells(whole.code or "") if not whole.problem else []
        problem = whole.problem
    except Unreadable as refused:
        cells, problem = [], str(refused)
    except notebook.NotANotebook as refused:
        cells, problem = [], f"{file.name} is no notebook: {refused}."
    sources = []
    begins = notebook.beginnings(cells)
    for path in wanted:
        code = None if problem else notebook.extract(cells, path.split("/")[1])
        cut = () if code is None else begins
        sources.append(Source(path, file.name, code, problem, cells=cut))
    return sources
