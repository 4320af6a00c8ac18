"""``grade ci`` in real checkouts: reports valid whatever happens, and whose grader judges."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import psutil
import pytest
import yaml

from grader.cli.options import parse
from tests.cli.conftest import WRONG, Grade
from tests.conftest import ROOT, TOY

RIGHT = (TOY / "solutions/vectors/weigh.py").read_text()
HALVE = (TOY / "solutions/vectors/halve.py").read_text()
FILES = {
    "--junit": "out/junit.xml",
    "--json": "out/report.json",
    "--summary": "out/summary.md",
    "--gradescope": "out/results.json",
    "--codequality": "out/quality.json",
}
REPORTS = [part for option in FILES.items() for part in option]


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def write(checkout: Path, **codes: str) -> None:
    (checkout / "vectors").mkdir(exist_ok=True)
    for name, code in codes.items():
        (checkout / f"vectors/{name}.py").write_text(code)


@pytest.fixture
def checkout(here: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A student's repository with one right answer."""
    for variable in ("GITHUB_ACTIONS", "GRADUS_SEED", "GRADUS_COURSE"):
        monkeypatch.delenv(variable, raising=False)
    root = here / "checkout"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    write(root, weigh=RIGHT)
    git(root, "add", "-A")
    git(root, "commit", "-qm", "first")
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def github(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same in a workflow, with the files that GitHub reads."""
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(checkout / "step.md"))
    monkeypatch.setenv("GITHUB_OUTPUT", str(checkout / "outputs"))
    return checkout


@pytest.fixture
def ci(grade: Grade) -> Grade:
    def run(*arguments: str) -> Any:
        course = [] if "--course" in arguments else ["--course", str(TOY)]
        return grade("ci", *course, *arguments)

    return run


def valid_reports(root: Path) -> dict[str, Any]:
    """Every report, parsed by what its readers parse it with."""
    import xmlschema

    junit = root / FILES["--junit"]
    xmlschema.XMLSchema(ROOT / "tests/junit-10.xsd").validate(junit)
    found = {name: json.loads((root / FILES[f"--{name}"]).read_text()) for name in DATA}
    results = found["gradescope"]
    scored = ["score" in test for test in results["tests"]]
    assert "score" in results or scored and all(scored)
    for test in results["tests"]:
        assert set(test) <= {
            *("score", "max_score", "status", "name", "number", "output", "output_format"),
            *("tags", "visibility", "extra_data"),
        }
        assert test.get("status") in (("passed", "failed") if "score" in test else (None,))
    assert all({"description", "fingerprint", "location"} <= set(i) for i in found["codequality"])
    summary = (root / FILES["--summary"]).read_text()
    assert len(summary.encode()) < 1 << 20
    fences = re.findall("^(`{3,})", summary, re.MULTILINE)
    assert len(fences) % 2 == 0
    return {**found, "summary": summary, "junit": ElementTree.parse(junit).getroot()}


DATA = ("json", "gradescope", "codequality")


def test_all_right_is_0_and_every_report_says_so(checkout: Path, ci: Grade) -> None:
    code, out, _ = ci(*REPORTS)
    assert code == 0
    assert "vectors/weigh passed" in out
    found = valid_reports(checkout)
    assert found["json"]["exercises"][0]["outcome"] == "passed"
    assert found["json"]["seed_is"] == "public" and "is public" in found["summary"]
    assert re.fullmatch("[0-9a-f]{64}", found["json"]["pack"])
    assert found["json"]["pack"][:12] in found["summary"]
    assert found["gradescope"]["tests"][0]["score"] == 2.0
    assert found["codequality"] == []
    assert not found["junit"].findall(".//failure")


def test_one_case_an_exercise_and_check(checkout: Path, ci: Grade) -> None:
    write(checkout, weigh=WRONG, halve=HALVE)
    code, _, _ = ci(*REPORTS)
    assert code == 1
    found = valid_reports(checkout)
    checks = sum(len(e["checks"]) for e in found["json"]["exercises"])
    cases = found["junit"].findall(".//testcase")
    assert len(cases) == checks == int(found["junit"].get("tests"))
    assert len({(c.get("classname"), c.get("name")) for c in cases}) == checks
    suite = found["junit"].find("testsuite[@name='vectors/weigh']")
    times = [float(c.get("time")) for c in suite.findall("testcase")]
    assert sum(times) == pytest.approx(float(suite.get("time")), abs=0.001 * len(times))
    failed = suite.find("testcase/failure")
    assert "divides by everything" in failed.get("message")
    assert "vectors/weigh.py:4" in failed.text
    assert found["codequality"][0]["location"] == {
        "path": "vectors/weigh.py",
        "lines": {"begin": 4},
    }


def test_only_what_changed_is_graded(checkout: Path, ci: Grade) -> None:
    base = git(checkout, "rev-parse", "HEAD")
    assert "Nothing has been changed" in ci("--changed", base, *REPORTS).out
    valid_reports(checkout)
    write(checkout, halve=HALVE)  # new, and not even added
    ci("--changed", base, *REPORTS)
    assert [e["exercise"] for e in valid_reports(checkout)["json"]["exercises"]] == [
        "vectors/halve"
    ]
    git(checkout, "checkout", "-qb", "work")
    git(checkout, "add", "-A")
    git(checkout, "commit", "-qm", "halve")
    git(checkout, "checkout", "-q", "main")
    write(checkout, weigh=RIGHT + "\n")
    git(checkout, "commit", "-qam", "main went on")
    git(checkout, "checkout", "-q", "work")
    # What main changed since is none of this branch's.
    ci("--changed", "main", *REPORTS)
    assert [e["exercise"] for e in valid_reports(checkout)["json"]["exercises"]] == [
        "vectors/halve"
    ]


@pytest.mark.parametrize("base", ["nowhere", "--output=stolen", "HEAD~40", ""])
def test_a_base_that_is_no_commit(checkout: Path, ci: Grade, base: str) -> None:
    code, _, err = ci(f"--changed={base}", *REPORTS)
    assert code == 2
    assert "no commit" in err and "fetch-depth" in err
    assert "no commit" in valid_reports(checkout)["summary"].replace("\\", "")
    assert not (checkout / "stolen").exists()


def test_git_is_asked_nothing_that_runs_the_students_programs(checkout: Path, ci: Grade) -> None:
    trap = checkout / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {checkout}/sprung\n")
    trap.chmod(0o755)
    for setting in ("core.fsmonitor", "diff.external", "core.sshCommand", "diff.py.textconv"):
        git(checkout, "config", setting, str(trap))
    (checkout / ".gitattributes").write_text("*.py diff=py\n")
    write(checkout, halve=HALVE)
    assert ci("--changed", "HEAD").code == 0
    assert not (checkout / "sprung").exists()


def test_without_git_a_base_is_refused(here: Path, ci: Grade) -> None:
    write(here, weigh=RIGHT)
    code, _, err = ci("--changed", "main")
    assert code == 2 and "no Git checkout" in err


def test_no_exercises_at_all(checkout: Path, ci: Grade) -> None:
    shutil.rmtree(checkout / "vectors")
    code, _, err = ci(*REPORTS)
    assert code == 2 and "No exercises were found" in err
    found = valid_reports(checkout)
    assert found["junit"].find(".//failure").get("message").startswith("No exercises")
    assert "No exercises" in found["gradescope"]["output"]


def test_students_are_not_told_the_options_of_the_command(checkout: Path, ci: Grade) -> None:
    shutil.rmtree(checkout / "vectors")
    _, _, err = ci("weigh", *REPORTS)
    assert "--submission" in err and "`grade notebook FILE`" in err
    assert "--" not in valid_reports(checkout)["gradescope"]["output"]


def test_the_hook_promises_no_notebooks_and_runs_a_command_that_there_is() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    command, options = parse(hook["entry"].split()[1:])
    assert (command, options.changed) == ("ci", "HEAD")
    assert re.search(hook["files"], "vectors/weigh.py")
    assert not re.search(hook["files"], "homework.ipynb")


@pytest.mark.parametrize(
    ("files", "base", "code", "kind", "told"),
    [
        ({"weigh": RIGHT}, "nowhere", 2, "error", "nowhere is no commit"),
        ({}, "HEAD", 2, "error", "No exercises were found"),
        ({"weigh": RIGHT}, "HEAD", 0, "notice", "Nothing has been changed since HEAD."),
    ],
    ids=["no such base", "no exercises", "nothing changed"],
)
def test_a_run_that_judges_nothing_says_why_on_github_and_in_junit(
    github: Path,
    ci: Grade,
    files: dict[str, str],
    base: str,
    code: int,
    kind: str,
    told: str,
) -> None:
    shutil.rmtree(github / "vectors")
    write(github, **files)
    done = ci("--changed", base, *REPORTS)
    assert done.code == code
    (said,) = [row for row in done.out.splitlines() if row.startswith(f"::{kind} title=Gradus::")]
    assert told in said
    assert told in (github / "step.md").read_text().replace("\\", "")
    assert (github / "outputs").read_text() == "points=0\nmax-points=0\n"
    junit = valid_reports(github)["junit"]
    failed = int(kind == "error")
    assert len(junit.findall(".//failure")) == int(junit.get("failures")) == failed
    assert len(junit.findall(".//skipped")) == 1 - failed


@pytest.mark.parametrize("kind", ["pipe", "terminal"])
def test_a_report_goes_into_a_file_and_nowhere_else(checkout: Path, ci: Grade, kind: str) -> None:
    pipe = checkout / "pipe"
    os.mkfifo(pipe)
    # Open for both, so that a report would fit into it without anybody reading.
    with open(os.open(pipe, os.O_RDWR | os.O_NONBLOCK), "rb") as reading:
        target = str(pipe) if kind == "pipe" else os.ttyname(os.openpty()[1])
        code, out, err = ci("--junit", target, "--json", "out/report.json")
        assert (code, out) == (2, "")
        assert err == f"grade: --junit {target} cannot be written as a file; name another.\n"
        assert reading.read() is None
    assert (
        "cannot be written" in json.loads((checkout / "out/report.json").read_text())["notices"][0]
    )


def test_stubs_alone_are_nothing_started(checkout: Path, ci: Grade) -> None:
    shutil.rmtree(checkout / "vectors")
    shutil.copytree(TOY / "exercises/vectors", checkout / "vectors")
    code, out, _ = ci(*REPORTS)
    assert code == 0 and "Nothing has been started" in out
    assert ci("--min-points", "1").code == 1
    valid_reports(checkout)


def test_a_report_that_cannot_be_written_costs_no_other(checkout: Path, ci: Grade) -> None:
    (checkout / "taken").mkdir()
    code, _, err = ci("--junit", "taken", "--json", "out/report.json")
    assert code == 2
    assert "--junit taken cannot be written" in err
    notices = json.loads((checkout / "out/report.json").read_text())["notices"]
    assert "cannot be written" in notices[0]


def test_a_merge_conflict_is_named_with_its_line(checkout: Path, ci: Grade) -> None:
    write(checkout, weigh="<<<<<<< HEAD\n" + RIGHT + "=======\n" + WRONG + ">>>>>>> other\n")
    code, out, _ = ci(*REPORTS)
    assert code == 1 and "merge conflict" in out
    found = valid_reports(checkout)
    assert found["json"]["exercises"][0]["outcome"] == "invalid"
    assert found["codequality"][0]["location"]["lines"] == {"begin": 1}


HOSTILE = """import numpy as np
EVIL = "::error::forged\\n::set-output name=x::y\\n</testcase><x>\\x00\\x1b[31m]]>"
EVIL += "\\ufffe\\ud800 ```` | <b>"
def weigh(x, axis=-1):
    print(EVIL)
    raise ValueError(EVIL)
"""


def test_what_a_submission_prints_commands_nobody(github: Path, ci: Grade) -> None:
    checkout = github
    write(checkout, weigh=HOSTILE)
    code, out, _ = ci(*REPORTS)
    assert code == 1
    valid_reports(checkout)
    lines = out.splitlines()
    token = re.fullmatch("::stop-commands::([0-9a-f]{32})", lines[0])[1]  # type: ignore[index]
    end = lines.index(f"::{token}::")
    after = [line for line in lines[end + 1 :] if line.startswith("::")]
    assert [line.split(" ")[0] for line in after] == ["::error", "::notice"]
    assert after[0].startswith("::error file=vectors/weigh.py,line=4,title=weigh%3A")
    assert all(line in after for line in lines[end + 1 :])
    assert not {"\x1b", "\x00"} & set(out)
    assert "<b>" not in re.sub("(?s)(`{3,}).*?\\1", "", (checkout / "step.md").read_text())
    assert (checkout / "outputs").read_text() == "points=0\nmax-points=2\n"


def test_points_may_be_enough(checkout: Path, ci: Grade) -> None:
    write(checkout, weigh=WRONG, halve=HALVE)
    assert ci().code == 1
    assert ci("--min-points", "1").code == 0
    assert ci("--min-points", "1.5").code == 1
    assert ci("--min-points", "many").code == 2


# --- who owns the grader -------------------------------------------------------------------------


def test_a_course_in_the_checkout_judges_only_when_named(
    checkout: Path, grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(TOY, checkout / "course", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setenv("GRADUS_COURSE", str(checkout / "course"))
    code, _, err = grade("ci", *REPORTS)
    assert code == 2 and "inside the checkout" in err
    assert "inside the checkout" in valid_reports(checkout)["summary"]
    assert grade("ci", "--course", "course").code == 0
    monkeypatch.setenv("GRADUS_COURSE", str(TOY))
    assert grade("ci").code == 0


def test_a_students_configuration_chooses_no_course(
    checkout: Path, grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    (checkout / "gradus.toml").write_text('course = "mine"\n')
    (checkout / "mine").mkdir()
    (checkout / "mine/course.toml").write_text("nonsense")
    monkeypatch.setenv("GRADUS_COURSE", str(TOY))
    assert grade("ci").code == 0
    assert grade("ci", "--course", "nowhere").code == 2


def test_a_pack_says_which_it_is(checkout: Path, here: Path, ci: Grade, grade: Grade) -> None:
    assert grade("build", "--course", str(TOY), "--output", str(here / "pack")).code == 0
    from grader.pack import open_pack

    assert ci("--course", str(here / "pack"), *REPORTS).code == 0
    assert valid_reports(checkout)["json"]["pack"] == open_pack(here / "pack").digest


# --- secrets -------------------------------------------------------------------------------------

LOOKS = """import os, numpy as np
def weigh(x, axis=-1):
    print(sorted(os.environ), {})
    x = np.minimum(x, 0.9)
    return x / x.sum(axis=axis, keepdims=True)
"""


def test_a_secret_seed_is_told_to_nobody(
    checkout: Path, ci: Grade, monkeypatch: pytest.MonkeyPatch, cache: Path
) -> None:
    from grader.checkout import _number

    secret = "correct horse battery staple"
    number = str(_number(secret))
    write(checkout, weigh=LOOKS)
    monkeypatch.setenv("GRADUS_SEED", secret)
    before = {str(p) for p in cache.rglob("*")}
    code, out, err = ci("weigh", *REPORTS)
    assert code == 1
    assert "GRADUS_SEED" not in os.environ
    found = valid_reports(checkout)
    assert found["json"]["seed"] is None and found["json"]["seed_is"] == "secret"
    assert "is public" not in found["summary"]
    told = out + err + "".join((checkout / file).read_text() for file in FILES.values())
    assert secret not in told and number not in told and "GRADUS_SEED" not in told
    new = {str(p) for p in cache.rglob("*")} - before
    assert not [place for place in new if number in place]
    # The counterexample is one of the visible seed, which its own page shows too.
    shown = found["json"]["exercises"][0]["findings"][0]["counterexample"]
    monkeypatch.delenv("GRADUS_SEED", raising=False)
    ci("weigh", *REPORTS)
    assert valid_reports(checkout)["json"]["exercises"][0]["findings"][0]["counterexample"] == shown


def test_what_only_the_secret_seed_sees_shows_no_number(
    checkout: Path, ci: Grade, toy: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A table of the visible answers: right wherever the public pack looks, wrong elsewhere.
    packed = toy.exercise("vectors/halve")
    calls = packed.meta["groups"]["refusals"][1]
    known = {int(packed.arguments(n)["n"]) for n in range(calls)}
    known |= {n for law in packed.laws for d in law["draws"] for n in _numbers(packed, d["calls"])}
    write(
        checkout,
        halve=f"KNOWN = {sorted(known)}\ndef halve(n):\n    return n // 2 if n in KNOWN else 7\n",
    )
    assert ci("halve").code == 0
    monkeypatch.setenv("GRADUS_SEED", "another")
    assert ci("halve", *REPORTS).code == 1
    found = valid_reports(checkout)["json"]["exercises"][0]
    assert found["points"] == 0.0
    for finding in found["findings"]:
        assert finding["counterexample"] == {} and not finding["expected"] and not finding["got"]
        assert "not shown here" in finding["message"]


@pytest.mark.parametrize(
    ("seed", "exercises", "told"),
    [(0, [], "the seed that judges"), (1, ["weigh"], "without")],
    ids=["the same seed", "an exercise less"],
)
def test_a_visible_pack_that_hides_nothing_is_refused(
    checkout: Path, ci: Grade, grade: Grade, seed: int, exercises: list[str], told: str
) -> None:
    packs = checkout.parent
    grade("build", "--course", str(TOY), "--output", str(packs / "judges"))
    options = ["--course", str(TOY), "--seed", str(seed), "--output", str(packs / "shown")]
    grade("build", *exercises, *options)
    done = ci("--course", str(packs / "judges"), "--visible", str(packs / "shown"))
    assert done.code == 2 and told in done.err


def test_a_visible_pack_goes_with_a_pack(checkout: Path, ci: Grade) -> None:
    done = ci("--visible", "shown")
    assert done.code == 2 and "GRADUS_SEED" in done.err


def _numbers(packed: Any, calls: list[int]) -> set[int]:
    return {int(packed.arguments(number)["n"]) for number in calls}


def test_stopped_while_explaining_the_points_stay_the_secret_seeds(
    checkout: Path, ci: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    from grader import checkout as rooms

    graded = rooms._graded

    def interrupted(grader: Any, sources: Any, request: Any, cache: Any, *bars: Any) -> Any:
        if cache is not None:
            return graded(grader, sources, request, cache, *bars)
        raise rooms.Stopped(rooms.empty("the visible seed"), KeyboardInterrupt())

    monkeypatch.setattr(rooms, "_graded", interrupted)
    monkeypatch.setenv("GRADUS_SEED", "another")
    write(checkout, weigh=LOOKS)
    assert ci("weigh", *REPORTS).code == 130
    found = valid_reports(checkout)["json"]
    assert found["seed_is"] == "secret" and found["seed"] is None
    assert [e["outcome"] for e in found["exercises"]] == ["failed"]
    assert all(not f["counterexample"] for f in found["exercises"][0]["findings"])


def test_a_secret_needs_a_course(
    checkout: Path, here: Path, ci: Grade, grade: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert grade("build", "--course", str(TOY), "--output", str(here / "pack")).code == 0
    monkeypatch.setenv("GRADUS_SEED", "x")
    code, _, err = ci("--course", str(here / "pack"), *REPORTS)
    assert code == 2 and "another seed needs the course source" in err
    valid_reports(checkout)


# --- ended half way ------------------------------------------------------------------------------

SLOW = "import time\ndef weigh(x, axis=-1):\n    while True: pass\n"


def hears_ctrl_c() -> None:
    """What runs in the background of a shell is born deaf to it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def at_work(grader: int) -> bool:
    """Whether a submission of the grader's uses the processor: warming up takes less."""
    found = psutil.Process(grader).children(recursive=True)
    with suppress(psutil.NoSuchProcess):
        return any(process.cpu_times().user > 2.0 for process in found)
    return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_job_that_is_cancelled_leaves_its_reports(checkout: Path, number: int) -> None:
    write(checkout, weigh=SLOW, halve=HALVE)
    command = [sys.executable, "-m", "grader", "ci", "--course", str(TOY), "--jobs", "1", *REPORTS]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [*command, "--timeout", "60"], cwd=checkout, env=environment, stderr=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True, preexec_fn=hears_ctrl_c,
    )  # fmt: skip
    until = time.monotonic() + 120
    while not at_work(process.pid) and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    found = valid_reports(checkout)["json"]
    outcomes = {e["exercise"]: e["outcome"] for e in found["exercises"]}
    assert outcomes["vectors/weigh"] == "could_not_run"
    assert [e["points"] for e in found["exercises"] if e["outcome"] == "could_not_run"][0] is None
    untold = [t for t in valid_reports(checkout)["gradescope"]["tests"] if "score" not in t]
    assert untold


def test_a_broken_course_is_our_fault_and_the_reports_stand(
    checkout: Path, here: Path, ci: Grade
) -> None:
    broken = here / "broken"
    shutil.copytree(TOY, broken, ignore=shutil.ignore_patterns("__pycache__"))
    (broken / "reference/vectors/weigh.py").write_text("EXERCISE = 1 / 0\n")
    code, _, err = ci("--course", str(broken), *REPORTS)
    assert code == 2
    assert "reference/vectors/weigh.py" in err and "Traceback" not in err
    found = valid_reports(checkout)
    assert found["json"]["exercises"][0]["outcome"] == "could_not_run"


def test_weak_isolation_is_refused_unless_asked_for(
    checkout: Path, ci: Grade, monkeypatch: pytest.MonkeyPatch
) -> None:
    from grader.sandbox import pool

    monkeypatch.setattr(pool.sys, "platform", "darwin")
    code, _, err = ci(*REPORTS)
    assert code == 3 and "--isolation 1" in err
    valid_reports(checkout)
    assert ci("--isolation", "1").code == 0
