"""``grade assign``: what is put on the disk, refreshed and refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from grader.pack import open_pack
from tests.cli.conftest import Done, Grade
from tests.conftest import ROOT, TOY

FORMATS = ("py", "notebook", "nbgrader", "otter", "gradescope")


@pytest.fixture
def assign(grade: Grade, here: Path) -> Grade:
    """Run ``grade assign`` on the toy course."""

    def run(*arguments: str) -> Done:
        return grade("assign", *arguments, "--course", str(TOY))

    return run


def test_a_kit_holds_the_chosen_exercises_with_their_points(assign: Grade, here: Path) -> None:
    done = assign("kit", "--exercises", "weigh", "--chapters", "chance", "--points", "weigh=5")
    assert done.code == 0 and "2 exercises, 6 points" in done.out
    pack = open_pack(here / "kit/pack")
    assert pack.paths == ["vectors/weigh", "chance/coin_flips"]
    assert [e.points for c in pack.chapters for e in c.exercises] == [5.0, 1.0]
    stub = (TOY / "exercises/vectors/weigh.py").read_text()
    assert (here / "kit/exercises/vectors/weigh.py").read_text() == stub
    assert not (here / "kit/exercises/vectors/halve.py").exists()


@pytest.mark.parametrize("form", FORMATS)
def test_a_release_given_twice_is_the_same(assign: Grade, here: Path, form: str) -> None:
    assert assign("out", "--format", form).code == 0
    before = {f: f.read_bytes() for f in (here / "out").rglob("*") if f.is_file()}
    again = assign("out", "--format", form)
    assert again.code == 0 and "all there already" in again.out
    assert {f: f.read_bytes() for f in (here / "out").rglob("*") if f.is_file()} == before


def test_refreshing_keeps_what_somebody_changed_or_added(assign: Grade, here: Path) -> None:
    assign("kit")
    stub, own = here / "kit/exercises/vectors/weigh.py", here / "kit/notes.txt"
    stub.write_text("mine")
    own.write_text("mine, too")
    (here / "kit/README.md").unlink()
    done = assign("kit", "--exercises", "weigh")
    assert done.code == 0
    assert "NotImplementedError" in stub.read_text() and own.read_text() == "mine, too"
    assert (here / "kit/README.md").is_file()
    assert not (here / "kit/exercises/vectors/halve.py").exists()
    (copy,) = (here / "kit/.gradus/backups/exercises/vectors").iterdir()
    assert copy.read_text() == "mine" and str(copy) in done.out


def test_a_changed_file_is_kept_when_its_exercise_leaves(assign: Grade, here: Path) -> None:
    assign("kit")
    (here / "kit/exercises/vectors/halve.py").write_text("mine")
    assert assign("kit", "--exercises", "weigh").code == 0
    (copy,) = (here / "kit/.gradus/backups/exercises/vectors").iterdir()
    assert copy.name.startswith("halve.py.") and copy.read_text() == "mine"


def test_what_an_exercise_leaves_behind_is_told(assign: Grade, here: Path) -> None:
    assign("kit")
    assert "2 files of the release before" in assign("kit", "--chapters", "vectors").out
    assert "release before" not in assign("kit", "--chapters", "vectors").out


@pytest.mark.parametrize("points", ["weigh=5,vectors=2", "vectors=2,weigh=5"])
def test_points_of_an_exercise_go_before_those_of_its_chapter(
    assign: Grade, here: Path, points: str
) -> None:
    assert assign("kit", "--points", points).code == 0
    entries = [e for chapter in open_pack(here / "kit/pack").chapters for e in chapter.exercises]
    assert [entry.points for entry in entries] == [5.0, 2.0, 1.0]


def test_what_to_do_next_with_nbgrader_names_the_assignment(assign: Grade, here: Path) -> None:
    done = assign("out", "--format", "nbgrader", "--name", "Homework 1")
    assert "`nbgrader generate_assignment homework-1`" in done.out
    assert (here / "out/source/homework-1").is_dir()


def test_a_release_that_was_cut_short_can_be_given_again(
    assign: Grade,
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from grader.assign import release

    write, count = release.write_atomically, 0

    def fails_at_the_fourth(file: Path, content: bytes) -> None:
        nonlocal count
        count += 1
        if count == 4:
            raise OSError(28, "No space left on device")
        write(file, content)

    monkeypatch.setattr(release, "write_atomically", fails_at_the_fourth)
    done = assign("kit")
    assert done.code == 3 and "No space left" in done.err
    assert assign("kit").code == 0
    assert open_pack(here / "kit/pack").paths == [
        "vectors/weigh",
        "vectors/halve",
        "chance/coin_flips",
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("full",), "is not empty and holds no release"),
        (("file",), "is a file"),
        (("file/below",), "file is a file"),
        (("",), "argument DIR: it is empty"),
        ((str(TOY / "solutions/x"),), "belongs to the course itself"),
        (("new", "--exercises", "weihg"), "Did you mean weigh?"),
        (("new", "--exercises", "halve", "--points", "weigh=3"), "not in this release"),
        (("new", "--points", "weigh"), "NAME=N"),
        (("new", "--points", "weigh=-1"), "not a number of points"),
        (("new", "--points", "weigh=2,vectors/weigh=3"), "both 2 and 3"),
        (("new", "--points", "vectors=2,vectors=3"), "both 2 and 3"),
        (("new", "--name", ""), "not a title"),
        (("new", "--name", "one\ntwo"), "not a title"),
        (("new", "--format", "word"), "invalid choice"),
        (("new", "--action", "somebody"), "OWNER/REPOSITORY@VERSION"),
        (("new", "--chapters", "vectors,,"), "not a list of names"),
        (("notebooks", "--format", "py"), "holds a release with --format notebook"),
        (("linked",), "is a link"),
    ],
)
def test_what_cannot_be_released_is_one_sentence(
    assign: Grade,
    here: Path,
    arguments: tuple[str, ...],
    told: str,
) -> None:
    (here / "full").mkdir()
    (here / "full/thesis.tex").write_text("years")
    (here / "file").write_text("")
    if arguments[0] in ("notebooks", "linked"):
        assign(arguments[0], "--format", "notebook" if arguments[0] == "notebooks" else "py")
    if arguments[0] == "linked":
        (here / "linked/README.md").unlink()
        (here / "linked/README.md").symlink_to(here / "file")
    done = assign(*arguments)
    assert done.code == 2 and told in done.err and "Traceback" not in done.err
    assert not (here / "new").exists() and (here / "file").read_text() == ""


@pytest.mark.parametrize("form", FORMATS)
def test_a_course_without_exercises_is_no_release(grade: Grade, here: Path, form: str) -> None:
    (here / "course").mkdir()
    manifest = 'title = "Soon"\n[chapters.vectors]\ntitle = "Vectors"\nexercises = {}\n'
    (here / "course/course.toml").write_text(manifest)
    options = ("--course", "course", "--format", form)
    done = grade("assign", "out", *options)
    assert done.code == 2 and "course has no exercises yet" in done.err
    done = grade("assign", "out", "--chapters", "vectors", *options)
    assert done.code == 2 and "chapter vectors has no exercises yet" in done.err
    assert not (here / "out").exists()


def test_a_pack_cannot_be_released_and_says_so(grade: Grade, here: Path) -> None:
    grade("assign", "kit", "--course", str(TOY))
    done = grade("assign", "other", "--course", "kit/pack")
    assert done.code == 2 and "works on a course source" in done.err


def test_the_workflow_is_the_action_of_this_repository(assign: Grade, here: Path) -> None:
    assign("kit", "--action", "somebody/gradus@v1.2")
    job = yaml.safe_load((here / "kit/.github/workflows/grade.yml").read_text())["jobs"]["grade"]
    step = job["steps"][-1]
    inputs = yaml.safe_load((ROOT / "action.yml").read_text())["inputs"]
    assert step["uses"] == "somebody/gradus@v1.2"
    # The pack in a student's repository is no judge unless it is named.
    assert step["with"] == {"submission": "exercises"} and set(step["with"]) <= set(inputs)
    assign("pointed", "--points", "weigh=7")
    text = (here / "pointed/.github/workflows/grade.yml").read_text()
    step = yaml.safe_load(text)["jobs"]["grade"]["steps"][-1]
    assert step["with"]["course"] == "pack" and "OWNER/gradus@VERSION" in text


def test_the_pre_commit_hook_runs_a_command_that_there_is(assign: Grade, here: Path) -> None:
    from grader.cli.options import parse

    assign("kit")
    settings = yaml.safe_load((here / "kit/.pre-commit-config.yaml").read_text())
    (hook,) = settings["repos"][0]["hooks"]
    command, options = parse(hook["entry"].split()[1:])
    assert (command, options.course, options.changed) == ("ci", "pack", "HEAD")


def test_the_record_names_every_file_and_no_other(assign: Grade, here: Path) -> None:
    assign("kit")
    record = json.loads((here / "kit/.gradus-release.json").read_text())
    there = {
        f.relative_to(here / "kit").as_posix() for f in (here / "kit").rglob("*") if f.is_file()
    }
    assert set(record["files"]) == there - {".gradus-release.json"}
