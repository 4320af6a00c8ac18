"""What the tests of exports share: a class of the toy course."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.grades import Standing
from tests.classroom import toy_class


@pytest.fixture(scope="session")
def standing(cache: Path) -> Standing:
    """Thirty students and a hostile one, judged by a secret seed."""
    return toy_class(cache)
