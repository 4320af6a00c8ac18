"""class.toml: what a class is called, when work is due, and what lateness costs.

::

    title = "Deep learning, autumn"
    timezone = "Europe/Berlin"          # of times that name none; else UTC
    times = "records"                   # or "files": believe the clocks of files, too

    [late]
    grace_minutes = 15
    percent_per_day = 10                # for every day that has begun
    cut_off_days = 7                    # after so many days nothing counts

    [assignments.week1]
    due = 2026-10-01T23:59:00
    exercises = ["softmax", "information"]
    percent_per_day = 20                # what differs from [late]

Percentages are of the points that the judgement gave. An extension moves the due date. Of several
hand-ins the last one counts, with its own lateness, even where an earlier one was better.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from grader.errors import UsageError

_RULES = ("grace_minutes", "percent_per_day", "cut_off_days")
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Assignment:
    """Exercises with one due date; ``names`` are exercises or chapters, () all of them."""

    name: str
    due: datetime | None
    names: tuple[str, ...] = ()
    grace: timedelta = timedelta(0)
    share_a_day: float = 0.0
    cut_off: timedelta | None = None

    def holds(self, exercise: str) -> bool:
        chapter, name = exercise.split("/")
        return not self.names or bool({exercise, chapter, name} & set(self.names))


@dataclass(frozen=True)
class Rules:
    """What class.toml says; without one nothing is ever late."""

    title: str = ""
    assignments: tuple[Assignment, ...] = ()
    believes_files: bool = False
    zone: tzinfo = field(default=UTC)

    def of(self, exercise: str) -> Assignment | None:
        """The first assignment that holds an exercise."""
        return next((a for a in self.assignments if a.holds(exercise)), None)

    def unknown(self, exercises: Sequence[str]) -> list[tuple[str, str]]:
        """(assignment, name) where a name means none of these: a misprint is never late."""
        known = {part for path in exercises for part in (path, *path.split("/"))}
        return [(a.name, name) for a in self.assignments for name in a.names if name not in known]


def read_rules(text: str, where: str = "class.toml") -> Rules:
    """Raises:
    UsageError: The text is no TOML, or says what cannot be.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise UsageError(f"{where} is not valid TOML: {problem}; mend it.") from None
    _known(content, ("title", "timezone", "times", "late", "assignments"), where)
    zone = _zone(content.get("timezone", "UTC"), where)
    if (times := content.get("times", "records")) not in ("records", "files"):
        raise UsageError(f'{where}: times is {times!r}; it must be "records" or "files".')
    usual = _table(content.get("late", {}), "[late]", where)
    _known(usual, _RULES, f"{where}: [late]")
    _assignment("", usual, zone, f"{where}: [late]")
    found = []
    for name, given in _table(content.get("assignments", {}), "[assignments]", where).items():
        own = _table(given, f"[assignments.{name}]", where)
        _known(own, ("due", "exercises", *_RULES), f"{where}: [assignments.{name}]")
        found.append(_assignment(name, {**usual, **own}, zone, f"{where}: [assignments.{name}]"))
    title = content.get("title", "")
    if not isinstance(title, str):
        raise UsageError(f'{where}: the title must be text, such as title = "Autumn".')
    return Rules(title, tuple(found), times == "files", zone)


def _assignment(name: str, given: Mapping[str, Any], zone: tzinfo, where: str) -> Assignment:
    due = given.get("due")
    if due is not None and not isinstance(due, datetime):
        raise UsageError(f"{where}: due must be a date with a time, such as 2026-10-01T23:59:00.")
    names = given.get("exercises", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise UsageError(f'{where}: exercises must be a list, such as ["softmax"].')
    amount = {rule: _amount(given[rule], rule, where) for rule in _RULES if rule in given}
    cut_off = amount.get("cut_off_days")
    try:
        due = _placed(due, zone) if due else None
    except OverflowError:
        raise UsageError(f"{where}: due is no time that a clock has known; mend it.") from None
    return Assignment(
        name,
        due,
        tuple(names),
        timedelta(minutes=amount.get("grace_minutes", 0.0)),
        amount.get("percent_per_day", 0.0) / 100,
        None if cut_off is None else cut_off * _DAY,
    )


def _amount(value: Any, rule: str, where: str) -> float:
    most = 100 if rule == "percent_per_day" else 1_000_000
    if type(value) not in (int, float) or not 0 <= value <= most:
        raise UsageError(f"{where}: {rule} must be a number from 0 to {most}.")
    return float(value)


def _table(value: Any, name: str, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise UsageError(f"{where}: {name} must be a table.")
    return value


def _known(table: Mapping[str, Any], allowed: Sequence[str], where: str) -> None:
    for key in table:
        if key not in allowed:
            import difflib

            near = difflib.get_close_matches(key, allowed, 1)
            advice = f"did you mean {near[0]}?" if near else f"known are {', '.join(allowed)}."
            raise UsageError(f"{where}: unknown key {key}; {advice}")


def _zone(name: Any, where: str) -> tzinfo:
    from zoneinfo import ZoneInfo

    try:
        return UTC if name == "UTC" else ZoneInfo(name)
    except Exception:  # it raises whatever the name makes a file system say
        raise UsageError(
            f'{where}: there is no time zone {name!r}; write one such as "Europe/Berlin".'
        ) from None


def _placed(moment: datetime, zone: tzinfo) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def moment(text: str, zone: tzinfo = UTC) -> datetime | None:
    """A time as people and other systems write it, in UTC; None where it is none."""
    text = text.strip()
    # nbgrader writes 2015-02-02 15:58:23.948203 PST, and of names of zones only UTC is certain.
    for known in (" UTC", " GMT"):
        text = text.removesuffix(known) + ("+00:00" if text.endswith(known) else "")
    try:
        return _placed(datetime.fromisoformat(text), zone)
    except (ValueError, OverflowError):
        return None


def penalty(
    assignment: Assignment | None, submitted: str, until: datetime | None
) -> tuple[float, str]:
    """The share of the points that lateness costs, and the sentence that says so.

    ``until`` is an extension: a due date of the student's own, from which the same rules count.
    """
    if assignment is None or assignment.due is None or not submitted:
        return 0.0, ""
    due = max(assignment.due, until) if until else assignment.due
    handed_in = moment(submitted)
    # Never added to the due date: an extension to the end of time has nothing after it.
    if handed_in is None or (late := handed_in - due) <= assignment.grace:
        return 0.0, ""
    days = -(-late // _DAY)
    if assignment.cut_off is not None and late > assignment.cut_off + assignment.grace:
        return 1.0, f"Handed in {_span(late)} after the due date; nothing counts so late."
    share = min(1.0, days * assignment.share_a_day)
    if not share:
        return 0.0, ""
    return share, f"Handed in {_span(late)} after the due date: {100 * share:g}% is lost."


def _span(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    days, hours = divmod(minutes // 60, 24)
    parts = [(days, "day"), (hours, "hour"), (minutes % 60, "minute")]
    told = [f"{n} {word}{'s' if n != 1 else ''}" for n, word in parts if n][:2]
    return " and ".join(told) or "less than a minute"
