"""The course itself, parametrised over its exercises: the fast form of the audit, and the pages."""

from __future__ import annotations

import ast
import os
import sys
from pathlib import Path

import pytest

from grader.audit.findings import AuditReport
from grader.audit.run import audit
from grader.audit.scope import FAST
from grader.build import fresh
from grader.course import load_declaration, read_course, read_statement
from grader.freshness import cache_directory
from grader.pack import Pack
from tests.conftest import ROOT, paths

COURSE = read_course(ROOT)
PATHS = paths(COURSE)
JOBS = os.cpu_count() or 1


@pytest.fixture(scope="module")
def audited(pack: Pack) -> AuditReport:
    """The whole course, audited once: solution, stub, mistakes, mutants, laws, alternatives."""
    return audit(COURSE, PATHS, scope=FAST, jobs=JOBS)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """The whole course, built once; in the user's cache where one is named."""
    if "GRADUS_CACHE" not in os.environ:
        patch = pytest.MonkeyPatch()
        patch.setenv("GRADUS_CACHE", str(tmp_path_factory.mktemp("course")))
    return fresh(COURSE, PATHS, jobs=JOBS, cache=cache_directory())


@pytest.mark.parametrize("path", PATHS)
def test_the_exercise_judges_rightly(audited: AuditReport, path: str) -> None:
    found = next(e for e in audited.exercises if e.exercise == path)
    assert not found.problems, "\n".join(f"{p.place}: {p.message}" for p in found.problems)
    assert found.mutants.killed > 0
    assert found.misconceptions == found.named > 0


def test_the_trees_agree(audited: AuditReport) -> None:
    assert not audited.problems, "\n".join(f"{p.place}: {p.message}" for p in audited.problems)


@pytest.mark.parametrize("path", PATHS)
def test_a_different_right_answer_three_hints_and_an_example_are_there(
    pack: Pack, path: str
) -> None:
    assert list((ROOT / "tests/alternatives" / path).glob("*.py")), "write another right answer"
    assert len(pack.exercise(path).hints) == 3
    assert read_statement(COURSE, path).docstring.count("Example:") == 1


@pytest.mark.parametrize("path", PATHS)
def test_a_second_source_has_checked_the_reference(pack: Pack, path: str) -> None:
    exercise = load_declaration(COURSE, path)
    asked = pack.exercise(path).meta["second_source"]
    if exercise.reference is not None and exercise.accuracy.kind != "exact":
        assert asked["examples"] > 0


@pytest.mark.parametrize("path", PATHS)
def test_enough_examples_are_frozen(pack: Pack, path: str) -> None:
    exercise = load_declaration(COURSE, path)
    groups = pack.exercise(path).meta["groups"]
    core, edge = (groups[tier][1] - groups[tier][0] for tier in ("core", "edge"))
    if exercise.reference is not None and exercise.ordinary >= 100:
        # Fewer where there are no more: a gate has four different inputs.
        assert core >= 100 or exercise.accuracy.kind == "exact"
        assert edge >= 30 or exercise.accuracy.kind == "exact"


def test_what_trains_networks_trains_at_most_four_times(pack: Pack) -> None:
    """Calls of a few steps show types, first weights and single steps; what takes time is rare."""
    trained = {}
    for exercise in map(pack.exercise, PATHS):
        if exercise.meta["judged"] or "steps" not in exercise.meta["parameters"]:
            continue
        calls = {call for law in exercise.laws for draw in law["draws"] for call in draw["calls"]}
        calls |= {call for span in exercise.meta["groups"].values() for call in range(*span)}
        steps = [exercise.arguments(call)["steps"] for call in calls]
        trained[exercise.statement.name] = sum(count > 4 for count in steps)
    assert {"shallow_fit", "two_layer_fit", "deep_fit", "pretrain_layers"} <= set(trained)
    assert all(1 <= count <= 4 for count in trained.values()), trained


@pytest.mark.parametrize("path", PATHS)
def test_the_solution_imports_numpy_and_the_standard_library_only(path: str) -> None:
    tree = ast.parse(Path(ROOT / "solutions" / f"{path}.py").read_text())
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        for name in names:
            assert name.split(".")[0] in {"numpy", *sys.stdlib_module_names}
