"""Mutants that may survive, each with the author's reason: the file beside the declaration.

``reference/<chapter>/<name>.survivors.toml`` holds::

    [[equivalent]]      # no input tells it from the solution
    line = "return np.where(x > 0, x, 0.0)"
    becomes = "return np.where(x >= 0, x, 0.0)"
    reason = "At 0 both branches give 0."

    [[permitted]]       # the statement leaves the choice open
    line = "..."
    becomes = "..."
    reason = "..."
    sentence = "Words of the statement that leave it open."

A record names its mutant by the text of the changed line, so that it survives edits elsewhere.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.audit.findings import Problem
from grader.audit.mutants import Mutant

_KEYS = {
    "equivalent": ("line", "becomes", "reason"),
    "permitted": ("line", "becomes", "reason", "sentence"),
}


@dataclass(frozen=True)
class Record:
    """One entry; ``at`` is its line in the file."""

    kind: str
    line: str
    becomes: str
    reason: str
    sentence: str
    at: int

    def names(self, mutant: Mutant) -> bool:
        """Whether this entry speaks of the mutant."""
        return (self.line, self.becomes) == (mutant.line_text, mutant.becomes)


def read_records(file: Path) -> tuple[tuple[Record, ...], tuple[Problem, ...]]:
    """The entries of a file, none where there is no file, and what is wrong with it."""
    if not file.exists():
        return (), ()
    text = file.read_text(encoding="utf-8")
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return (), (_problem(file, f"it is no TOML ({error}); mend it there."),)
    problems = [
        _problem(file, f"[[{kind}]] is no kind of record: write [[equivalent]] or [[permitted]].")
        for kind in content
        if kind not in _KEYS
    ]
    records = []
    for kind, keys in _KEYS.items():
        headings = [n for n, row in enumerate(text.splitlines(), 1) if row.strip() == f"[[{kind}]]"]
        entries = content.get(kind, [])
        if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
            problems.append(_problem(file, f"{kind} must be a list of tables: write [[{kind}]]."))
            continue
        for number, entry in enumerate(entries):
            at = headings[number] if number < len(headings) else 0
            missing = [key for key in keys if not isinstance(entry.get(key), str)]
            strange = [key for key in entry if key not in keys]
            if missing or strange:
                what = [f"lacks {key!r}" for key in missing]
                what += [f"has {key!r}, which means nothing here" for key in strange]
                problems.append(_problem(file, f"the record {' and '.join(what)}.", at))
                continue
            words = {key: " ".join(entry[key].split()) for key in keys}
            records.append(Record(kind, at=at, **{"sentence": "", **words}))
    return tuple(records), tuple(problems)


def _problem(file: Path, message: str, line: int = 0) -> Problem:
    return Problem("records", str(file), message, line)


def doubtful(
    records: Iterable[Record], file: Path, docstring: str, mutants: Sequence[Mutant]
) -> list[Problem]:
    """Entries without a reason, with a quotation that is none, or of a mutant that is no more."""
    statement = " ".join(docstring.split())
    problems = []
    seen: set[tuple[str, str]] = set()
    for record in records:
        if not record.reason:
            message = "the reason is empty: say why no test can kill this mutant."
            problems.append(_problem(file, message, record.at))
        if record.kind == "permitted" and (not record.sentence or record.sentence not in statement):
            message = (
                f"the statement does not say {record.sentence!r}: quote the words that leave the "
                f"choice open, or write them into the solution's docstring."
            )
            problems.append(_problem(file, message, record.at))
        if (record.line, record.becomes) in seen:
            message = f"{record.becomes!r} is recorded twice: delete one of the two."
            problems.append(_problem(file, message, record.at))
        seen.add((record.line, record.becomes))
        if not any(record.names(mutant) for mutant in mutants):
            message = (
                f"stale: the solution has no mutant {record.becomes!r} any more; delete the record."
            )
            problems.append(_problem(file, message, record.at))
    return problems


def needless(
    records: Iterable[Record], file: Path, killed: Sequence[Mutant], alive: Sequence[Mutant]
) -> list[Problem]:
    """Entries whose mutant is killed all the same (all of them, where lines are repeated)."""
    return [
        _problem(file, f"stale: {record.becomes!r} is killed; delete the record.", record.at)
        for record in records
        if any(record.names(mutant) for mutant in killed)
        and not any(record.names(mutant) for mutant in alive)
    ]


def covering(records: Iterable[Record], mutant: Mutant) -> Record | None:
    """The entry that speaks of a mutant."""
    return next((record for record in records if record.names(mutant)), None)
