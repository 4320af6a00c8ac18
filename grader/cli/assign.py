"""``assign``: exercises as an instructor hands them out."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path

from grader.assign import release
from grader.assign.formats import FORMATS
from grader.assign.material import PLACEHOLDER, VISIBLE_SEED, Request, gather
from grader.cli.output import Bar, say
from grader.cli.place import find, processors


def assign(options: argparse.Namespace) -> int:
    """Write a release, or refresh the one that is there."""
    course = find(options.course).course
    form = options.format
    root = release.check(Path(options.name), form)
    request = Request(
        names=(*options.chapters, *options.exercises),
        points=tuple(options.points),
        title=options.title,
        seed=options.seed or VISIBLE_SEED,
        device=options.device or "cpu",
        jobs=options.jobs or processors(),
        action=options.action or PLACEHOLDER,
        is_kept=FORMATS[form].is_kept,
    )
    with Bar("Preparing exercises", options.plain) as bar:
        material = gather(course, request, bar)
    content = import_module(FORMATS[form].room).files(material)
    done = release.write(root, form, content)
    say(f"{material.contents} of {material.title} in {done.root}, as {FORMATS[form].told}.")
    if not done.changed and not done.removed:
        say("It was all there already.")
    if done.removed:
        files = "file" if done.removed == 1 else "files"
        say(f"{done.removed} {files} of the release before are not in this one, and are gone.")
    for copy in done.backups:
        say(f"{copy} is the copy of a file that had been changed.")
    say(FORMATS[form].after.format(root=options.name, slug=material.slug))
    return 0
