"""A gradebook's tables, made or brought to what this version has, by alembic."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from grader.errors import UsageError
from grader.gradebook.tables import METADATA

_MIGRATIONS = Path(__file__).parent / "migrations"
# Two who open a new gradebook at once must not both make its tables.
_LOCK = 0x6772616475


def migrate(engine: Engine, place: str) -> None:
    """Run what is missing of the migrations, in one transaction.

    Raises:
        UsageError: A later version made the gradebook.
    """
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    script = _script()
    with engine.connect() as connection:
        at = MigrationContext.configure(connection).get_current_revision()
    known = {revision.revision for revision in script.walk_revisions()}
    if at is not None and at not in known:
        raise UsageError(f"{place} was made by a later version of Gradus; install that one.")
    with engine.connect().execution_options(gradus_writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})

        def steps(revision: Any, context: Any) -> Any:
            return script._upgrade_revs("head", revision)

        with EnvironmentContext(config, script, fn=steps) as environment:
            environment.configure(connection=connection)
            environment.run_migrations()


def _script() -> ScriptDirectory:
    return ScriptDirectory(str(_MIGRATIONS), version_locations=[str(_MIGRATIONS / "versions")])


def latest() -> str | None:
    """The revision that the migrations lead to."""
    return _script().get_current_head()


def differences(engine: Engine) -> list[Any]:
    """Where the tables differ from what ``tables`` says; for the tests."""
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), METADATA))
