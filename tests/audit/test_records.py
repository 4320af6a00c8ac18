"""Records of mutants that may survive: every way in which one can be wrong is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.audit.mutants import Mutant
from grader.audit.records import Record, doubtful, needless, read_records

MUTANT = Mutant("comparison", 3, "return x > 0", "return x >= 0", "", "", "")
OTHER = Mutant("comparison", 9, "return x > 0", "return x < 0", "", "", "")


def record(**changes: str | int) -> Record:
    fields = {
        "kind": "equivalent",
        "line": "return x > 0",
        "becomes": "return x >= 0",
        "reason": "0 is 0",
        "sentence": "",
        "at": 4,
    }
    return Record(**{**fields, **changes})  # type: ignore[arg-type]


def messages(*records: Record, docstring: str = "Either sign\n   will do.") -> list[str]:
    found = doubtful(records, Path("f.toml"), docstring, [MUTANT, OTHER])
    assert all(problem.place == "f.toml:4" for problem in found)
    return [problem.message for problem in found]


def test_a_record_with_a_reason_and_a_mutant_is_in_order() -> None:
    assert messages(record()) == []


def test_an_empty_reason_fails() -> None:
    assert "reason is empty" in messages(record(reason=""))[0]


def test_a_stale_record_fails() -> None:
    assert "delete the record" in messages(record(line="return x > 1"))[0]


def test_a_record_written_twice_fails() -> None:
    assert "twice" in messages(record(), record())[0]


def test_a_quotation_must_be_in_the_statement_whatever_its_line_breaks() -> None:
    assert messages(record(kind="permitted", sentence="Either sign will do.")) == []
    assert "does not say" in messages(record(kind="permitted", sentence="Any sign."))[0]
    assert "does not say" in messages(record(kind="permitted", sentence=""))[0]


def test_a_record_of_a_killed_mutant_fails_unless_a_twin_of_it_lives() -> None:
    file = Path("f.toml")
    assert "is killed" in needless([record()], file, [MUTANT], [])[0].message
    assert needless([record()], file, [MUTANT], [MUTANT]) == []
    assert needless([record()], file, [OTHER], []) == []


def test_no_file_is_no_record(tmp_path: Path) -> None:
    assert read_records(tmp_path / "none.toml") == ((), ())


def test_records_are_read_with_their_lines(tmp_path: Path) -> None:
    file = tmp_path / "f.survivors.toml"
    file.write_text(
        '[[equivalent]]\nline = "a  b"\nbecomes = "c"\nreason = "d"\n\n'
        '[[permitted]]\nline = "e"\nbecomes = "f"\nreason = "g"\nsentence = """h\n  i"""\n'
    )
    records, problems = read_records(file)
    assert problems == ()
    assert records == (
        Record("equivalent", "a b", "c", "d", "", 1),
        Record("permitted", "e", "f", "g", "h i", 6),
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[equivalent]\n", "no TOML"),
        ("[[excused]]\nline = 'a'\n", "no kind of record"),
        ("[[equivalent]]\nline = 'a'\nbecomes = 'b'\n", "lacks 'reason'"),
        ("[[permitted]]\nline = 'a'\nbecomes = 'b'\nreason = 'c'\n", "lacks 'sentence'"),
        ("[[equivalent]]\nline = 'a'\nbecomes = 'b'\nreason = 'c'\nwhy = 1\n", "has 'why'"),
        ("equivalent = 3\n", "list of tables"),
    ],
)
def test_a_file_that_cannot_be_understood_says_what_is_wrong(
    tmp_path: Path, text: str, words: str
) -> None:
    file = tmp_path / "f.survivors.toml"
    file.write_text(text)
    records, problems = read_records(file)
    assert records == ()
    assert words in problems[0].message
