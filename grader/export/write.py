"""A class's grades to a file, a folder or a gradebook of another system."""

from __future__ import annotations

from pathlib import Path

from grader.errors import UsageError
from grader.export import cells, tables
from grader.grades import Standing
from grader.pack import write_atomically
from grader.render.words import plural

# Grades are nobody else's on a machine that is shared.
PRIVATE = 0o600


def write(
    standing: Standing,
    form: str,
    path: Path,
    *,
    column: str = "",
    assignment: str = "",
    pseudonyms: Path | None = None,
) -> list[str]:
    """Export; returns sentences for whoever asked for it.

    Raises:
        UsageError: The options contradict each other, or the place cannot be written.
    """
    if pseudonyms is not None:
        if form != "csv":
            raise UsageError(f"{form} must know its students; --pseudonyms goes with csv alone.")
        if pseudonyms.absolute() == path.absolute():
            raise UsageError("The key of the pseudonyms needs a file of its own.")
        from grader.export.pseudonyms import key_in, without_names

        standing = without_names(standing, key_in(pseudonyms))
    if column and form not in ("canvas", "moodle"):
        raise UsageError("--column goes with canvas and moodle.")
    if assignment and form != "nbgrader":
        raise UsageError("--assignment goes with nbgrader.")
    if form == "nbgrader":
        from grader.export import nbgrader

        return nbgrader.write(standing, path, assignment)
    if form == "gradescope":
        return _results(standing, path)
    if path.is_dir():
        raise UsageError(f"{path} is a folder; name a file for the table.")
    if form == "csv":
        made = tables.plain(standing)
    else:
        made = (tables.canvas if form == "canvas" else tables.moodle)(standing, column)
    write_atomically(path, cells.table(made.rows).encode(), mode=PRIVATE)
    # The headings, and in Canvas's table the points to be had, are nobody's row.
    count = len(made.rows) - (2 if form == "canvas" else 1)
    return [f"{path}: {count} rows.", *made.notices]


def _results(standing: Standing, path: Path) -> list[str]:
    from grader.export.gradescope import results
    from grader.export.names import folder_name

    if path.exists() and not path.is_dir():
        raise UsageError(f"{path} is a file; name a folder for the results.")
    count = 0
    for student, text in results(standing):
        file = path / folder_name(student) / "results.json"
        write_atomically(file, text.encode(), durable=False, mode=PRIVATE)
        count += 1
    absent = [student.key for student in standing.absent()]
    blank = sorted(standing.open())
    told = tables.left_out(blank, absent, "Gradescope", "the rest alone would lower the score")
    return [f"{path}: results.json for {plural(count, 'student')}.", *told]
