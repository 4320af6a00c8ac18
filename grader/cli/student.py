"""``init``, ``list``, ``show``, ``hint``, ``reset`` and ``progress``."""

from __future__ import annotations

import argparse
from pathlib import Path

from grader.cli.output import Bar, say, show, width
from grader.cli.place import Place, find
from grader.errors import UsageError
from grader.names import select
from grader.progress import Progress, read_progress
from grader.render import statement as pages
from grader.render.layout import BLANK, Line, line, prose
from grader.render.words import plural


def init(options: argparse.Namespace) -> int:
    """Make a student's folder."""
    from grader.folder import create

    place = find(options.course)
    stubs = {entry.path: place.stub(entry.path) for entry in place.entries}
    root = Path(options.name).expanduser()
    made = create(root, place.root, place.title, stubs)
    if made.written:
        say(f"{plural(len(made.written), 'exercise')} of {place.title} in {made.folder.root}.")
    else:
        say(f"{made.folder.root} has all exercises of {place.title} already.")
    if made.kept:
        count = len(made.kept)
        stayed = "stayed as it was" if count == 1 else "stayed as they were"
        say(f"{plural(count, 'file')} that you have changed {stayed}.")
    first = next(iter(stubs), "")
    if len(made.written) == len(stubs) and first:
        say(
            f"Next: cd {options.name}, write the function in {first}.py, and run "
            f"`grade {first.split('/')[1]}`."
        )
    return 0


def _state(place: Place) -> Progress:
    return read_progress(place.work) if place.work is not None else Progress(place.root)


def list_exercises(options: argparse.Namespace) -> int:
    """Print the exercises, by chapter."""
    place = find(options.course)
    chosen = set(select(place.entries, options.names))
    chapters = [
        type(chapter)(chapter.name, chapter.title, kept)
        for chapter in place.chapters
        if (kept := tuple(entry for entry in chapter.exercises if entry.path in chosen))
    ]
    state = _state(place)

    def summary(path: str) -> str:
        return place.statement(path).summary

    show(pages.course(place.title, chapters, summary, state.outcome, width()), options.plain)
    return 0


def show_progress(options: argparse.Namespace) -> int:
    """Print a bar for each chapter."""
    place = find(options.course)
    chosen = set(select(place.entries, options.names))
    chapters = [c for c in place.chapters if any(e.path in chosen for e in c.exercises)]
    state = _state(place)
    if not state.results:
        say("Nothing has been graded here yet; `grade` grades what you have started.")
        return 0
    rows = pages.progress(place.title, chapters, state.outcome, state.points, width())
    show(rows, options.plain)
    return 0


def _page(place: Place, path: str) -> list[Line]:
    """The page of one exercise."""
    return pages.statement(place.statement(path), place.points(path), width())


def show_exercises(options: argparse.Namespace) -> int:
    """Print what exercises ask for."""
    place = find(options.course)
    rows: list[Line] = []
    for path in select(place.entries, options.names):
        rows += [BLANK, *_page(place, path)] if rows else _page(place, path)
    show(rows, options.plain)
    return 0


def hint(options: argparse.Namespace) -> int:
    """Print the next hint."""
    place = find(options.course)
    paths = select(place.entries, [options.name])
    if len(paths) > 1:
        raise UsageError(f"{options.name} is a chapter; name one exercise of it.")
    path = paths[0]
    with Bar("Preparing exercises", options.plain) as bar:
        pack = place.pack(paths, seed=options.seed, device=options.device, progress=bar)
    hints = pack.exercise(path).hints
    if not hints:
        say(f"{path} has no hints; `grade show {path}` prints what it asks for.")
        return 0
    state = _state(place)
    at = state.next_hint(path, len(hints))
    if place.work is not None:
        state.save()
    lead = (f"Hint {at + 1} of {len(hints)}:", "hint")
    rows = prose(hints[at], width(), indent=0, lead=lead)
    if at + 1 == len(hints):
        rows.append(line(("This is the last hint.", "dim")))
    show(rows, options.plain)
    return 0


def reset(options: argparse.Namespace) -> int:
    """Put stubs back, keeping a copy of what has been changed."""
    from grader.stubs import file_of, write_stub

    place = find(options.course)
    root = Path(options.submission) if options.submission else place.work
    if root is None or not root.is_dir():
        raise UsageError(f"There is no folder {root or 'here'} with exercises to reset.")
    for path in select(place.entries, options.names):
        done = write_stub(root, file_of(root, path), place.stub(path))
        if done.backup:
            say(f"{path} is as it was at first. Your version is in {done.backup}")
        elif done.changed:
            say(f"{path} is as it was at first.")
        else:
            say(f"{path} has not been changed.")
    return 0
