"""The checks of wrong answers: mistakes, mutants, laws and records, each broken on purpose."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from grader.audit import bench, killing
from grader.audit.bench import Place
from grader.audit.findings import MutantsResult, Problem
from grader.audit.killing import kill
from grader.audit.laws import laws
from grader.audit.misconceptions import misconceptions
from grader.audit.mutants import mutants
from grader.verdict import Outcome, Verdict

COIN_FLIPS = "chance/coin_flips"
HALVE = "vectors/halve"
WEIGH = "vectors/weigh"


def killed(toy: Any, path: str, **scope: int) -> MutantsResult:
    return kill(toy.audited(path, **scope), 0.01, frozenset())


def words(problems: tuple[Problem, ...] | list[Problem]) -> str:
    return "\n".join(f"{p.check}: {p.message}" for p in problems)


# --- mistakes --------------------------------------------------------------------------------


def test_each_mistake_of_the_toy_is_named(toy: Any) -> None:
    found = misconceptions(toy.audited(WEIGH))
    assert found.problems == ()
    assert found.named == found.total == 4
    assert "sums_to_one" in found.caught_by


def test_a_mistake_that_is_right_after_all_is_a_problem(toy: Any) -> None:
    toy.change("reference", HALVE, "return int(n / 2)", "return n // 2")
    found = misconceptions(toy.audited(HALVE))
    assert found.named == 1
    assert "rounds_towards_zero gets full points" in words(found.problems)
    assert found.problems[0].line > 1


def test_two_mistakes_that_answer_alike_are_a_problem(toy: Any) -> None:
    toy.change("reference", HALVE, "    return n / 2", "    return int(n / 2)")
    toy.change("reference", HALVE, "witness=4", "witness=-5")
    found = misconceptions(toy.audited(HALVE))
    assert found.named == 0
    assert "is not named" in words(found.problems)


def test_a_witness_that_names_two_is_a_problem(toy: Any) -> None:
    toy.change("reference", HALVE, "    return n / 2", "    return -(-n // 2)")
    toy.change("reference", HALVE, "witness=4", "witness=-3")
    found = misconceptions(toy.audited(HALVE))
    assert "the witness of rounds_towards_zero names leaves_a_float too" in words(found.problems)


def test_a_mistake_that_needs_torch_is_a_problem(toy: Any) -> None:
    toy.change("reference", WEIGH, "return x / x.max(axis", "return torch.amax(x, axis")
    toy.change(
        "reference",
        WEIGH,
        ", keepdims=True)\n\n\n@misconception(witness={",
        ")\n\n\n@misconception(witness={",
    )
    found = misconceptions(toy.audited(WEIGH))
    assert "torch" in words(found.problems)


# --- mutants ---------------------------------------------------------------------------------


def test_all_mutants_of_the_toy_are_killed(toy: Any) -> None:
    found = killed(toy, WEIGH)
    assert found.total == found.judged == found.killed > 20
    assert found.survivors == ()
    assert found.kill_rate == 1.0
    assert "sums_to_one" in found.caught_by


def test_a_hole_in_the_declaration_shows_as_a_survivor(toy: Any) -> None:
    toy.change("reference", WEIGH, "refusals=(", "refusals=() and (")
    found = killed(toy, WEIGH)
    assert "raise RuntimeError" in {s.mutant.becomes.partition("(")[0] for s in found.survivors}
    problem = next(p for p in found.problems if "RuntimeError" in p.message)
    assert problem.check == "mutants"
    file = toy.root / "solutions" / f"{WEIGH}.py"
    assert problem.file == str(file)
    assert "raise ValueError" in file.read_text().splitlines()[problem.line - 1]


def test_an_endless_mutant_is_killed_in_a_moment(toy: Any) -> None:
    body = "return n // 2"
    toy.change("solutions", HALVE, body, f"while n > 10**13:\n        n = 0\n    {body}")
    found = killed(toy, HALVE)
    endless = [s for s in found.survivors if s.mutant.becomes.startswith("while n < ")]
    assert found.killed > 0
    assert endless == []


def test_a_capped_audit_goes_on_until_each_law_has_caught_something(toy: Any) -> None:
    audited = toy.audited(WEIGH, mutants=1)
    assert kill(audited, 0.01, frozenset()).judged == 1
    names = frozenset(law.name for law in audited.exercise.laws)
    assert kill(audited, 0.01, names).caught_by == names


# --- records ---------------------------------------------------------------------------------


def stair(toy: Any) -> None:
    """A step that a corpus of three numbers is not likely to find."""
    toy.change("solutions", HALVE, "return n // 2", "return 1 if n > 95 else 0")
    toy.change("reference", HALVE, "return n // 2", "return 1 if n > 95 else 0")
    toy.change(
        "reference", HALVE, "integers(-100, 100), integers(-(10**12), 10**12)", "integers(0, 100)"
    )
    toy.change("reference", HALVE, "laws=(doubling_is_undone,)", "ordinary=3, edge=0")
    toy.change("reference", HALVE, "(rounds_towards_zero, leaves_a_float)", "()")


def record(toy: Any, becomes: str, kind: str = "equivalent", more: str = "") -> Path:
    return toy.write(
        f"reference/{HALVE}.survivors.toml",
        f'[[{kind}]]\nline = "return 1 if n > 95 else 0"\n'
        f'becomes = "{becomes}"\nreason = "so"\n{more}',
    )


def test_a_recorded_mutant_is_excused(toy: Any) -> None:
    stair(toy)
    alone = killed(toy, HALVE)
    assert "return 1 if n > 96 else 0" in {s.mutant.becomes for s in alone.survivors}
    record(toy, "return 1 if n > 96 else 0")
    found = killed(toy, HALVE)
    assert found.equivalent == 1
    assert len(found.survivors) == len(alone.survivors) - 1


def test_a_permitted_mutant_must_quote_the_statement(toy: Any) -> None:
    stair(toy)
    more = 'sentence = "A whole number, negative ones too."\n'
    record(toy, "return 1 if n > 96 else 0", "permitted", more)
    assert killed(toy, HALVE).permitted == 1
    record(toy, "return 1 if n > 96 else 0", "permitted", 'sentence = "Any will do."\n')
    assert "does not say 'Any will do.'" in words(killed(toy, HALVE).problems)


def test_fresh_inputs_refute_a_record_that_is_not_true(toy: Any) -> None:
    stair(toy)
    record(toy, "return 1 if n > 96 else 0")
    found = killed(toy, HALVE, fresh=200, fresh_seeds=2)
    assert "recorded as equivalent, but fresh inputs at seed 1000 kill it" in words(found.problems)
    assert any("n = " in survivor.proof for survivor in found.survivors)


def test_a_record_of_a_killed_mutant_is_stale(toy: Any) -> None:
    stair(toy)
    record(toy, "return 2 if n > 95 else 0")
    toy.change("reference", HALVE, "ordinary=3", "ordinary=100")
    assert "is killed; delete the record" in words(killed(toy, HALVE).problems)


def test_where_laws_alone_judge_they_ask_for_the_fresh_inputs(toy: Any) -> None:
    flips = "    flips = coin_flips(n, p, rng)\n"
    thirty = "    for _ in range(29):\n        coin_flips(n, p, rng)\n"
    toy.change("reference", COIN_FLIPS, flips, thirty + flips)
    usual = toy.audited(COIN_FLIPS).at(1000)
    for wanted in (10, 1300):  # in all: each of the two laws asks for half of them
        asked = {
            law["name"]: [len(draw["calls"]) for draw in law["draws"]]
            for law in bench.exercise(replace(usual, fresh=wanted)).laws
        }
        # Who asks thirty times in a draw is drawn no more often than it takes, nor than declared.
        assert asked["gives_one_boolean_a_flip"] == [30] * max(20, -(-wanted // 60))
        assert asked["shows_heads_as_often_as_promised"] == [1] * max(10, wanted // 2)


# --- laws ------------------------------------------------------------------------------------


def test_a_law_that_catches_nothing_is_decoration(toy: Any) -> None:
    toy.change("reference", HALVE, "assert_equal(halve(2 * n), n)", "halve(n)")
    audited = toy.audited(HALVE)
    mistakes = misconceptions(audited)
    found = kill(audited, 0.01, frozenset())
    [problem] = laws(audited, mistakes.caught_by | found.caught_by)
    assert "doubling_is_undone catches no misconception and no mutant" in problem.message
    assert problem.line == audited.exercise.laws[0].function.__code__.co_firstlineno


def test_no_tight_bound_is_wider_and_none_leaves_an_input_out(toy: Any) -> None:
    usual = replace(toy.audited(WEIGH).at(1000), fresh=100)
    wide, tight = (bench.exercise(place) for place in (usual, replace(usual, tight=0.1)))
    bounds = {str(tight.arguments(n)): b for n, b in enumerate(tight.answers["bound"])}
    pairs = [(b, bounds[str(wide.arguments(n))]) for n, b in enumerate(wide.answers["bound"])]
    assert all(np.all(narrow <= bound) for bound, narrow in pairs)
    assert any(np.any(narrow < bound) for bound, narrow in pairs)


def test_a_tight_bound_alone_kills_nobody(toy: Any) -> None:
    passed = Verdict(WEIGH, Outcome.PASSED, 1.0, 1.0, 0.0, ())
    failed = replace(passed, outcome=Outcome.FAILED, points=0.0)

    class Strict:
        def judge(self, _: str, place: Place, sources: Any, *__: Any) -> Future[list[Verdict]]:
            future: Future[list[Verdict]] = Future()
            others = len(sources) - 1
            future.set_result([passed] + others * [failed if place.tight else passed])
            return future

    audited = replace(toy.audited(WEIGH, fresh=100, fresh_seeds=2), workers=Strict())
    alive = mutants(audited.solution.code or "")[:1]
    assert killing._proofs(audited, alive, killing._Judged([], [], set(), [])) == {}
