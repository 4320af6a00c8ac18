"""``grade export``: a class's grades for another system."""

from __future__ import annotations

import argparse
from pathlib import Path

from grader.cli.batch import opened, tell_other_rules
from grader.cli.output import say


def run(options: argparse.Namespace) -> int:
    """Export what a gradebook says now."""
    from grader.export.write import write

    with opened(options) as book:
        standing = book.standing()
        tell_other_rules(book)
    told = write(
        standing,
        options.format,
        Path(options.name),
        column=options.column or "",
        assignment=options.assignment or "",
        pseudonyms=Path(options.pseudonyms) if options.pseudonyms else None,
    )
    for sentence in told:
        say(sentence)
    return 0
