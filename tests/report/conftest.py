"""What the tests of reports share: a class of the toy course, and a browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.grades import Standing
from tests.classroom import toy_class


@pytest.fixture(scope="session")
def standing(cache: Path) -> Standing:
    """Thirty students and a hostile one, judged by a secret seed."""
    return toy_class(cache)


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
