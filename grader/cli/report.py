"""``grade report``: a class's pages."""

from __future__ import annotations

import argparse
from pathlib import Path

from grader.cli.batch import opened
from grader.cli.output import Bar, say


def run(options: argparse.Namespace) -> int:
    """Write the pages of a gradebook's class."""
    from grader.report.pages import write

    with opened(options) as book:
        standing = book.standing()
    with Bar("Writing pages", options.plain) as bar:
        index = write(standing, Path(options.name), progress=bar)
    say(f"{index} is for you; {index.parent / 'students'} has a page for each student.")
    return 0
