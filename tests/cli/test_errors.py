"""Bad input: one clear sentence, the right exit code, and never a traceback of ours."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.cli.commands import COMMANDS
from grader.cli.options import parse
from grader.cli.values import OPTIONS
from grader.errors import UsageError
from grader.version import VERSION
from tests.cli.conftest import Grade
from tests.conftest import ROOT, TOY


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """``grade`` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "grader", *arguments],
        cwd=TOY,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["halv"], "There is no exercise or chapter halv. Did you mean halve?"),
        (["lsit"], "There is no exercise or chapter lsit. Did you mean the command `grade list`?"),
        (["--jsn"], "unknown option --jsn. Did you mean --json? See `grade --help`."),
        (["list", "--jobs", "2"], "unknown option --jobs. See `grade list --help`."),
        (["--seed", "-1"], "argument --seed: '-1' is not a whole number from 0 to 9"),
        (["--seed", "x"], "argument --seed: 'x' is not a whole number from 0 to 9"),
        (["--seed", str(10**18)], f"is not a whole number from 0 to {10**18 - 1}. See `grade"),
        (["--jobs", "0"], "argument --jobs: '0' is not a whole number from 1 to 9999. See `grade"),
        (["--timeout", "0"], "argument --timeout: '0' is not a time in seconds, such as 10. See"),
        (["--memory", "1k"], "argument --memory: '1k' is not a size from 16M to 1024G"),
        (["--isolation", "9"], "argument --isolation: invalid choice: 9 (choose from"),
        (["--device", "tpu"], "argument --device: invalid choice: 'tpu' (choose from"),
        (["--allow", "a b"], "argument --allow: 'a b' is not the name of a package. See"),
        (["--submission", "nowhere"], "There is no submission nowhere; check the path."),
        (["--submission", "course.toml"], "course.toml is not a submission; name a folder, a .py"),
        (["--course", "nowhere"], "There is no course nowhere; name a folder with a course.toml."),
        (["--course", "solutions"], "is not a course: it has no course.toml. Stand in a course or"),
        (["show"], "the following arguments are required: NAME. See `grade show --help`."),
        (["hint"], "the following arguments are required: NAME. See `grade hint --help`."),
        (["hint", "vectors"], "vectors is a chapter; name one exercise of it."),
        (["reset"], "the following arguments are required: NAME. See `grade reset --help`."),
        (["init"], "the following arguments are required: DIR. See `grade init --help`."),
        (["init", ""], "argument DIR: it is empty; give it a value, or leave it out. See `grade"),
        (["reset", ""], "argument NAME: it is empty; give it a value, or leave it out. See"),
        (["build", "--output="], "argument --output: it is empty; give it a value, or leave it"),
        (["init", "solutions/x"], "belongs to the course itself; name a folder of its own, such"),
        (["init", "course.toml"], "course.toml is a file; name a folder that is new or yours."),
        (["new", "Square"], "Square is no name for an exercise; write it like activations"),
        (["new", "vectors/halve"], "halve.py exists already; move it away or choose another name."),
        (["sync", "vectors"], "unknown argument vectors. See `grade sync --help`."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_command_is_one_sentence_and_exit_code_2(
    grade: Grade,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(TOY)
    code, out, err = grade(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith("grade: ") and err.count("\n") == 1
    assert message in err


def _slots(name: str) -> list[list[str]]:
    """A command line for each place of a command where a value goes, with an empty one there."""
    command = COMMANDS[name]
    words = command.names.split()
    needed = [f"{o.split()[0]}=csv" for o in command.options if OPTIONS[o].get("required")]
    found = [[*needed, *["x"] * at, ""] for at in range(len(words))]
    for option in command.options:
        if not OPTIONS[option].get("action", "append").startswith("store"):  # type: ignore[attr-defined]
            found.append([f"{option.split()[0]}="])
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_an_empty_value_never_means_this_folder_or_everything(name: str) -> None:
    for arguments in _slots(name):
        if arguments == ["--changed="]:  # `grade ci` says it in its reports, too
            continue
        with pytest.raises(UsageError, match=r"argument [-A-Z/]+") as refused:
            parse([*name.split(), *arguments])
        assert "''" in str(refused.value) or "it is empty" in str(refused.value), arguments


def test_outside_of_any_course_it_says_where_to_go(
    grade: Grade, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = grade()
    assert code == 2
    assert err.startswith("grade: There is no course here. Stand in the folder that `grade init`")


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    program = (
        "import os, sys\nfrom grader.cli import main\n"
        f"os.chdir({str(gone)!r}); os.rmdir({str(gone)!r})\nsys.exit(main(['list']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr == "grade: The folder that you stand in is gone; go to another.\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("course = ", "gradus.toml is damaged"),
        ("", 'gradus.toml:1: names no course; add course = "FOLDER OF THE COURSE".'),
        ("course = 3", "gradus.toml:1: names no course"),
        ('course = "nowhere"', "nowhere; if it has moved, write its new place here."),
    ],
)
def test_a_broken_gradus_toml_says_how_to_mend_it(
    grade: Grade,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    text: str,
    says: str,
) -> None:
    (tmp_path / "gradus.toml").write_text(text)
    monkeypatch.chdir(tmp_path)
    code, _, err = grade()
    assert code == 2 and says in err


def test_an_unwritable_cache_could_not_run(
    grade: Grade, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("GRADUS_CACHE", str(tmp_path / "file"))
    monkeypatch.chdir(TOY)
    code, out, err = grade("--submission", "solutions", "halve")
    assert (code, out) == (3, "")
    assert "cannot be written" in err and "set GRADUS_CACHE" in err


def test_a_defect_of_ours_is_no_traceback(grade: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.chdir(TOY)
    monkeypatch.setattr("grader.cli.student.list_exercises", broken)
    monkeypatch.delenv("GRADUS_DEBUG", raising=False)
    code, _, err = grade("list")
    assert code == 3
    assert err.startswith("grade: this is a defect of Gradus, not of your code (ZeroDivisionError")
    assert "Traceback" not in err
    monkeypatch.setenv("GRADUS_DEBUG", "1")
    assert "Traceback" in grade("list").err


def test_ctrl_c_is_exit_code_130(grade: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.chdir(TOY)
    monkeypatch.setattr("grader.cli.student.list_exercises", stopped)
    assert grade("list") == (130, "", "grade: stopped.\n")


def test_nobody_reading_on_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "grader", "list"],
        cwd=TOY,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


# --- help ------------------------------------------------------------------------------------


def test_the_version_is_said() -> None:
    assert command("--version").stdout == f"gradus {VERSION}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_page_of_help(name: str) -> None:
    done = command(*([name] if name else []), "--help")
    assert done.returncode == 0
    assert done.stdout.startswith(f"usage: grade {name}".rstrip())
    assert max(map(len, done.stdout.split("\n"))) <= 80


def test_help_names_every_command(grade: Grade) -> None:
    _, out, _ = grade("--help")
    assert all(f"  grade {name}" in out for name in COMMANDS if name)
    assert grade("help", "sync").out.startswith("usage: grade sync")


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["build", "--help"], ["--nonsense"], ["halv"], ["list"], ["show", "halve"]],
)
def test_what_judges_nothing_imports_neither_numpy_nor_rich(arguments: list[str]) -> None:
    program = (
        "import sys\nfrom grader.cli import main\n"
        f"main({arguments!r})\n"
        "loaded = {'numpy', 'torch', 'rich', 'hypothesis'} & set(sys.modules)\n"
        "assert not loaded, loaded\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=TOY,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_options_may_stand_before_the_command(
    grade: Grade, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert grade("--course", str(TOY), "list") == grade("list", "--course", str(TOY))


def test_the_command_line_names_every_format() -> None:
    from grader.assign.formats import FORMATS as releases
    from grader.cli.values import RELEASES, SYSTEMS
    from grader.export.formats import FORMATS as systems

    assert (tuple(releases), tuple(systems)) == (RELEASES, SYSTEMS)
