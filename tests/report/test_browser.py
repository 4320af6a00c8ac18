"""Pages in a real browser: nothing fetched, nothing complained of, nothing too wide."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from grader.build import fresh
from grader.course import read_course
from grader.grades import Standing
from grader.report.pages import write
from tests.classroom import classroom
from tests.conftest import ROOT

DRAWN = ("activations/sigmoid", "convolution/cross_correlate2d")


def complaints(browser: Any, page: Path, width: int) -> list[str]:
    """Everything that is wrong with a page at a width."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    found: list[str] = []
    try:
        opened = context.new_page()
        opened.on("console", lambda message: found.append(f"console: {message.text}"))
        opened.on("pageerror", lambda error: found.append(f"error: {error}"))
        opened.on("dialog", lambda dialog: (found.append("a dialog"), dialog.dismiss()))
        opened.on("request", lambda request: found.append(f"request: {request.url}"))
        opened.goto(page.as_uri())
        found.remove(f"request: {page.as_uri()}")
        opened.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        wide = opened.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            found.append(f"{wide} pixels too wide")
        twice = opened.evaluate(
            "(i => i.filter((x, n) => i.indexOf(x) !== n))"
            "([...document.querySelectorAll('[id]')].map(e => e.id))"
        )
        found += [f"two elements are {name}" for name in twice]
    finally:
        context.close()
    return found


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_are_quiet_complete_and_narrow_enough(
    browser: Any, standing: Standing, tmp_path: Path, width: int
) -> None:
    index = write(standing, tmp_path / "report")
    pages = [index, *sorted((tmp_path / "report/students").glob("*.html"))]
    assert len(pages) == 1 + len(standing.students)
    for page in pages[:8] + pages[-1:]:
        assert complaints(browser, page, width) == [], page.name


def test_drawings_fit_a_phone_and_have_text_beside_them(
    browser: Any, cache: Path, tmp_path: Path
) -> None:
    fresh(read_course(ROOT), DRAWN, cache=cache)
    standing = classroom(ROOT, DRAWN, 12, cache)
    index = write(standing, tmp_path / "report")
    drawn = [index, *(tmp_path / "report/students").glob("*.html")]
    drawn = [page for page in drawn if "<svg" in page.read_text()]
    assert len(drawn) > 3
    for page in drawn[:4]:
        assert complaints(browser, page, 360) == []
        text = page.read_text()
        assert text.count("<figure>") == text.count("<svg") == text.count("</figcaption>")
        assert text.count("The numbers</summary>") == text.count("<svg")


def test_a_bad_page_is_complained_of(browser: Any, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text(
        "<!doctype html><link rel=icon href='data:,'><p id=a style='width:2000px'>x<p id=a>"
        "<img src='http://127.0.0.1:9/x.png'><script>console.error('no'); alert(1)</script>"
    )
    found = " ".join(complaints(browser, bad, 360))
    for part in ("pixels too wide", "request: http", "console: no", "a dialog", "elements are a"):
        assert part in found
