"""Whether what gradebooks need is installed: it is no part of what students install."""

from __future__ import annotations

from importlib.util import find_spec

from grader.errors import CouldNotRun


def require() -> None:
    """Raises:
    CouldNotRun: Something is missing.
    """
    for name in ("alembic", "sqlalchemy"):
        if find_spec(name) is None:
            raise CouldNotRun(f"Gradebooks need {name}: pip install 'gradus[instructors]'.")
