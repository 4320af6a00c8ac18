"""Tables read back as other systems read them: blanks stay blank, and nothing is a formula."""

from __future__ import annotations

import csv
import io
import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.export.cells import restored, safe, table
from grader.export.write import write
from grader.grades import Standing
from grader.render.sanitise import one_line
from tests.classroom import GONE, HOSTILE, torn


def read(file: Path) -> list[dict[str, str]]:
    """The rows by their headings, through Python's own reader."""
    with open(file, newline="", encoding="utf-8") as opened:
        return list(csv.DictReader(opened, strict=True))


@pytest.mark.parametrize(
    "text",
    [
        *("=1+1", "+49 30 1", "-1", "@SUM(A1)", "\tx", "\r=1", "＝1", "'=1", "''=1"),
        *("O'Neil", "'Abd", 'say "so"', "a,b;c", "two\nlines", "", " = 1", "Ünïcode ✓"),
    ],
)
def test_text_comes_back_and_is_never_a_formula(text: str) -> None:
    assert restored(safe(text)) == text
    (cell,) = next(csv.reader(io.StringIO(table([[text]]), newline="")))
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋"))
    assert restored(cell) == one_line(text)


def test_an_ordinary_name_stays_as_it_is() -> None:
    assert safe("O'Neil") == "O'Neil" and safe("'Abd al-Malik") == "'Abd al-Malik"


def test_every_cell_is_quoted() -> None:
    assert table([["a", 1.5, None, 2]]) == '"a","1.5","","2"\r\n'


def test_the_plain_table_holds_every_grade(standing: Standing, tmp_path: Path) -> None:
    told = write(standing, "csv", tmp_path / "grades.csv")
    rows = read(tmp_path / "grades.csv")
    assert len(rows) == len(standing.grades)
    assert stat.S_IMODE((tmp_path / "grades.csv").stat().st_mode) == 0o600
    by_key = {(restored(r["student"]), r["exercise"]): r for r in rows}
    for grade in standing.grades:
        row = by_key[one_line(grade.student), grade.exercise]
        assert row["points"] == ("" if grade.points is None else f"{grade.points:.10g}")
        assert row["outcome"] == grade.verdict.outcome.value
    assert "1 answer could not be judged: blank, not 0." in told
    hostile = next(r for r in rows if restored(r["last_name"]) == HOSTILE.last_name)
    assert hostile["last_name"].startswith("'=")


def test_canvas_gets_its_identifiers_and_blanks(standing: Standing, tmp_path: Path) -> None:
    told = write(standing, "canvas", tmp_path / "canvas.csv")
    possible, *rows = read(tmp_path / "canvas.csv")
    assert possible["Student"] == "    Points Possible" and possible["vectors/weigh"] == "2"
    assert rows[1]["ID"] == "9001" and rows[1]["SIS User ID"] == "S00001"
    assert rows[0]["vectors/weigh"] == "" and rows[0]["vectors/halve"] != ""
    assert any("Canvas will not know" in sentence and "evil" in sentence for sentence in told)


def test_the_sum_in_one_column_is_blank_where_a_part_is(standing: Standing, tmp_path: Path) -> None:
    write(standing, "canvas", tmp_path / "canvas.csv", column="Homework 3 (81234)")
    possible, *rows = read(tmp_path / "canvas.csv")
    assert possible["Homework 3 (81234)"] == "4"
    assert rows[0]["Homework 3 (81234)"] == ""
    mine = [g.points for g in standing.grades if g.student == "student001"]
    assert float(rows[1]["Homework 3 (81234)"]) == sum(p for p in mine if p is not None)


def test_who_handed_in_nothing_or_nothing_that_could_be_read_is_blank(
    standing: Standing, tmp_path: Path
) -> None:
    left = torn(standing)
    told = write(left, "csv", tmp_path / "grades.csv")
    rows = read(tmp_path / "grades.csv")
    assert len(rows) == len(standing.grades)
    blank = [row for row in rows if not row["outcome"]]
    assert {(row["points"], row["judged"], row["seconds"]) for row in blank} == {("", "", "")}
    assert len([row for row in blank if row["student"] in GONE]) == 6 and len(blank) == 7
    assert "Not read, or not wholly: student002, student003; blank, not 0." in told
    assert "Nothing was handed in by student001: blank, not 0." in told
    write(left, "canvas", tmp_path / "canvas.csv", column="HW")
    sums = [row["HW"] for row in read(tmp_path / "canvas.csv")[1:]]
    assert sums[1:4] == ["", "", ""] and sums[4]
    told = write(left, "moodle", tmp_path / "moodle.csv")
    assert any("they handed in nothing: student001." in sentence for sentence in told)
    write(left, "csv", tmp_path / "p.csv", pseudonyms=tmp_path / "key")
    bare = (tmp_path / "p.csv").read_text()
    assert "notebook" not in bare and len(read(tmp_path / "p.csv")) == len(standing.grades)


@pytest.mark.parametrize("column", ["", "Homework 3"])
def test_moodle_gets_no_row_that_would_wipe_a_grade(
    standing: Standing, tmp_path: Path, column: str
) -> None:
    told = write(standing, "moodle", tmp_path / "moodle.csv", column=column)
    rows = read(tmp_path / "moodle.csv")
    assert len(rows) == len(standing.students) - 1
    assert not [row for row in rows if row["Email address"] == "s000@example.org"]
    assert all(value for row in rows for name, value in row.items() if name != "ID number")
    assert any("student000" in sentence for sentence in told)


def test_a_roster_names_identifiers_as_its_system_does(standing: Standing, tmp_path: Path) -> None:
    one = replace(standing.students[1], identifiers={"SIS User ID": "X1", "ID number": "77"})
    alone = replace(standing, students=(one,))
    write(alone, "canvas", tmp_path / "c.csv")
    write(alone, "moodle", tmp_path / "m.csv")
    assert read(tmp_path / "c.csv")[1]["SIS User ID"] == "X1"
    assert read(tmp_path / "m.csv")[0]["ID number"] == "77"


# --- results.json ----------------------------------------------------------------------------


def test_gradescope_gets_a_file_a_student(standing: Standing, tmp_path: Path) -> None:
    left = torn(standing)
    told = write(left, "gradescope", tmp_path / "out")
    files = sorted((tmp_path / "out").glob("*/results.json"))
    # The sum of what is there would be lower than what they have.
    blank, absent = ["student000", "student002", "student003"], ["student001"]
    assert len(files) == len(standing.students) - len(blank) - len(absent)
    for student in (*blank, *absent):
        assert not (tmp_path / "out" / student).exists()
    assert "not judged yet" in told[1] and ", ".join(blank) in told[1]
    assert "handed in nothing: student001." in told[2]
    for file in files:
        tests = json.loads(file.read_text())["tests"]
        assert all(test["score"] >= 0.0 and test["status"] for test in tests)


def test_what_a_person_decided_is_in_gradescopes_file(standing: Standing, tmp_path: Path) -> None:
    write(standing, "gradescope", tmp_path / "out")
    decided = json.loads((tmp_path / "out/student001/results.json").read_text())
    by_name = {test["name"]: test for test in decided["tests"]}
    grade = standing.grades[5]
    assert by_name[grade.exercise]["score"] == 0.5
    assert "as agreed" in by_name[grade.exercise]["output"]
    assert decided["extra_data"]["seed"] is None


# --- pseudonyms ------------------------------------------------------------------------------


def test_pseudonyms_are_stable_and_tell_nothing(standing: Standing, tmp_path: Path) -> None:
    key = tmp_path / "key"
    write(standing, "csv", tmp_path / "a.csv", pseudonyms=key)
    write(standing, "csv", tmp_path / "b.csv", pseudonyms=key)
    write(standing, "csv", tmp_path / "c.csv", pseudonyms=tmp_path / "other")
    a, b, c = (read(tmp_path / f"{name}.csv") for name in "abc")
    assert a == b
    assert {row["student"] for row in a}.isdisjoint(row["student"] for row in c)
    assert len({row["student"] for row in a}) == len(standing.students)
    text = (tmp_path / "a.csv").read_text()
    for student in standing.students[:-1]:
        assert student.key not in text and student.email not in text
        assert student.last_name not in text
    assert "Teacher" not in text and HOSTILE.last_name not in text
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    points = sorted(row["points"] for row in a)
    write(standing, "csv", tmp_path / "d.csv")
    assert points == sorted(row["points"] for row in read(tmp_path / "d.csv"))


def test_the_order_of_pseudonyms_is_not_the_rosters(standing: Standing, tmp_path: Path) -> None:
    write(standing, "csv", tmp_path / "a.csv", pseudonyms=tmp_path / "key")
    names = [row["student"] for row in read(tmp_path / "a.csv")]
    assert names == sorted(names)


def test_a_file_that_holds_no_key_is_kept(standing: Standing, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("my shopping list")
    with pytest.raises(UsageError, match="holds no key"):
        write(standing, "csv", tmp_path / "a.csv", pseudonyms=tmp_path / "key")
    assert (tmp_path / "key").read_text() == "my shopping list"
    assert not (tmp_path / "a.csv").exists()


@pytest.mark.parametrize(
    ("form", "options", "said"),
    [
        ("canvas", {"pseudonyms": Path("key")}, "goes with csv"),
        ("csv", {"column": "Homework"}, "goes with canvas"),
        ("moodle", {"assignment": "ps1"}, "goes with nbgrader"),
        ("csv", {"pseudonyms": Path("grades.csv")}, "a file of its own"),
    ],
)
def test_options_that_contradict_each_other_are_refused(
    standing: Standing,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    form: str,
    options: dict[str, object],
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=said):
        write(standing, form, Path("grades.csv"), **options)  # type: ignore[arg-type]
    assert not list(tmp_path.iterdir())
