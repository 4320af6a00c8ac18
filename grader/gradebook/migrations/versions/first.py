"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def _key() -> "sa.Column[int]":
    return sa.Column("id", sa.Integer, primary_key=True)


def _text(*names: str) -> "list[sa.Column[str]]":
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def upgrade() -> None:
    """Written out, and not taken from ``tables``, which says how they are now."""
    op.create_table("books", _key(), *_text("token", "created"))
    op.create_table("seeds", _key(), *_text("seed", "who", "at"))
    op.create_table("courses", _key(), *_text("content", "who", "at"))
    op.create_table("rules", _key(), *_text("content", "who", "at"))
    op.create_table(
        "students",
        _key(),
        *_text("student"),
        sa.Column("number", sa.Integer, nullable=False),
        *_text("first_name", "last_name", "email", "identifiers", "at"),
        sa.UniqueConstraint("student", "number"),
    )
    op.create_table(
        "handins",
        _key(),
        *_text("student", "exercise"),
        sa.Column("number", sa.Integer, nullable=False),
        *_text("digest"),
        sa.Column("source", sa.LargeBinary),
        *_text("file"),
        sa.Column("line", sa.Integer, nullable=False),
        *_text("problem", "submitted", "at"),
        sa.UniqueConstraint("student", "exercise", "number"),
        sqlite_autoincrement=True,
    )
    op.create_index("handins_by_exercise", "handins", ["exercise"])
    op.create_table(
        "judgements",
        _key(),
        sa.Column("handin", sa.Integer, sa.ForeignKey("handins.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        *_text("digest", "basis"),
        sa.Column("seed", sa.Integer, sa.ForeignKey("seeds.id")),
        *_text("versions", "device"),
        sa.Column("isolation", sa.Integer, nullable=False),
        *_text("outcome"),
        sa.Column("points", sa.Float),
        sa.Column("max_points", sa.Float, nullable=False),
        *_text("verdict", "shown", "at"),
        sa.UniqueConstraint("handin", "number"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "overrides",
        _key(),
        *_text("student", "exercise"),
        sa.Column("points", sa.Float),
        *_text("who", "at", "why"),
    )
    op.create_table(
        "extensions", _key(), *_text("student", "exercise", "until", "who", "at", "why")
    )
    op.create_table("events", _key(), *_text("event", "detail", "who", "at", "why"))
