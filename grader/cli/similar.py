"""``grade similar``: pairs of submissions that share code, to be looked at by a person."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from grader.cli import place
from grader.cli.output import Bar, say, show, width
from grader.errors import UsageError
from grader.names import select
from grader.render import similar
from grader.similarity.records import Likeness


def run(options: argparse.Namespace) -> int:
    """Compare a folder of submissions; who is alike is no failure, so the exit code is 0."""
    from grader.similarity.compare import compare
    from grader.similarity.reading import read

    here = place.find(options.course)
    wanted = select(here.entries, options.names)
    with Bar("Reading submissions", options.plain) as bar:
        works, problems = read(Path(options.submissions), wanted, progress=bar)
    stubs = {path: here.stub(path) for path in sorted({work.exercise for work in works})}
    likeness = compare(works, stubs, problems)
    if options.html:
        _write(Path(options.html), here.title, likeness)
    if options.json:
        say(json.dumps(similar.as_data(likeness), allow_nan=False))
    else:
        show(similar.text(likeness, width()), options.plain)
    return 0


def _write(file: Path, title: str, likeness: Likeness) -> None:
    from grader.pack import write_atomically
    from grader.report.alike import page

    if file.is_dir():
        raise UsageError(f"{file} is a folder; name a file for the page.")
    write_atomically(file, page(likeness, title).encode())
