"""The tables of a gradebook. Rows are added and never changed: the last of each kind counts.

``number`` counts the rows of one kind for one thing. It is unique there, so that of two writers
who add the same next row one is refused, and looks again.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData()

# The migration that makes the tables what is written here: looked up without alembic.
REVISION = "0002"


def _key() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, default="")


# One row: the token names the private folder of packs, and says nothing of the seed.
BOOKS = Table("books", METADATA, _key(), _text("token"), _text("created"))
SEEDS = Table("seeds", METADATA, _key(), _text("seed"), _text("who"), _text("at"))
# The course as it was when a batch began, and class.toml.
COURSES = Table("courses", METADATA, _key(), _text("content"), _text("who"), _text("at"))
RULES = Table("rules", METADATA, _key(), _text("content"), _text("who"), _text("at"))

STUDENTS = Table(
    "students",
    METADATA,
    _key(),
    _text("student"),
    Column("number", Integer, nullable=False),
    _text("first_name"),
    _text("last_name"),
    _text("email"),
    _text("identifiers"),
    _text("at"),
    UniqueConstraint("student", "number"),
)

# One student's source for one exercise. Without an exercise it tells of the whole submission.
HANDINS = Table(
    "handins",
    METADATA,
    _key(),
    _text("student"),
    _text("exercise"),
    Column("number", Integer, nullable=False),
    _text("digest"),
    Column("source", LargeBinary),
    _text("file"),
    Column("line", Integer, nullable=False, default=0),
    _text("problem"),
    _text("submitted"),
    _text("at"),
    # The lines at which the cells of a notebook begin, as JSON; nothing where it is none.
    Column("cells", Text, nullable=False, default="", server_default=""),
    UniqueConstraint("student", "exercise", "number"),
    Index("handins_by_exercise", "exercise"),
    sqlite_autoincrement=True,  # the key of a row that has been deleted is not given again
)

# ``digest`` addresses all that the verdict follows from; ``basis`` is the exercise's part of it.
JUDGEMENTS = Table(
    "judgements",
    METADATA,
    _key(),
    Column("handin", Integer, ForeignKey("handins.id"), nullable=False),
    Column("number", Integer, nullable=False),
    _text("digest"),
    _text("basis"),
    Column("seed", Integer, ForeignKey("seeds.id")),
    _text("versions"),
    _text("device"),
    Column("isolation", Integer, nullable=False),
    _text("outcome"),
    Column("points", Float),
    Column("max_points", Float, nullable=False),
    _text("verdict"),
    _text("shown"),
    _text("at"),
    UniqueConstraint("handin", "number"),
    sqlite_autoincrement=True,
)

OVERRIDES = Table(
    "overrides",
    METADATA,
    _key(),
    _text("student"),
    _text("exercise"),
    # Nothing takes an override back.
    Column("points", Float),
    _text("who"),
    _text("at"),
    _text("why"),
)
EXTENSIONS = Table(
    "extensions",
    METADATA,
    _key(),
    _text("student"),
    # An exercise, or nothing for all.
    _text("exercise"),
    _text("until"),
    _text("who"),
    _text("at"),
    _text("why"),
)
# What was done to the gradebook as a whole: a regrade, a student forgotten.
EVENTS = Table(
    "events",
    METADATA,
    _key(),
    _text("event"),
    _text("detail"),
    _text("who"),
    _text("at"),
    _text("why"),
)
