"""The autograder zip, set up and run in a folder laid out as Gradescope's /autograder.

``setup.sh`` has made the environment (see conftest), which has neither torch nor Hypothesis.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from grader.assign.material import Request, gather
from grader.course import read_course
from grader.pack import open_pack
from tests.assign.conftest import WRONG, unpacked
from tests.assign.test_notebooks import write
from tests.conftest import TOY

SOLUTIONS = {
    path: (TOY / f"solutions/{path}.py").read_text()
    for path in ("vectors/weigh", "vectors/halve", "chance/coin_flips")
}
WEIGH = f"def weigh(x, axis=-1):\n    {WRONG}\n"
SPINS = "def weigh(x, axis=-1):\n    while True:\n        pass\n"
MEGABYTES = 768


@pytest.fixture
def submission(autograder: Path) -> Path:
    """The empty folder of a submission; no result is left from before."""
    for name in ("submission", "results"):
        shutil.rmtree(autograder / name)
        (autograder / name).mkdir()
    return autograder / "submission"


def environment(root: Path, **more: str) -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "HOME": str(root), "GRADUS_AUTOGRADER": str(root), **more}


def started(root: Path, **more: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [str(root / "source/run_autograder")],
        cwd=root,
        env=environment(root, **more),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def results(root: Path) -> dict[str, Any]:
    """What Gradescope would read: valid, with a score that it can add up."""
    found = json.loads((root / "results/results.json").read_text())
    assert "score" in found or found["tests"] and all("score" in test for test in found["tests"])
    for test in found["tests"]:
        assert 0 <= test.get("score", 0) <= test["max_score"]
        assert test.get("status") in (("passed", "failed") if "score" in test else (None,))
        assert test["output"]
    return dict(found)


def run(root: Path, **more: str) -> dict[str, Any]:
    assert started(root, **more).wait(300) == 0
    return results(root)


def scores(found: dict[str, Any]) -> dict[str, float]:
    return {test["name"]: test["score"] for test in found["tests"]}


def test_right_answers_in_folders_get_all_points(autograder: Path, submission: Path) -> None:
    for path, text in SOLUTIONS.items():
        (submission / path).parent.mkdir(exist_ok=True)
        (submission / f"{path}.py").write_text(text)
    expected = {"vectors/weigh": 2.0, "vectors/halve": 1.0, "chance/coin_flips": 1.0}
    assert scores(run(autograder)) == expected


def test_a_wrong_answer_gets_its_page_and_an_absent_one_0(
    autograder: Path, submission: Path
) -> None:
    (submission / "weigh.py").write_text(WEIGH)
    (submission / "halve.py").write_text(SOLUTIONS["vectors/halve"])
    found = run(autograder)
    assert scores(found) == {"vectors/weigh": 0.0, "vectors/halve": 1.0, "chance/coin_flips": 0.0}
    told = {test["name"]: test["output"] for test in found["tests"]}
    assert "divides by everything" in told["vectors/weigh"]
    assert "Not started" in told["chance/coin_flips"]


def test_a_single_notebook_and_a_kit_are_submissions(autograder: Path, submission: Path) -> None:
    write(submission / "mine.ipynb", list(SOLUTIONS.values()))
    assert sum(scores(run(autograder)).values()) == 4.0
    (submission / "mine.ipynb").unlink()
    (submission / "exercises/vectors").mkdir(parents=True)
    (submission / "exercises/vectors/halve.py").write_text(SOLUTIONS["vectors/halve"])
    (submission / "pack").mkdir()
    assert scores(run(autograder))["vectors/halve"] == 1.0


def test_nothing_handed_in_is_0_and_says_what_is_expected(
    autograder: Path, submission: Path
) -> None:
    found = run(autograder)
    assert found["score"] == 0 and "chapter/name.py" in found["output"]


@pytest.mark.parametrize(
    "code",
    [
        "def weigh(x, axis=-1):\n    import os\n    os._exit(0)\n",
        "def weigh(x, axis=-1):\n    return [0] * 10**11\n",
        "def weigh(x, axis=-1:\n",
        "\0",
        "import json\nopen('/tmp/results.json', 'w').write('{}')\ndef weigh(x):\n    return x\n",
    ],
    ids=("exits", "takes_all_memory", "is_no_python", "is_binary", "writes_a_result"),
)
def test_a_bad_submission_costs_its_own_points_only(
    autograder: Path, submission: Path, code: str
) -> None:
    (submission / "weigh.py").write_text(code)
    (submission / "halve.py").write_text(SOLUTIONS["vectors/halve"])
    found = scores(run(autograder))
    assert found == {"vectors/weigh": 0.0, "vectors/halve": 1.0, "chance/coin_flips": 0.0}


def test_grading_that_takes_too_long_says_so_of_each_exercise(
    autograder: Path, submission: Path
) -> None:
    (submission / "weigh.py").write_text(SPINS)
    found = run(autograder, GRADUS_SECONDS="3")
    told = {test["name"]: test for test in found["tests"]}
    assert "score" not in told["vectors/weigh"] and "could not be judged" in str(told)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_killed_leaves_a_valid_result(
    autograder: Path, submission: Path, how: signal.Signals
) -> None:
    (submission / "weigh.py").write_text(SPINS)
    running = started(autograder)
    deadline = time.monotonic() + 60
    while not (autograder / "results/results.json").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.5)
    os.killpg(running.pid, how)
    running.wait(60)
    found = results(autograder)
    assert "no fault of yours" in json.dumps(found)
    assert not found.get("score") and not any(test.get("score") for test in found["tests"])


@pytest.mark.parametrize("broken", ["pack/pack.json", "pack/vectors/weigh.exercise", "venv"])
def test_a_broken_autograder_leaves_a_valid_result_without_points(
    autograder: Path, submission: Path, broken: str
) -> None:
    (submission / "weigh.py").write_text(SOLUTIONS["vectors/weigh"])
    place = autograder / "source" / broken
    away = autograder / "away"
    place.rename(away)
    try:
        found = run(autograder)
    finally:
        away.rename(place)
    assert found.get("score", 0) == 0 and not sum(t.get("score", 0) for t in found["tests"])
    assert found["output"]


def test_half_a_processor_and_768_megabytes_are_enough(autograder: Path, submission: Path) -> None:
    for path, text in SOLUTIONS.items():
        (submission / f"{path.split('/')[1]}.py").write_text(text)
    core = min(os.sched_getaffinity(0))
    # A neighbour on the same core takes the other half.
    neighbour = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    most = 0
    try:
        os.sched_setaffinity(neighbour.pid, {core})
        running = started(autograder)
        os.sched_setaffinity(running.pid, {core})
        while running.poll() is None:
            most = max(most, _memory(running.pid))
            time.sleep(0.02)
    finally:
        neighbour.kill()
        neighbour.wait()
    assert sum(scores(results(autograder)).values()) == 4.0
    assert 0 < most < MEGABYTES << 20


def _memory(pid: int) -> int:
    """What a process and all that it started hold; what they share is counted for each."""
    whole = 0
    try:
        root = psutil.Process(pid)
        for process in (root, *root.children(recursive=True)):
            whole += process.memory_info().rss
    except psutil.Error:
        pass  # it has ended meanwhile
    return whole


# --- a seed that students do not know --------------------------------------------------------


@pytest.fixture(scope="module")
def secret(autograder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An autograder of another seed than the visible one, in the same environment."""
    material = gather(read_course(TOY), Request(seed=7, jobs=2, is_kept=True))
    root = unpacked(material, tmp_path_factory.mktemp("secret"))
    (root / "source/venv").symlink_to(autograder / "source/venv")
    return root


def test_a_result_on_a_private_seed_shows_what_the_visible_one_shows(
    autograder: Path, submission: Path, secret: Path
) -> None:
    for folder in (submission, secret / "submission"):
        (folder / "weigh.py").write_text(WEIGH)
        (folder / "halve.py").write_text(SOLUTIONS["vectors/halve"])
    public, private = run(autograder), run(secret)
    assert private["extra_data"]["seed"] is None
    assert "public" in public["output"] and "public" not in private["output"]
    assert scores(private) == scores(public)
    told, shown = (
        {test["name"]: test["output"] for test in found["tests"]} for found in (private, public)
    )
    assert "For this input" in told["vectors/weigh"]
    assert told == shown


def test_a_table_of_the_visible_answers_earns_nothing_on_a_private_seed(secret: Path) -> None:
    packed = open_pack(secret / "source/visible").exercise("vectors/halve")
    calls = [*range(packed.meta["groups"]["refusals"][1])]
    calls += [call for law in packed.laws for draw in law["draws"] for call in draw["calls"]]
    known = sorted({int(packed.arguments(call)["n"]) for call in calls})
    (secret / "submission/halve.py").write_text(
        f"KNOWN = {known}\ndef halve(n):\n    return n // 2 if n in KNOWN else 7\n"
    )
    found = next(t for t in run(secret)["tests"] if t["name"] == "vectors/halve")
    assert found["score"] == 0.0
    assert "inputs that are not shown here" in found["output"]
    assert "For this input" not in found["output"]
