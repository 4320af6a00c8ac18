"""``audit``: prove that the exercises judge rightly."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace

from grader.cli.output import Bar, say, show, width
from grader.cli.place import find, processors
from grader.names import select


def audit(options: argparse.Namespace) -> int:
    """Audit exercises; a table, then a page for everything that fails."""
    from grader.audit.run import audit as run
    from grader.audit.scope import FAST, FULL
    from grader.render import audit as rendered

    course = find(options.course).course
    paths = select(course.entries, options.names)
    scope = FAST if options.fast else FULL
    if options.seeds:
        scope = replace(scope, seeds=options.seeds)
    scope = replace(scope, seed=options.seed or 0, device=options.device or "cpu")
    jobs = options.jobs or processors()
    with Bar("Auditing", options.plain, quiet=options.json) as bar:
        bar("", 0, len(paths))
        report = run(course, paths, scope=scope, jobs=jobs, progress=bar)
    if options.json:
        say(json.dumps(rendered.to_json(report), indent=1, allow_nan=False))
        return report.exit_code
    wide = width()
    show(
        [
            *rendered.pages(report, wide),
            *rendered.table(report, wide),
            ((" ", ""),),
            *rendered.summary(report, wide),
        ],
        options.plain,
    )
    return report.exit_code
