"""``notebook``: the exercises answered in a notebook."""

from __future__ import annotations

import argparse
from pathlib import Path

from grader.cli import grade
from grader.errors import UsageError


def run(options: argparse.Namespace) -> int:
    """Grade what has been started in one notebook, as ``grade`` grades a folder."""
    file = Path(options.name).expanduser()
    if file.suffix.lower() != ".ipynb":
        raise UsageError(f"{options.name} is no notebook; name a file that ends with .ipynb.")
    if not file.is_file():
        raise UsageError(f"There is no notebook {options.name}; check the path.")
    options.names, options.submission = [str(file)], None
    return grade.run(options)
