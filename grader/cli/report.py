"""``grade report``: a class's pages."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli.batch import opened, tell_other_rules
from grader.cli.output import Bar, say

if TYPE_CHECKING:
    from grader.gradebook.book import Gradebook


def run(options: argparse.Namespace) -> int:
    """Write the pages of a gradebook's class."""
    with opened(options) as book:
        write_pages(book, options.name, options.plain)
        tell_other_rules(book)
    return 0


def write_pages(book: Gradebook, directory: str, plain: bool) -> None:
    """Write the pages, and say where they are."""
    from grader.report.pages import write

    with Bar("Writing pages", plain) as bar:
        index = write(book.standing(), Path(directory), progress=bar)
    say(f"{index} is for you; {index.parent / 'students'} has a page for each student.")
