"""Opening a gradebook, a file (SQLite) or a URL (PostgreSQL), with its tables up to date."""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from grader.errors import CouldNotRun, GradusError, UsageError
from grader.gradebook.tables import REVISION

_PATIENCE = 60.0  # seconds that a writer waits for another


def engine_of(place: str, *, create: bool) -> Engine:
    """The engine behind a file or URL, with the tables as this version has them.

    Raises:
        UsageError: There is no such gradebook (and ``create`` is false), or it is no gradebook.
        CouldNotRun: The database does not answer.
    """
    url = _url(place)
    if url.get_backend_name() == "sqlite":
        _prepare_file(url, place, create)
    engine = create_engine(url, connect_args=_arguments(url))
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin)
    try:
        with answering(place, url):
            _bring_up_to_date(engine, _told(place, url), create)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _url(place: str) -> URL:
    if not place.strip():
        raise UsageError("--gradebook names nothing; give it a file or a postgresql:// URL.")
    if not re.match(r"[A-Za-z0-9+]+://", place):
        return URL.create("sqlite", database=str(Path(place).absolute()))
    try:
        url = make_url(place)
    except (ArgumentError, ValueError):
        raise UsageError(
            "The gradebook's URL cannot be read; write it like postgresql://USER@HOST/DATABASE, "
            "or name a file."
        ) from None
    kind = url.drivername.lower()
    driver = "postgresql+psycopg" if kind in ("postgres", "postgresql") else kind
    if driver not in ("sqlite", "postgresql+psycopg"):
        raise UsageError(f"A gradebook is a file or a postgresql:// URL; {kind}:// is neither.")
    if not url.database:
        raise UsageError(
            f"This URL names no database; write {kind}://"
            + ("USER@HOST/DATABASE." if driver != "sqlite" else "/FILE, or just the file.")
        )
    return url.set(drivername=driver)


def _arguments(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        return {"timeout": _PATIENCE, "isolation_level": None}
    return {"connect_timeout": 15, "application_name": "gradus"}


def _prepare_file(url: URL, place: str, create: bool) -> None:
    file = Path(url.database or "")
    if file.is_dir():
        raise UsageError(f"{place} is a folder; name a file for the gradebook.")
    if file.exists() and not file.is_file():
        raise UsageError(f"{place} is no regular file; name another for the gradebook.")
    if not file.exists():
        if not create:
            raise UsageError(
                f"There is no gradebook {place}; `grade batch SUBMISSIONS --gradebook {place}` "
                f"makes one."
            )
        try:
            # It holds a secret and people's names: nobody else may read it.
            os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as problem:
            raise UsageError(f"{place} cannot be made: {problem.strerror}.") from None


def _set_up(connection: Any, record: object) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {int(_PATIENCE * 1000)}")
    _to_log(cursor)
    cursor.execute("PRAGMA synchronous = FULL")  # a grade that is told is on the disk
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")  # who is forgotten is in no free page either
    cursor.close()


def _to_log(cursor: Any) -> None:
    """Writers then do not shut readers out. The change itself does not wait for others: we do."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as problem:
            if "locked" not in str(problem) or time.monotonic() > end:
                raise
            time.sleep(0.05)


def _begin(connection: Connection) -> None:
    # Who reads first and writes then would be refused without waiting where another wrote between.
    writes = connection.get_execution_options().get("gradus_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def answering(place: str, url: URL | None = None) -> Iterator[None]:
    """Around what asks the database: its errors become one sentence, without a password in it."""
    shown = _told(place, url)
    try:
        yield
    except GradusError:
        raise
    except DBAPIError as problem:
        said = str(problem.orig).strip().splitlines() or [type(problem).__name__]
        if "not a database" in said[0]:
            raise UsageError(f"{shown} is a file, but no gradebook; name another.") from None
        raise CouldNotRun(f"The gradebook {shown} does not work: {_advised(said[0])}") from None
    except ModuleNotFoundError as problem:
        raise CouldNotRun(
            f"The gradebook {shown} needs {problem.name}: pip install 'gradus[instructors]'."
        ) from None
    except SQLAlchemyError as problem:
        said = str(problem).strip().splitlines()
        raise CouldNotRun(f"The gradebook {shown} does not work: {said[0]}") from None


def _told(place: str, url: URL | None = None) -> str:
    """A gradebook's file or URL as people may read it: without a password."""
    if "://" not in place:
        return place
    return (url or _url(place)).set(drivername=place.split(":")[0]).render_as_string()


# What to do about what a database says most.
_ADVICE = {
    "is locked": "another program has held it for a minute; end that one, or try again",
    "disk is full": "make room and run the same again, nothing that was recorded is lost",
    "readonly": "give yourself the right to write the file and its folder, or copy it elsewhere",
    "unable to open": "give yourself the right to write the file and its folder, or copy it "
    "elsewhere",
    "malformed": "the file is damaged; go on with a copy of it that is whole",
    "no such table": "the file is damaged; go on with a copy of it that is whole",
}


def _advised(said: str) -> str:
    advice = next((text for words, text in _ADVICE.items() if words in said), "")
    return f"{said.rstrip('.')} ({advice})." if advice else said


def _bring_up_to_date(engine: Engine, place: str, create: bool) -> None:
    with engine.connect() as connection:
        tables = set(inspect(connection).get_table_names())
        asked = text("SELECT version_num FROM alembic_version")
        at = connection.execute(asked).scalar() if "alembic_version" in tables else None
    if at == REVISION:
        return
    if at is None and not create:
        raise UsageError(f"{place} holds no gradebook yet; `grade batch` makes one.")
    if at is None and tables & {"books", "students", "judgements"}:
        raise UsageError(f"{place} holds tables of something else; name another database.")
    from grader.gradebook.migrating import migrate  # half a second, for new gradebooks alone

    migrate(engine, place)
