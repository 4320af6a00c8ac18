"""``grade`` as people use it, on the toy course."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from grader import build
from grader.course import read_course
from tests import snapshot
from tests.cli.conftest import WRONG, Grade
from tests.conftest import TOY

EVERYTHING = ["vectors/weigh", "vectors/halve", "chance/coin_flips"]


def test_the_model_solutions_get_full_points(here: Path, grade: Grade) -> None:
    code, out, _ = grade("--course", str(TOY), "--submission", str(TOY / "solutions"))
    assert code == 0
    snapshot.check("grade_solutions.txt", out)


def test_one_wrong_answer_is_a_page(student: Path, grade: Grade) -> None:
    (student / "vectors/weigh.py").write_text(WRONG)
    code, out, _ = grade("weigh")
    assert code == 1
    snapshot.check("grade_wrong.txt", out)


def test_alone_it_grades_what_has_been_started(student: Path, grade: Grade) -> None:
    code, out, _ = grade()
    assert code == 0
    assert out.startswith(f"Nothing has been started in {student} yet.\nBegin with vectors/weigh")
    shutil.copy(TOY / "solutions/vectors/halve.py", student / "vectors/halve.py")
    code, out, _ = grade()
    assert code == 0
    assert out == "✓ vectors/halve passed: 1 of 1 point, 5 checks on 203 examples.\n"


def test_what_is_asked_for_by_name_must_be_there(student: Path, grade: Grade) -> None:
    code, out, _ = grade("halve")
    assert code == 1
    assert "not started, 0 of 1 point" in out
    (student / "vectors/halve.py").unlink()
    assert grade("halve").code == 1


def test_it_grades_from_any_folder_below(
    student: Path, grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(TOY / "solutions/vectors/halve.py", student / "vectors/halve.py")
    monkeypatch.chdir(student / "vectors")
    assert grade().code == 0
    assert grade("halve.py").code == 0


def test_json_is_one_object_and_nothing_else(student: Path, grade: Grade) -> None:
    code, out, _ = grade("--json")
    data = json.loads(out)
    assert (code, data["exercises"], data["max_points"]) == (0, [], 0)
    (student / "vectors/weigh.py").write_text(WRONG)
    code, out, _ = grade("--json", *EVERYTHING)
    data = json.loads(out)
    assert code == 1 and out.count("\n") == 1
    assert [e["outcome"] for e in data["exercises"]] == ["failed", "not_started", "not_started"]
    assert data["exercises"][0]["findings"][0]["misconception"] == "divides_by_everything"
    assert (data["seed"], data["device"], data["course"]) == (0, "cpu", "A toy course")
    assert {"gradus", "numpy", "torch"} <= set(data["versions"])


@pytest.mark.parametrize(
    ("content", "outcome"),
    [
        (b"def halve(n:\n", "invalid"),
        (b"def third(n):\n    return n\n", "invalid"),
        (b"def halve(n, m):\n    return n\n", "invalid"),
        (b"# caf\xe9\n", "invalid"),
        (b"#" * (1 << 20) + b"\n", "invalid"),
        (b"\0", "invalid"),
        (None, "invalid"),
        (b"", "invalid"),
        (b"1 / 0\n", "error"),
        (b"from vectors import weigh\n\ndef halve(n):\n    return n\n", "forbidden"),
    ],
    ids=[
        *("syntax", "missing", "signature", "latin", "huge", "null", "folder", "empty"),
        *("error", "import"),
    ],
)
def test_a_bad_file_costs_only_its_own_points(
    student: Path, grade: Grade, content: bytes | None, outcome: str
) -> None:
    file = student / "vectors/halve.py"
    file.unlink()
    if content is None:
        file.mkdir()
    else:
        file.write_bytes(content)
    shutil.copy(TOY / "solutions/vectors/weigh.py", student / "vectors/weigh.py")
    code, out, _ = grade("--json", "vectors")
    exercises = json.loads(out)["exercises"]
    assert code == 1
    assert [e["outcome"] for e in exercises] == ["passed", outcome]
    message = exercises[1]["findings"][0]["message"]
    assert message.endswith((".", "?", ":")) and "Traceback" not in message


def test_a_file_a_notebook_and_a_zip_are_submissions(here: Path, grade: Grade) -> None:
    solution = (TOY / "solutions/vectors/halve.py").read_text()
    (here / "halve.py").write_text(solution)
    cells = [{"cell_type": "code", "source": "%magic\n" + solution + "\nhalve(3)"}]
    (here / "hand-in.ipynb").write_text(json.dumps({"cells": cells}))
    shutil.make_archive("hand-in", "zip", TOY / "solutions")
    for name in ("halve.py", "hand-in.ipynb", "hand-in.zip"):
        told = ["--course", str(TOY), "--submission", name, "halve"]
        assert grade(*told).out.startswith("✓ vectors/halve passed: 1 of 1 point"), name


def test_a_file_that_lies_elsewhere_may_be_named(student: Path, grade: Grade) -> None:
    file = str(TOY / "solutions/vectors/halve.py")
    assert grade(file).out.startswith("✓ vectors/halve passed")
    code, _, err = grade(file, "weigh")
    assert code == 2 and "lies outside your folder; grade it alone" in err


def test_a_pack_judges_without_its_course(student: Path, cache: Path, grade: Grade) -> None:
    pack = str(student / "pack")
    build.write(read_course(TOY), Path(pack), ["vectors/halve"], cache=cache)
    shutil.copy(TOY / "solutions/vectors/halve.py", student / "vectors/halve.py")
    assert grade("--course", pack, "halve").code == 0
    code, _, err = grade("--course", pack, "--seed", "5", "halve")
    assert code == 2 and "was built with --seed 0; another needs the course source" in err
    code, _, err = grade("sync", "--course", pack)
    assert code == 2 and "is a pack, and this works on a course source" in err
    assert grade("show", "--course", pack, "halve").code == 0
    assert grade("init", "--course", pack, "../packed").code == 0
    assert (student.parent / "packed/vectors/halve.py").exists()


def test_a_limit_may_be_set(student: Path, grade: Grade) -> None:
    (student / "vectors/halve.py").write_text("def halve(n):\n    while True:\n        pass\n")
    code, out, _ = grade("--timeout", "0.3", "halve")
    assert code == 1 and "out of time, 0 of 1 point" in out


def test_a_package_may_be_allowed(student: Path, grade: Grade) -> None:
    code = "import rich\n\n\ndef halve(n):\n    return n // 2\n"
    (student / "vectors/halve.py").write_text(code)
    assert grade("halve").code == 1
    assert grade("--allow", "rich", "halve").code == 0


ONLY_LARGE = """import numpy as np


def weigh(x, axis=-1):
    if x.shape[axis] == 0:
        raise ValueError
    return x / x.sum(axis=axis, keepdims=True) * (1.0 if x.max() < 7.0 else 2.0)
"""


def test_the_page_shows_a_smaller_example_where_no_rung_fails(grade: Grade, student: Path) -> None:
    (student / "vectors/weigh.py").write_text(ONLY_LARGE)
    found = grade("weigh", "--json").out
    finding = json.loads(found)["exercises"][0]["findings"][0]
    assert 7.0 <= float(finding["counterexample"]["x"].strip("[]")) < 7.1
    assert grade("weigh", "--json").out.split('"seconds"')[0] == found.split('"seconds"')[0]
