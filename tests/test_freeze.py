"""Freezing refuses what contradicts itself, and each refusal names the file and the next step."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from grader import conditioning, laws
from grader.build import fresh, write
from grader.course import read_course
from grader.declare import array, floats, integers, record, scalar
from grader.errors import CouldNotRun, CourseError, PackError
from grader.oracle import require_device
from grader.pack import open_pack
from tests.conftest import ROOT, TOY

WEIGH = "vectors/weigh"
Edit = Callable[..., Path]


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """A copy of the toy course with something replaced in its declaration or its solution."""

    def edit(old: str, new: str, tree: str = "reference") -> Path:
        root = tmp_path / "toy"
        shutil.copytree(TOY, root, dirs_exist_ok=True)
        file = root / tree / f"{WEIGH}.py"
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new))
        return root

    return edit


def build(root: Path, cache: Path) -> None:
    fresh(read_course(root), [WEIGH], cache=cache)


@pytest.mark.parametrize(
    "old, new, tree, says",
    [
        (
            "return x / x.sum(dim=axis",
            "return 1.0001 * x / x.sum(dim=axis",
            "reference",
            "disagree",
        ),
        ("x / x.sum(dim=axis", "x.no_such / x.sum(dim=axis", "reference", "reference raised"),
        ("weigh(x * factor)", "weigh(x + factor)", "reference", "breaks the law ignores_the_unit"),
        ("assert_close(shares", "torch.sum(shares", "reference", "write it in NumPy"),
        ('"""Shares add up to one whole."""', "pass", "reference", "has no"),
        ("axis: int = -1) -> torch", "axis: int = 0) -> torch", "reference", "default of axis"),
        ('"axis": axis("x")}', '"axes": axis("x")}', "reference", "must be the same"),
        ("def weigh", "def weigth", "solutions", "weigh"),
        ("return x / x.sum", "return 2 * x / x.sum", "solutions", "breaks the law"),
        ("import torch", "import torch\nimport no_such_module", "reference", "no_such_module"),
        ("hints=", "hint=", "reference", "hint"),
        (
            "def sums_to_one(weigh, x, axis)",
            "def sums_to_one(weigh, x, y)",
            "reference",
            "describes",
        ),
    ],
)
def test_a_contradiction_is_refused_by_name(
    edited: Edit, tmp_path: Path, old: str, new: str, tree: str, says: str
) -> None:
    root = edited(old, new, tree)
    with pytest.raises(CourseError) as problem:
        build(root, tmp_path / "cache")
    assert says in str(problem.value)
    assert f"{WEIGH}.py" in str(problem.value)


def test_what_a_law_uses_is_read_alike_when_it_is_frozen_and_when_it_judges(
    edited: Edit, cache: Path
) -> None:
    hidden = (
        "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from collections.abc import "
        "Callable\n\nLIMIT: Callable | float = 1.0\n\n\n@law()\ndef sums_to_one("
    )
    root = edited("@law()\ndef sums_to_one(", hidden)
    file = root / "reference" / f"{WEIGH}.py"
    file.write_text(file.read_text().replace("np.ones(", "LIMIT * np.ones("))
    packed = fresh(read_course(root), [WEIGH], cache=cache).exercise(WEIGH)
    assert laws.written(packed.law_code)["LIMIT"] == 1.0


def test_only_what_changed_is_built_again(tmp_path: Path) -> None:
    root = tmp_path / "toy"
    shutil.copytree(TOY, root)
    names = ["vectors/weigh", "vectors/halve"]
    told: list[str] = []

    def progress(path: str, done: int, total: int) -> None:
        if done:
            told.append(path)

    def again() -> list[str]:
        told.clear()
        fresh(read_course(root), names, cache=tmp_path / "cache", progress=progress)
        return sorted(told)

    assert again() == sorted(names)
    assert again() == []
    declaration = root / "reference/vectors/halve.py"
    declaration.write_text(declaration.read_text() + "\n# a remark\n")
    assert again() == ["vectors/halve"]


def test_two_builds_at_once_agree(tmp_path: Path) -> None:
    course = read_course(TOY)

    def build_it(_: int) -> str:
        program = (
            "from pathlib import Path; from grader.build import fresh; "
            "from grader.course import read_course; "
            f"print(fresh(read_course(Path({str(TOY)!r})), ['vectors/halve'], "
            f"cache=Path({str(tmp_path)!r})).exercise('vectors/halve').digest)"
        )
        run = subprocess.run(
            [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
        )
        return run.stdout

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(build_it, range(2))
    assert one == other
    assert fresh(course, ["vectors/halve"], cache=tmp_path).exercise("vectors/halve").digest in one


def test_the_same_seed_freezes_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    course = read_course(TOY)
    digests = [
        fresh(course, [WEIGH], seed=seed, cache=tmp_path / str(i)).exercise(WEIGH).digest
        for i, seed in enumerate((0, 0, 1))
    ]
    assert digests[0] == digests[1] != digests[2]


def test_a_written_pack_stands_alone(tmp_path: Path, cache: Path) -> None:
    write(read_course(TOY), tmp_path / "kit", [WEIGH], cache=cache)
    pack = open_pack(tmp_path / "kit")
    assert pack.paths == [WEIGH]
    assert pack.exercise(WEIGH).statement.name == "weigh"
    assert sorted(f.name for f in (tmp_path / "kit").rglob("*") if f.is_file()) == [
        "pack.json",
        "weigh.exercise",
    ]


def test_damaged_packs_are_refused(tmp_path: Path, cache: Path) -> None:
    write(read_course(TOY), tmp_path, [WEIGH], cache=cache)
    file = tmp_path / f"{WEIGH}.exercise"
    whole = file.read_bytes()
    for content in (b"", b"GRADUS", b"x" * len(whole)):
        file.write_bytes(content)
        with pytest.raises(PackError):
            open_pack(tmp_path).exercise(WEIGH)
    file.unlink()
    with pytest.raises(PackError, match="missing"):
        open_pack(tmp_path).exercise(WEIGH)
    (tmp_path / "pack.json").write_text("{")
    with pytest.raises(PackError):
        open_pack(tmp_path)


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    with pytest.raises(CouldNotRun, match="GRADUS_CACHE"):
        fresh(read_course(TOY), [WEIGH], cache=in_the_way)


def test_cuda_asked_for_and_absent_is_a_clear_error() -> None:
    import torch

    if torch.cuda.is_available():
        pytest.skip("this machine has a GPU, so its absence cannot be seen here")
    with pytest.raises(CouldNotRun, match="--device cpu"):
        require_device("cuda")


def test_cpu_and_cuda_freeze_the_same_answers(tmp_path: Path) -> None:
    import numpy as np
    import torch

    if not torch.cuda.is_available():
        pytest.skip("needs a CUDA GPU and a CUDA build of torch")
    course = read_course(TOY)
    cpu, cuda = (
        fresh(course, [WEIGH], device=device, cache=tmp_path).exercise(WEIGH).answers
        for device in ("cpu", "cuda")
    )
    for one, other, limit in zip(cpu["expected"], cuda["expected"], cpu["bound"], strict=True):
        assert (np.abs(one - other) <= limit).all()


def test_rounding_moves_floats_inside_their_range_and_ties_together_in_half_of_the_draws() -> None:
    described = {"x": array("N", floats(0.0, 1.0)), "n": scalar(integers(0, 9)), "w": record({})}
    free = np.array([[0.3, 0.3], [np.inf, 0.7]])
    given = {"x": np.array([0.5, 0.5, 1.0, 7.0]), "n": 3, "w": {"a": free, "b": [0.25]}}
    draws = list(conditioning.moved_arguments(described, given, 1, 1e-3))
    assert len(draws) == conditioning.DRAWS
    for k, moved in enumerate(draws):
        assert moved["n"] == 3
        assert moved["x"][3] == 7.0 and moved["x"].max(initial=0.0, where=given["x"] <= 1) <= 1.0
        assert moved["w"]["a"].shape == free.shape and moved["w"]["a"][1, 0] == np.inf
        assert type(moved["w"]["b"][0]) is float
        for name in ("x", "w"):
            first, second = np.ravel(moved[name] if name == "x" else moved[name]["a"])[:2]
            assert (first == second) == (k % 2 == 0)
        assert np.allclose(moved["x"], given["x"], rtol=1.01e-3)
    assert len({moved["w"]["b"][0] for moved in draws}) > 3


def test_where_rounding_moves_nothing_the_answer_is_not_asked_for_again() -> None:
    assert not list(conditioning.moved_arguments({"n": scalar(integers(0, 9))}, {"n": 3}, 1, 1e-3))
