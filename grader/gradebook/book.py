"""A gradebook: rows are added by several writers at once, and none is ever changed."""

from __future__ import annotations

import getpass
import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from grader.errors import CouldNotRun, UsageError
from grader.gradebook import tables, verdicts
from grader.gradebook.opening import answering, engine_of
from grader.gradebook.records import Judgement, clean, cleaned, digest_of, now, row_of
from grader.gradebook.standing import enrolled, latest, read_standing
from grader.grades import Standing, Student
from grader.lateness import Rules, read_rules
from grader.model import Chapter, Entry, Source

T = TypeVar("T")
_TRIES = 20
_NO_COURSE = '{"title": "", "chapters": [], "paths": []}'


class Gradebook:
    """One gradebook. ``who`` is written beside every decision; else it is the user's name.

    Raises:
        UsageError: There is none (and ``create`` is false), or the place is no gradebook.
        CouldNotRun: The database does not answer.
    """

    def __init__(self, place: str, *, create: bool = False, who: str = "") -> None:
        self.place = place
        self.who = clean(who or _user())
        self.engine = engine_of(place, create=create)
        with self.reading() as rows:
            found = rows.execute(select(tables.BOOKS.c.token)).scalar()
        self.token = str(found) if found else self.write(self._begun)

    def _begun(self, rows: Connection) -> str:
        if found := rows.execute(select(tables.BOOKS.c.token)).first():
            return str(found[0])
        # The key is given: of two who make the gradebook at once, one is refused.
        book: dict[str, Any] = {"id": 1, "token": secrets.token_hex(16), "created": now()}
        rows.execute(insert(tables.BOOKS).values(**book))
        seed = str(secrets.randbits(56))
        rows.execute(insert(tables.SEEDS).values(id=1, seed=seed, who=self.who, at=now()))
        if rows.dialect.name == "postgresql":  # which does not count keys that were given
            rows.exec_driver_sql("SELECT setval(pg_get_serial_sequence('seeds', 'id'), 1)")
        return str(book["token"])

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with answering(self.place), self.engine.connect() as connection, connection.begin():
            yield connection

    def write(self, work: Callable[[Connection], T]) -> T:
        """One transaction; where another writer came first, it is done again on what is there.

        Raises:
            CouldNotRun: Others come first all the time.
        """
        for _ in range(_TRIES):
            with answering(self.place), self.engine.connect() as connection:
                connection = connection.execution_options(gradus_writes=True)
                try:
                    with connection.begin():
                        return work(connection)
                except IntegrityError:
                    continue
        raise CouldNotRun("The gradebook is too busy; try again.")

    def close(self) -> None:
        self.engine.dispose()

    def __enter__(self) -> Gradebook:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- the class -----------------------------------------------------------------------------

    def seed(self) -> tuple[int, int]:
        """The row of the secret seed that counts, and the seed: never to be shown or passed on."""
        with self.reading() as rows:
            table = tables.SEEDS
            row = rows.execute(select(table.c.id, table.c.seed).order_by(table.c.id.desc())).first()
        assert row is not None
        return int(row[0]), int(row[1])

    def bring_seed(self, seed: int) -> bool:
        """Let another seed count from now on; returns whether it is another."""
        if self.seed()[1] == seed:
            return False
        self.add(tables.SEEDS, seed=str(seed))
        return True

    def record_course(
        self,
        title: str,
        chapters: Iterable[Chapter],
        paths: Iterable[str],
        points: Mapping[str, float] | None = None,
    ) -> None:
        """Keep what the course is called and holds; exercises of earlier batches stay in it.

        ``points`` are those that are not the course's own; ``chapters`` have them already.
        """
        with self.reading() as rows:
            before = latest(rows, tables.COURSES)
        kept = json.loads(before)["paths"] if before else []
        known = [[c.name, c.title, [[e.path, e.points] for e in c.exercises]] for c in chapters]
        scope = [*kept, *(path for path in paths if path not in kept)]
        told = {"title": title, "chapters": known, "paths": scope}
        content = json.dumps(told | ({"points": dict(points)} if points else {}))
        if content != before:
            self.add(tables.COURSES, content=content)

    def points(self) -> dict[str, float]:
        """The points that somebody gave in place of the course's own."""
        with self.reading() as rows:
            return dict(json.loads(latest(rows, tables.COURSES) or _NO_COURSE).get("points", {}))

    def record_rules(self, text: str, where: str = "class.toml") -> bool:
        """Keep a class.toml that can be read; returns whether it says anything new.

        Raises:
            UsageError: It cannot be.
        """
        read_rules(text, where)
        with self.reading() as rows:
            before = latest(rows, tables.RULES)
        if text == before:
            return False
        self.add(tables.RULES, content=text)
        return True

    def rules(self) -> Rules:
        """What class.toml says."""
        with self.reading() as rows:
            return read_rules(latest(rows, tables.RULES))

    def add(self, table: Any, **values: Any) -> None:
        """Add one row, with who and when."""
        row = {"who": self.who, "at": now(), **values}
        self.write(lambda rows: rows.execute(insert(table).values(**row)))

    def enrol(self, students: Iterable[Student]) -> None:
        """Add students, or what is newly known of them."""

        def work(rows: Connection) -> None:
            known = {s.key: (s, number) for s, number in enrolled(rows)}
            for student in map(cleaned, students):
                before, number = known.get(student.key, (None, 0))
                if before == student or (before and student == Student(student.key)):
                    continue
                values = {
                    "student": student.key,
                    "number": number + 1,
                    "first_name": student.first_name,
                    "last_name": student.last_name,
                    "email": student.email,
                    "identifiers": json.dumps(dict(student.identifiers)),
                    "at": now(),
                }
                rows.execute(insert(tables.STUDENTS).values(**values))
                # A roster and a folder may both name somebody.
                known[student.key] = (student, number + 1)

        self.write(work)

    def known_student(self, key: str) -> str:
        """Raises:
        UsageError: There is no such student; the nearest are named.
        """
        with self.reading() as rows:
            keys = [student.key for student, _ in enrolled(rows)]
        if key in keys:
            return key
        import difflib

        near = difflib.get_close_matches(key, keys, 3)
        advice = f"Did you mean {' or '.join(near)}?" if near else "Use the name of the folder."
        raise UsageError(f"The gradebook knows no student {key}. {advice}")

    # --- what was handed in --------------------------------------------------------------------

    def receive(
        self, student: str, sources: Iterable[tuple[Source, str]], problem: str = ""
    ) -> int:
        """Keep what differs from what the student handed in before; returns how much that is.

        Each source comes with the time it was handed in, of which the first that is known counts:
        a later copy of the same is no later work. ``problem`` says what of the submission cannot
        be read at all; what was read earlier stays.
        """
        given = [(s, at) for s, at in sources if s.code is not None or s.problem]

        def work(rows: Connection) -> int:
            table = tables.HANDINS
            columns = (table.c.exercise, table.c.number, table.c.digest, table.c.submitted)
            asked = select(*columns).where(table.c.student == student).order_by(table.c.number)
            before = {row.exercise: row[1:] for row in rows.execute(asked)}
            new = list(given)
            if problem or "" in before:  # what could not be read before may now be read
                new.append((Source("", "", None, clean(problem)), ""))
            values = []
            for source, submitted in new:
                number, digest, known = before.get(source.exercise, (0, "", ""))
                if digest == digest_of(source) and (known or not submitted):
                    continue
                values.append(row_of(student, source, number + 1, submitted))
            if values:
                rows.execute(insert(table), values)
            return len(values)

        return self.write(work)

    def receive_nothing(self, students: Iterable[str], paths: Sequence[str]) -> None:
        """Keep that students who handed in something have nothing for some exercises."""

        def work(rows: Connection) -> None:
            table = tables.HANDINS
            asked = select(table.c.student, table.c.exercise).where(table.c.exercise.in_(paths))
            there = {(row.student, row.exercise) for row in rows.execute(asked)}
            values = [
                row_of(student, Source(path, "", None), 1, "")
                for student in students
                for path in paths
                if (student, path) not in there
            ]
            if values:
                rows.execute(insert(table), values)

        self.write(work)

    # --- judgements ----------------------------------------------------------------------------

    def record(self, judgement: Judgement) -> bool:
        """Keep a verdict; returns whether it was the first for what was pending."""
        pending, verdict, shown = judgement.pending, judgement.verdict, judgement.shown
        told = verdicts.to_json(verdict)
        values = {
            "handin": pending.handin,
            "number": pending.number,
            "digest": judgement.digest,
            "basis": judgement.basis,
            "seed": judgement.seed,
            "versions": json.dumps(dict(judgement.versions), sort_keys=True),
            "device": judgement.device,
            "isolation": judgement.isolation,
            "outcome": verdict.outcome.value,
            "points": verdict.points,
            "max_points": verdict.max_points,
            "verdict": told,
            "shown": told if shown is verdict else verdicts.to_json(shown),
            "at": now(),
        }
        with answering(self.place), self.engine.connect() as connection:
            connection = connection.execution_options(gradus_writes=True)
            try:
                with connection.begin():
                    connection.execute(insert(tables.JUDGEMENTS), values)
            except IntegrityError:
                return False  # another batch judged the same, or the student has been forgotten
        return True

    def entries(self) -> tuple[Entry, ...]:
        """The exercises of the course, with their points."""
        with self.reading() as rows:
            content = json.loads(latest(rows, tables.COURSES) or _NO_COURSE)
        return tuple(Entry(path, most) for c in content["chapters"] for path, most in c[2])

    def graded(self) -> frozenset[str]:
        """The exercises that batches have graded: all that reports and exports show."""
        with self.reading() as rows:
            return frozenset(json.loads(latest(rows, tables.COURSES) or _NO_COURSE)["paths"])

    def standing(self) -> Standing:
        """The class as it stands: the last row of each kind, with lateness and overrides."""
        with self.reading() as rows:
            content = json.loads(latest(rows, tables.COURSES) or _NO_COURSE)
            students = tuple(student for student, _ in enrolled(rows))
            rules = read_rules(latest(rows, tables.RULES))
            return read_standing(rows, content, students, rules)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a user without a name, as in some containers
        return "unknown"
