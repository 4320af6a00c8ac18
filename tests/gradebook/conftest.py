"""Gradebooks to write into: of SQLite and, where there is a server to be had, of PostgreSQL."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.gradebook.book import Gradebook
from tests import postgres

_count = itertools.count()


@pytest.fixture(scope="session")
def socket() -> Iterator[str]:
    if reason := postgres.missing():
        pytest.skip(reason)
    with postgres.server() as folder:
        yield folder


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A file or URL where no gradebook is yet."""
    if request.param == "sqlite":
        return str(tmp_path / "grades.db")
    folder = request.getfixturevalue("socket")
    name = f"class{next(_count)}"
    with postgres.connect(folder) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"postgresql://gradus@/{name}?host={folder}"


@pytest.fixture
def book(place: str) -> Iterator[Gradebook]:
    with Gradebook(place, create=True, who="tester") as opened:
        yield opened
