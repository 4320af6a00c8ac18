"""Whether what gradebooks need is installed: it is no part of what students install."""

from __future__ import annotations

from grader.errors import CouldNotRun


def require() -> None:
    """Raises:
    CouldNotRun: Something is missing.
    """
    try:
        import alembic  # noqa: F401
        import sqlalchemy  # noqa: F401
    except ImportError as problem:
        raise CouldNotRun(
            f"Gradebooks need {problem.name}: pip install 'gradus[instructors]'."
        ) from None
