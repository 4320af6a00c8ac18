"""A gradebook keeps everything, supersedes and never overwrites, for several writers at once."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.exc import OperationalError

from grader.errors import CouldNotRun, UsageError
from grader.gradebook import decisions, history, queue, tables, verdicts
from grader.gradebook.book import Gradebook
from grader.gradebook.migrating import differences, latest
from grader.gradebook.opening import answering
from grader.gradebook.records import Basis, Judgement
from grader.grades import Grade, Student
from grader.model import Chapter, Entry, Source
from grader.verdict import Finding, Outcome, Picture, Verdict
from tests import postgres
from tests.reports import PAGES

WEIGH = "vectors/weigh"
CHAPTERS = (Chapter("vectors", "Vectors", (Entry(WEIGH, 2.0), Entry("vectors/halve", 1.0))),)
BASIS = Basis(WEIGH, "a" * 64, 2.0, {"core": 0.6, "edge": 0.25, "house": 0.15})


def hand_in(book: Gradebook, student: str = "ada", code: str = "one", at: str = "") -> int:
    book.enrol([Student(student)])
    return book.receive(student, [(Source(WEIGH, "weigh.py", code), at)])


def judge(
    book: Gradebook, points: float | None = 2.0, basis: Basis = BASIS, again: bool = False
) -> int:
    """Judge everything that waits; returns how much that was."""
    book.record_course("Toys", CHAPTERS, [WEIGH])
    outcome = Outcome.COULD_NOT_RUN if points is None else Outcome.FAILED
    since, count = queue.floor(book), 0
    while some := queue.pending(book, WEIGH, basis.text if again else None, since, [], 3):
        for pending in some:
            finding = Finding("agrees", "core", outcome, "Secret!", {"x": "[31337]"})
            verdict = Verdict(WEIGH, outcome, points, 2.0, 0.1, (finding,))
            shown = replace(verdict, findings=())
            row, _ = book.seed()
            made = Judgement(pending, verdict, shown, basis.text, row, {"numpy": "2"}, "cpu", 3)
            count += book.record(made)
    return count


def only(book: Gradebook) -> Grade:
    (grade,) = book.standing().grades
    return grade


def test_the_tables_are_what_the_migrations_make(book: Gradebook) -> None:
    assert differences(book.engine) == []
    assert latest() == tables.REVISION


def test_a_gradebook_of_the_first_version_is_brought_up_to_date(place: str) -> None:
    old = "WHERE version_num = '0002'"
    with Gradebook(place, create=True) as book:
        hand_in(book)
        with book.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE handins DROP COLUMN cells")
            connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '0001' {old}")
        assert differences(book.engine)
    with Gradebook(place) as book:
        assert differences(book.engine) == []
        [pending] = queue.pending(book, WEIGH, None, 0, [], 9)
        assert pending.source == Source(WEIGH, "weigh.py", "one")
        assert hand_in(book) == 0  # it has been handed in already


def test_the_cells_of_a_notebook_are_kept(book: Gradebook) -> None:
    source = Source(WEIGH, "work.ipynb", "one\ntwo", cells=(1, 2))
    book.enrol([Student("ada")])
    assert book.receive("ada", [(source, "")]) == 1
    [pending] = queue.pending(book, WEIGH, None, 0, [], 9)
    assert pending.source == source


def test_a_table_that_no_migration_made_is_seen(book: Gradebook) -> None:
    with book.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE events")
    assert differences(book.engine)


def test_each_gradebook_draws_a_seed_and_keeps_it(place: str, tmp_path: Path) -> None:
    with Gradebook(place, create=True) as one, Gradebook(str(tmp_path / "b"), create=True) as two:
        assert one.seed()[1] != two.seed()[1]
        assert max(one.seed()[1], two.seed()[1]) > 1 << 40
        with Gradebook(place) as again:
            assert (again.seed(), again.token) == (one.seed(), one.token)
        assert str(one.seed()[1]) not in one.token + repr(vars(one))


def test_nobody_else_may_read_the_file_of_a_gradebook(tmp_path: Path) -> None:
    file = tmp_path / "grades.db"
    before = os.umask(0)
    try:
        with Gradebook(str(file), create=True) as book:
            hand_in(book)
            for one in tmp_path.iterdir():
                assert stat.S_IMODE(one.stat().st_mode) == 0o600
    finally:
        os.umask(before)


@pytest.mark.parametrize("page", PAGES)
def test_a_verdict_comes_back_from_its_record_as_it_was(page: str) -> None:
    assert verdicts.from_json(verdicts.to_json(PAGES[page])) == PAGES[page]


def test_a_picture_comes_back_with_numbers_that_json_lacks() -> None:
    picture = Picture("curve", (1, 3), (1.0, float("inf"), 0.5), (1.0, float("-inf"), 2.0), (1, 2))
    finding = replace(PAGES["failed"].findings[0], picture=picture)
    verdict = replace(PAGES["failed"], findings=(finding,))
    assert verdicts.from_json(verdicts.to_json(verdict)) == verdict


def test_a_record_of_a_later_version_can_be_read() -> None:
    text = verdicts.to_json(PAGES["failed"]).replace('"summary"', '"a_new_field":1,"summary"', 1)
    assert verdicts.from_json(text) == PAGES["failed"]


def test_numbers_that_json_lacks_are_kept() -> None:
    verdict = replace(PAGES["failed"], seconds=float("inf"))
    assert verdicts.from_json(verdicts.to_json(verdict)) == verdict


def test_the_same_source_is_received_once(book: Gradebook) -> None:
    assert hand_in(book) == 1
    assert hand_in(book) == 0
    assert judge(book) == 1
    assert judge(book) == 0
    assert hand_in(book) == 0


def test_somebody_named_twice_is_enrolled_once_and_again_not_at_all(book: Gradebook) -> None:
    ada = Student("ada", "A\x1bda", identifiers={"canvas": "1\u202e"})
    for _ in range(2):
        book.enrol([ada, Student("bob"), ada, Student("ada")])
        assert [(s.key, s.first_name) for s in book.standing().students] == [
            ("ada", "A\\x1bda"),
            ("bob", ""),
        ]
    with book.reading() as rows:
        assert len(rows.execute(select(tables.STUDENTS)).all()) == 2


def test_a_time_that_is_known_later_counts_and_a_later_copy_does_not(book: Gradebook) -> None:
    book.record_rules("[assignments.a]\ndue = 2026-01-01T12:00:00\npercent_per_day = 25")
    hand_in(book)
    judge(book, 2.0)
    assert only(book).late == ""
    hand_in(book, at="2026-01-01T13:00:00+00:00")
    judge(book, 2.0)
    assert (only(book).points, only(book).penalty) == (1.5, 0.5)
    hand_in(book, at="2026-01-05T13:00:00+00:00")
    assert judge(book, 2.0) == 0 and only(book).penalty == 0.5


def test_what_is_handed_in_later_counts_and_the_earlier_stays(book: Gradebook) -> None:
    hand_in(book)
    judge(book, 1.0)
    hand_in(book, code="two")
    assert book.standing().grades == ()  # nothing is known of it yet
    assert judge(book, 2.0) == 1
    assert only(book).points == 2.0
    hand_in(book, code="one")
    assert judge(book, 1.0) == 1
    assert only(book).points == 1.0
    with book.reading() as rows:
        assert len(rows.execute(select(tables.HANDINS)).all()) == 3
        assert len(rows.execute(select(tables.JUDGEMENTS)).all()) == 3


def test_what_could_not_be_judged_is_blank_and_waits_for_the_next_batch(book: Gradebook) -> None:
    hand_in(book)
    assert judge(book, None) == 1
    assert only(book).points is None
    assert judge(book, 1.5) == 1
    assert only(book).points == 1.5


def test_what_could_not_be_judged_again_takes_nothing_away(book: Gradebook) -> None:
    hand_in(book)
    judge(book, 1.5)
    other = replace(BASIS, digest="b" * 64)
    assert judge(book, None, other, again=True) == 1
    assert only(book).points == 1.5


def test_of_two_who_judged_the_same_one_is_kept(book: Gradebook) -> None:
    hand_in(book)
    book.record_course("Toys", CHAPTERS, [WEIGH])
    (pending,) = queue.pending(book, WEIGH, None, 0, [], 3)
    verdict = Verdict(WEIGH, Outcome.PASSED, 2.0, 2.0, 0.1)
    made = Judgement(pending, verdict, verdict, BASIS.text, None, {}, "cpu", 3)
    assert book.record(made)
    assert not book.record(replace(made, verdict=replace(verdict, points=0.0)))
    assert only(book).points == 2.0


def test_an_exercise_that_changes_back_is_judged_again_each_time(book: Gradebook) -> None:
    hand_in(book)
    other = replace(BASIS, digest="b" * 64)
    for points, basis in ((2.0, BASIS), (1.0, other), (2.0, BASIS)):
        assert judge(book, points, basis, again=True) == 1
        assert judge(book, points, basis, again=True) == 0
        assert only(book).points == points


def test_a_submission_that_cannot_be_read_is_a_row_until_it_can(book: Gradebook) -> None:
    hand_in(book)
    judge(book)
    book.receive("ada", [], "It is no zip.")
    assert book.standing().problems == (("ada", "It is no zip."),)
    assert only(book).points == 2.0
    hand_in(book)
    assert book.standing().problems == ()


def test_who_handed_in_nothing_for_an_exercise_has_not_started_it(book: Gradebook) -> None:
    hand_in(book)
    judge(book)
    book.receive_nothing(["ada"], [WEIGH, "vectors/halve"])
    book.record_course("Toys", CHAPTERS, ["vectors/halve"])
    found = {g.exercise: (g.points, g.verdict.outcome) for g in book.standing().grades}
    assert found == {
        WEIGH: (2.0, Outcome.FAILED),
        "vectors/halve": (0.0, Outcome.NOT_STARTED),
    }


# --- decisions -------------------------------------------------------------------------------


def test_an_override_counts_until_the_next_or_until_it_is_taken_back(book: Gradebook) -> None:
    hand_in(book)
    judge(book, 1.0)
    decisions.override(book, "ada", WEIGH, 1.5, "It was nearly right.")
    decisions.override(book, "ada", WEIGH, 2.0, "It was right.")
    grade = only(book)
    assert (grade.points, grade.judged) == (2.0, 1.0)
    assert grade.override.startswith("Set to 2 by tester on 20")
    assert grade.override.endswith(": It was right.")
    decisions.override(book, "ada", WEIGH, None, "No, it was not.")
    assert (only(book).points, only(book).override) == (1.0, "")
    told = " ".join(what for _, what in history.events(book, "ada", WEIGH))
    for why in ("nearly right", "It was right.", "No, it was not."):
        assert why in told


def test_an_override_stands_without_anything_handed_in(book: Gradebook) -> None:
    book.enrol([Student("ada")])
    book.record_course("Toys", CHAPTERS, [WEIGH])
    decisions.override(book, "ada", WEIGH, 2.0, "Shown on paper.")
    assert (only(book).points, only(book).judged) == (2.0, None)


def test_what_would_show_nowhere_is_not_decided(book: Gradebook) -> None:
    hand_in(book)
    judge(book, 1.0)
    with pytest.raises(UsageError, match="No batch has graded vectors/halve"):
        decisions.override(book, "ada", "vectors/halve", 1.0, "An oral exam.")
    with pytest.raises(UsageError, match="none to undo"):
        decisions.override(book, "ada", WEIGH, None, "There is nothing to take back.")
    assert decisions.extend(book, "ada", WEIGH, "2026-01-02T12:00", "ill")[1] is False
    book.record_rules('timezone = "Europe/Berlin"\n[assignments.a]\ndue = 2026-01-01T12:00:00')
    with pytest.raises(UsageError, match=r"before the due date, 2026-01-01 12:00:00\+01:00"):
        decisions.extend(book, "ada", WEIGH, "2026-01-01T11:59", "ill")
    until, moves = decisions.extend(book, "ada", "", "2026-01-01T12:00", "as it was")
    assert (f"{until:%H:%M}", moves) == ("12:00", True)


def test_other_rules_tell_whose_grades_they_change(book: Gradebook) -> None:
    hand_in(book, at="2026-01-01T13:00:00+00:00")
    judge(book, 2.0)
    before = book.rules()
    text = "[assignments.a]\ndue = 2026-01-01T12:00:00\npercent_per_day = 25"
    assert book.record_rules(text) and not book.record_rules(text)
    (change,) = history.rule_changes(book, before)
    assert (change.student, change.before, change.after) == ("ada", 2.0, 1.5)
    assert change.why == "the rules of lateness changed"


def test_lateness_costs_and_an_extension_forgives(book: Gradebook) -> None:
    book.record_rules("[assignments.a]\ndue = 2026-01-01T12:00:00\npercent_per_day = 25")
    hand_in(book, at="2026-01-02T13:00:00+00:00")
    judge(book, 2.0)
    grade = only(book)
    assert (grade.judged, grade.points, grade.penalty) == (2.0, 1.0, 1.0)
    assert "1 day and 1 hour after the due date: 50% is lost" in grade.late
    decisions.extend(book, "ada", "", "2026-01-02T12:30", "ill")
    assert only(book).points == 1.5
    decisions.extend(book, "ada", WEIGH, "2026-01-03T12:00", "very ill")
    assert (only(book).points, only(book).late) == (2.0, "")


def test_rules_that_cannot_be_read_change_nothing(book: Gradebook) -> None:
    book.record_rules('title = "Good"')
    with pytest.raises(UsageError, match="unknown key tilte; did you mean title"):
        book.record_rules('tilte = "Bad"')
    assert book.rules().title == "Good"


def test_nobody_unknown_is_decided_about(book: Gradebook) -> None:
    book.enrol([Student("ada")])
    decide: list[Callable[[], object]] = [
        lambda: decisions.override(book, "adda", WEIGH, 1.0, "why"),
        lambda: decisions.extend(book, "adda", "", "2026-01-02T12:30", "why"),
        lambda: decisions.forget(book, "adda", "why"),
    ]
    for one in decide:
        with pytest.raises(UsageError, match="no student adda. Did you mean ada"):
            one()
    with pytest.raises(UsageError, match="is no time; write it like"):
        decisions.extend(book, "ada", "", "tomorrow", "why")


def test_of_a_forgotten_student_nothing_is_left(book: Gradebook, place: str) -> None:
    book.enrol([Student("marguerite", "Marguerite", "Dupont", "m@dupont.example", {"sis": "77"})])
    for student in ("marguerite", "ada"):
        hand_in(book, student, f"def by_{student}(): pass")
        judge(book)
        decisions.override(book, student, WEIGH, 1.0, f"because of {student}")
    assert decisions.forget(book, "marguerite", "she asked") > 3
    assert [student.key for student in book.standing().students] == ["ada"]
    assert [grade.student for grade in book.standing().grades] == ["ada"]
    with book.reading() as rows:
        told = " ".join(
            str(row)
            for table in tables.METADATA.sorted_tables
            for row in rows.execute(select(table))
        )
    assert "marguerite" not in told and "Dupont" not in told
    assert "forgot a student" in told and "she asked" in told
    if not place.startswith("postgresql"):
        book.close()
        left = b"".join(f.read_bytes() for f in Path(place).parent.glob("grades.db*"))
        assert b"marguerite" not in left and b"dupont" not in left
        assert b"because of ada" in left


# --- writers at once -------------------------------------------------------------------------


def at_once(work: Callable[[int], object], count: int = 4) -> None:
    problems: list[BaseException] = []

    def run(number: int) -> None:
        try:
            work(number)
        except BaseException as problem:
            problems.append(problem)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]


def test_several_may_make_the_same_gradebook_at_once(place: str) -> None:
    seeds = []

    def make(number: int) -> None:
        with Gradebook(place, create=True) as book:
            seeds.append(book.seed())

    at_once(make)
    assert len(seeds) == 4 and len(set(seeds)) == 1


def test_several_writers_lose_nothing_and_add_nothing_twice(place: str) -> None:
    with Gradebook(place, create=True) as book:
        book.record_course("Toys", CHAPTERS, [WEIGH])

    def write(number: int) -> None:
        with Gradebook(place) as book:
            for student in range(12):
                hand_in(book, f"student{student}", f"code {student}")
                judge(book, 1.0)

    at_once(write)
    with Gradebook(place) as book:
        standing = book.standing()
        assert len(standing.grades) == len(standing.students) == 12
        with book.reading() as rows:
            assert len(rows.execute(select(tables.HANDINS)).all()) == 12
            assert len(rows.execute(select(tables.JUDGEMENTS)).all()) == 12
            assert len(rows.execute(select(tables.STUDENTS)).all()) == 12


# --- places ----------------------------------------------------------------------------------


def test_what_is_no_gradebook_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("not a database, but long enough to look like one" * 40)
    for place, sentence in (
        (str(tmp_path), "is a folder; name a file"),
        (str(tmp_path / "none.db"), "There is no gradebook"),
        (str(tmp_path / "text"), "is a file, but no gradebook"),
        ("mysql://somebody@there/grades", "mysql:// is neither"),
        ("postgresql://there", "names no database"),
    ):
        with pytest.raises(UsageError, match=sentence):
            Gradebook(place)


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("", "names nothing"),
        ("mysql://host/class", "mysql:// is neither"),
        ("postgresql://host", "names no database; write postgresql://USER@HOST/DATABASE"),
        ("POSTGRES://host", "names no database"),
        ("sqlite://", "just the file"),
    ],
)
def test_a_place_that_cannot_be_is_told_in_a_sentence(place: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        Gradebook(place, create=True)


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError, match="is no regular file"):
        Gradebook(str(tmp_path / "pipe"), create=True)


def test_what_a_database_refuses_comes_with_advice(tmp_path: Path) -> None:
    full = OperationalError("", {}, sqlite3.OperationalError("database or disk is full"))
    advice = r"disk is full \(make room and run the same again"
    with pytest.raises(CouldNotRun, match=advice), answering(str(tmp_path / "grades.db")):
        raise full


def test_a_database_of_something_else_is_left_alone(place: str) -> None:
    with pytest.raises(UsageError, match="no gradebook"):
        Gradebook(place)
    with Gradebook(place, create=True) as book, book.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM alembic_version")
    with pytest.raises(UsageError, match="tables of something else"):
        Gradebook(place, create=True)


def test_a_gradebook_of_a_later_version_is_left_alone(place: str) -> None:
    with Gradebook(place, create=True) as book, book.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(UsageError, match="made by a later version"):
        Gradebook(place, create=True)


def test_a_password_is_not_told_where_there_is_no_gradebook(socket: str) -> None:
    with postgres.connect(socket) as connection:
        connection.execute("CREATE DATABASE nothing")
    with pytest.raises(UsageError, match="holds no gradebook yet") as told:
        Gradebook(f"postgresql://gradus:open-sesame@/nothing?host={socket}")
    assert "sesame" not in str(told.value)


def test_who_is_forgotten_while_others_write_is_forgotten_and_leaves_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "grades.db"
    monkeypatch.setattr(decisions, "_BRIEFLY", 50, raising=False)
    monkeypatch.setattr("grader.gradebook.opening._PATIENCE", 1.0)
    with Gradebook(str(file), create=True) as book:
        book.enrol([Student(name) for name in ("ada", "marguerite", "zoe")])
        other = sqlite3.connect(file, isolation_level=None)
        write = book.write

        def overtaken(work: Callable[[Connection], int]) -> int:
            done = write(work)
            other.execute("BEGIN IMMEDIATE")
            return done

        monkeypatch.setattr(book, "write", overtaken)
        assert decisions.forget(book, "marguerite", "asked to be") == 1
        other.close()
    assert b"marguerite" not in file.read_bytes()


def test_a_password_is_not_told(tmp_path: Path) -> None:
    with pytest.raises(CouldNotRun) as told:
        Gradebook(f"postgresql://me:hunter2@/grades?host={tmp_path}")
    assert "hunter2" not in str(told.value)
    assert "does not work" in str(told.value)
