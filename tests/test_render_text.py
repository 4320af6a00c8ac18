"""Tables and pages, exactly as they look at 80 columns, and what can never be on them."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from dataclasses import replace

import pytest

from grader.render import marks, text
from grader.render.layout import cells, plain, shortened, width_of, wrapped
from grader.render.page import page
from grader.render.plain import finding
from grader.render.sanitise import one_line, sanitised
from grader.render.statement import statement
from grader.render.table import table
from grader.verdict import Difference, Finding, Outcome, Report
from tests import snapshot
from tests.conftest import ROOT, TOY
from tests.reports import FAILED, GRADIENTS, NOT_STARTED, PAGES, PASSED, REPORT, TITLES


@pytest.mark.parametrize("name", PAGES)
def test_a_page_reads_like_this(name: str) -> None:
    snapshot.check(f"page_{name}.txt", plain(page(PAGES[name])))


@pytest.mark.parametrize("name", ["law", "dict"])
def test_a_finding_in_a_box_of_another_system_reads_like_this(name: str) -> None:
    snapshot.check(f"finding_{name}.txt", finding(PAGES[name].findings[0]) + "\n")


def test_the_table_reads_like_this() -> None:
    snapshot.check("table.txt", plain(table(REPORT, TITLES)))


def test_a_report_is_the_table_and_the_first_failure() -> None:
    written = plain(text.report(REPORT, TITLES))
    assert written.startswith(plain(table(REPORT, TITLES)))
    assert plain(page(FAILED)) in written
    assert "Next: softmax, shallow_backward, softmax and others." in " ".join(written.split())
    assert written.count("\n── ") == 1


def test_a_page_in_a_notebook_keeps_its_columns_whatever_font_surrounds_it() -> None:
    from grader.render import cell

    # nbconvert's pages give the output of a cell, `pre` too, a proportional font.
    style = cell.html([(("a", ""),)]).split('style="')[1].split('"')[0]
    fonts = dict(part.split(":") for part in style.split(";"))["font-family"]
    assert fonts.endswith(",monospace")


def test_where_an_error_is_expected_there_is_no_empty_answer() -> None:
    from grader.render import plain

    told = plain.finding(Finding("a", "house", Outcome.FAILED, "It must raise.", got="[]"))
    assert "your answer: []" in told and "expected:" not in told


def test_what_is_not_started_is_no_failure_of_a_report() -> None:
    report = replace(REPORT, exercises=(PASSED, NOT_STARTED))
    assert plain(text.report(report, TITLES)) == plain(table(report, TITLES))


def test_one_passed_exercise_is_one_line() -> None:
    report = replace(REPORT, exercises=(PASSED,))
    assert plain(text.report(report, TITLES)) == (
        "✓ information/entropy passed: 2 of 2 points, 2 checks on 130 examples.\n"
    )


def test_notices_are_shown_whatever_the_outcome() -> None:
    for exercises in ((PASSED,), (FAILED,), (PASSED, FAILED)):
        report = replace(REPORT, exercises=exercises, notices=("Isolation is level 1.",))
        assert "Isolation is level 1." in plain(text.report(report, TITLES))


@pytest.mark.parametrize("width", [60, 80, 100])
def test_no_line_but_code_is_wider_than_the_page(width: int) -> None:
    lines = [row for verdict in PAGES.values() for row in page(verdict, width)]
    lines += table(REPORT, TITLES, width)
    wide = [row for row in lines if width_of(row) > width and all(s != "code" for _, s in row)]
    # Values come written for 72 columns and are not broken.
    assert not [row for row in wide if width >= 80 and "0.666666" not in plain([row])]


def test_both_carets_point_at_the_elements_that_differ() -> None:
    rows = plain(page(PAGES["dict"])).split("\n")
    for number, row in enumerate(rows):
        for caret in re.finditer(r"\^+", row):
            below = rows[number - 1][caret.start() : caret.end()]
            assert below in ("0.25", "0.5", "4.5", "9.")


def test_nothing_is_marked_in_an_abridged_array() -> None:
    text = "[0., 1., ..., 8., 9.]  (1000)"
    assert marks.places(text) == {}
    first = Difference("", (1,), "1", "2", "1", "0")
    marked = marks.elements(text, text, first, first, "1 of 1000 elements")
    assert marked == [("", (1,), "")]
    assert "^" not in plain(marks.side_by_side(text, text, marked, ("a", "b"), 80))


def test_every_element_is_marked_where_print_tells_them_all() -> None:
    first, worst = Difference("", (0,), "", "", "", ""), Difference("", (2,), "", "", "", "")
    expected, got = "[1., 2., 3.]", "[5., 2. , 9.]"
    told = marks.elements(expected, got, first, worst, "2 of 3 elements")
    assert told == [("", (0,), ""), ("", (2,), "worst")]
    # A third one differs too little to be seen: then the two that are known are marked.
    told = marks.elements(expected, got, first, worst, "3 of 3 elements")
    assert told == [("", (0,), "first"), ("", (2,), "worst")]


def test_a_place_inside_nested_parts_is_found() -> None:
    written = "[0]: 'w': [[0.9]]  (1x1)\n     'b': [0., 7.]\n[1]: 'w': [[0.2]]  (1x1)"
    inner, row, column = marks.part(written, "[0]['b']")
    assert (inner, row, column) == ("[0., 7.]", 1, 10)
    assert marks.places(inner)[(1,)] == (0, 5, 7)
    assert marks.part(written, "[5]")[0] == ""


def test_a_scalar_is_said_in_words() -> None:
    finding = replace(
        GRADIENTS,
        expected="0.5",
        got="0.25",
        first=Difference("", (), "0.5", "0.25", "0.25", "1e-14"),
        worst=Difference("", (), "0.5", "0.25", "0.25", "1e-14"),
    )
    written = plain(page(replace(FAILED, findings=(finding,))))
    assert "   Expected 0.5, got 0.25 (off by 0.25; 1e-14 is allowed).\n" in written


def test_a_notebook_is_told_to_use_a_cell() -> None:
    verdict = replace(FAILED, file="hand-in.ipynb")
    assert "run this in a new cell of your notebook:" in plain(page(verdict))


# --- hostile text ----------------------------------------------------------------------------


def test_no_control_character_reaches_a_page() -> None:
    written = plain(page(PAGES["hostile"]))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", written)
    assert "[bold]markup[/bold]" in written


def test_markup_is_text_where_colours_are_on() -> None:
    stream = io.StringIO()
    text.write(page(PAGES["hostile"]), stream, colour=True)
    assert "[bold]markup[/bold]" in stream.getvalue()
    assert "\x07" not in stream.getvalue()


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]8;;http://x\x07link\x1b]8;;\x07", "link"),
        ("\x1b[", "\\x1b["),
        ("a\x00b\x7f\x9b", "a\\x00b\\x7f\\x9b"),
        ("\u202eabc\u2069\u200b\ufeff", "\\u202eabc\\u2069\\u200b\\ufeff"),
        ("\U000e0041\ud800", "\\U000e0041\\ud800"),
        ("a\r\nb\rc\td", "a\nb\\x0dc   d"),
        ("é 漢字 ✓", "é 漢字 ✓"),
    ],
)
def test_harmful_characters_are_shown_and_not_obeyed(given: str, shown: str) -> None:
    assert sanitised(given) == shown


def test_a_name_is_one_line() -> None:
    assert one_line("a\n\n  b\tc ") == "a b c"


# --- layout ----------------------------------------------------------------------------------


def test_columns_are_counted_as_a_terminal_does() -> None:
    assert [cells(word) for word in ("abc", "漢字", "e\u0301", "✓")] == [3, 4, 1, 1]
    assert shortened("漢字漢字", 7) == "漢字..."
    assert wrapped("漢字 漢字 abc", 9) == ["漢字 漢字", "abc"]


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_stream_without_unicode_gets_other_characters(encoding: str) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    text.write(text.report(REPORT, TITLES), stream, colour=False)
    stream.flush()
    written = raw.getvalue().decode(encoding)
    assert "x softmax" in written and "--- failed" in written


def test_colour_changes_no_character() -> None:
    stream = io.StringIO()
    lines = text.report(REPORT, TITLES)
    text.write(lines, stream, colour=True)
    bare = re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue())
    assert [row.rstrip() for row in bare.split("\n")] == plain(lines).split("\n")


def test_a_plain_report_imports_neither_rich_nor_numpy() -> None:
    program = (
        "import sys\nfrom grader.render import text\nfrom tests.reports import REPORT, TITLES\n"
        "text.write(text.report(REPORT, TITLES), sys.stdout, colour=False)\n"
        "assert not {'rich', 'numpy', 'torch'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_statement_reads_like_this() -> None:
    from grader.course import read_course, read_statement

    given = read_statement(read_course(TOY), "vectors/weigh")
    snapshot.check("statement.txt", plain(statement(given, 2.0)))


def test_a_finding_with_next_to_nothing_still_makes_a_page() -> None:
    bare = Finding("x", "core", Outcome.FAILED, "")
    assert plain(page(replace(FAILED, findings=(bare,)))).startswith("── activations/softmax")
    assert plain(page(replace(FAILED, findings=())))
    assert plain(table(Report("c", 0, "cpu", 0, {}, ()), {}))
