"""What the tests of reports share: a class of the toy course, and a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader.grades import Standing, Student
from tests.classroom import classroom, not_judged
from tests.conftest import TOY

HOSTILE = Student(
    key="../\x1b[31m<img src=http://evil.invalid/x onerror=alert(1)>\u202e",
    first_name="</title><script>alert(1)</script>",
    last_name="=cmd|' /C calc'!A0",
    email='x"y@example.org',
)
TOY_PATHS = ("vectors/weigh", "vectors/halve", "chance/coin_flips")


@pytest.fixture(scope="session")
def standing(cache: Path) -> Standing:
    """Thirty students and a hostile one, judged by a secret seed."""
    made = classroom(TOY, TOY_PATHS, 30, cache, extra=[HOSTILE])
    grades = list(made.grades)
    grades[0] = not_judged(grades[0])
    grades[4] = replace(grades[4], late="Handed in 2 days late: 20% off.", penalty=0.2)
    grades[5] = replace(grades[5], points=0.5, override="Half, as agreed (A. Teacher).")
    problems = (("student007", "work.ipynb is no notebook: <b>it is not JSON</b>."),)
    return replace(made, grades=tuple(grades), problems=problems)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium without a window."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("there is no Chromium here; on Debian: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        # As root Chromium has no sandbox of its own; these pages are ours.
        opened = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()
