"""What waits to be judged, taken out in no order, so that several batches share the work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, exists, func, or_, select

from grader.gradebook import tables
from grader.gradebook.book import Gradebook
from grader.gradebook.records import Pending, source_of
from grader.gradebook.standing import IS_LAST
from grader.verdict import Outcome

_HANDINS, _JUDGEMENTS = tables.HANDINS, tables.JUDGEMENTS
_THEIRS = _JUDGEMENTS.c.handin == _HANDINS.c.id
_RAN = _JUDGEMENTS.c.outcome != Outcome.COULD_NOT_RUN.value
_NEWER = _JUDGEMENTS.alias("newer")


def floor(book: Gradebook) -> int:
    """The last judgement there is: what is newer was judged since."""
    with book.reading() as rows:
        return int(rows.execute(select(func.max(_JUDGEMENTS.c.id))).scalar() or 0)


def handed_in(book: Gradebook) -> list[str]:
    """The exercises for which anything has been handed in."""
    there = or_(_HANDINS.c.source.is_not(None), _HANDINS.c.problem != "")
    with book.reading() as rows:
        asked = select(_HANDINS.c.exercise).where(there, _HANDINS.c.exercise != "").distinct()
        return [str(row[0]) for row in rows.execute(asked)]


def _waits(exercises: Sequence[str], basis: str | None, since: int) -> Any:
    """Of a hand-in: that it is the last and is not judged, or not by ``basis``."""
    tried = exists().where(_THEIRS, _JUDGEMENTS.c.id > since)
    if basis is None:
        judged = exists().where(_THEIRS, _RAN)
    else:
        # Judged by it, and not by anything else since.
        superseded = exists().where(
            _NEWER.c.handin == _JUDGEMENTS.c.handin,
            _NEWER.c.number > _JUDGEMENTS.c.number,
            _NEWER.c.outcome != Outcome.COULD_NOT_RUN.value,
        )
        judged = exists().where(_THEIRS, _RAN, _JUDGEMENTS.c.basis == basis, ~superseded)
    there = or_(_HANDINS.c.source.is_not(None), _HANDINS.c.problem != "")
    return and_(_HANDINS.c.exercise.in_(exercises), there, IS_LAST, ~judged, ~tried)


def count_pending(
    book: Gradebook, exercises: Sequence[str], basis: str | None, since: int
) -> dict[str, int]:
    """How many sources wait, of each of these exercises of which any does."""
    asked = select(_HANDINS.c.exercise, func.count()).group_by(_HANDINS.c.exercise)
    with book.reading() as rows:
        counted = rows.execute(asked.where(_waits(exercises, basis, since)))
        return {str(exercise): int(count) for exercise, count in counted}


def pending(
    book: Gradebook, exercise: str, basis: str | None, since: int, besides: Sequence[int], most: int
) -> list[Pending]:
    """Some of the sources that wait, but none ``besides``."""
    number = select(func.coalesce(func.max(_JUDGEMENTS.c.number), 0) + 1).where(_THEIRS)
    asked = select(_HANDINS, number.scalar_subquery().label("next"))
    asked = asked.where(_waits([exercise], basis, since))
    if besides:
        asked = asked.where(_HANDINS.c.id.not_in(besides))
    with book.reading() as rows:
        return [
            Pending(
                handin=row.id,
                number=row.next,
                student=row.student,
                digest=row.digest,
                source=source_of(row),
            )
            for row in rows.execute(asked.order_by(func.random()).limit(most))
        ]
