"""``new``, ``sync`` and ``build``."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from grader.cli.commands import COMMANDS
from grader.cli.output import Bar, say
from grader.cli.place import find, processors
from grader.names import select
from grader.render.words import plural


def new(options: argparse.Namespace) -> int:
    """Begin an exercise."""
    from grader import scaffold

    course = find(options.course).course
    made = scaffold.new(course, options.name, reserved=(*COMMANDS, "help"))
    name = made.path.split("/")[1]
    solution, declaration, alternatives, manifest = (_shown(f, course.root) for f in made.written)
    say(
        f"{made.path} squares numbers so far. Make it yours:\n"
        f"  1. {solution}: the function, and the text that students read\n"
        f"  2. {declaration}: the reference, the inputs, the laws and the mistakes\n"
        f"  3. {alternatives}/: other right solutions, if there are any\n"
        f"  4. {manifest}: its points and its place in the course\n"
        f"Then: `grade sync` makes the stub, and `grade --submission solutions {name}` must pass."
    )
    return 0


def _shown(file: Path, root: Path) -> str:
    try:
        return str(file.relative_to(root))
    except ValueError:
        return str(file)


def sync(options: argparse.Namespace) -> int:
    """Bring the stubs up to date."""
    from grader import stubs

    course = find(options.course).course
    drift = stubs.sync(course, check=options.check)
    verb = "would be " if options.check else ""

    def tell(files: Sequence[Path], what: str) -> None:
        for file in files:
            say(f"{_shown(file, course.root)} {what}")

    tell(drift.written, f"{verb}written")
    tell(drift.removed, f"{verb}removed: its exercise is gone")
    tell(drift.kept, "belongs to no exercise, but somebody has worked in it: move it away")
    tell(drift.backups, "is the copy of a file that had been changed")
    if not drift:
        say("exercises/ is up to date.")
    elif options.check:
        say("exercises/ is not what solutions/ make; run `grade sync`.")
    return 1 if drift and options.check else 0


def build(options: argparse.Namespace) -> int:
    """Compile exercises into the cache, or a pack that stands alone."""
    from grader import build as building

    course = find(options.course).course
    paths = select(course.entries, options.names)
    seed, device = options.seed or 0, options.device or "cpu"
    jobs = options.jobs or processors()
    began = time.monotonic()
    with Bar("Building", options.plain) as bar:
        if options.output:
            pack = building.write(
                course,
                Path(options.output),
                paths,
                seed=seed,
                device=device,
                jobs=jobs,
                progress=bar,
            )
        else:
            pack = building.fresh(course, paths, seed=seed, device=device, jobs=jobs, progress=bar)
    seconds = time.monotonic() - began
    built = f"built {bar.count} of them in {seconds:.1f} s" if bar.count else "all built before"
    say(f"{plural(len(paths), 'exercise')} in {pack.directory} ({built}).")
    return 0
