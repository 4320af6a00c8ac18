"""What the answers of one submission amount to: every check, and what failed in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from grader import claims, compare, glance, house_laws, laws
from grader.failures import Failure, failure_of
from grader.pack import PackedExercise
from grader.questions import Questions, Retry, Subject, Unanswered
from grader.sandbox import replies
from grader.verdict import Check, Outcome

REFERENCE = "agrees_with_the_reference"


class Checks:
    """Compares everything that was asked; ``made`` and ``failures`` are the result."""

    def __init__(self, packed: PackedExercise, questions: Questions) -> None:
        self.packed = packed
        self.questions = questions
        self.answers = questions.answers
        self.groups = packed.meta["groups"]
        self.made: list[Check] = []
        self.failures: list[Failure] = []

    def make(self) -> None:
        """Make every check; after a death in the core tier, only those of that tier."""
        self.examples("core")
        self.laws("core")
        if self.questions.died is None or self.first_failed("core") is None:
            self.examples("edge")
            self.laws("edge")
            self.house()

    def first_failed(self, tier: str) -> Check | None:
        """The first check of a tier that did not pass."""
        failed = (c for c in self.made if c.tier == tier and c.outcome is not Outcome.PASSED)
        return next(failed, None)

    def numbers(self, group: str) -> range:
        first, last = self.groups[group]
        return range(first, last)

    def record(self, check: str, tier: str, failures: Sequence[Failure], examples: int) -> None:
        outcome = failures[0].outcome if failures else Outcome.PASSED
        self.made.append(Check(check, tier, outcome, examples))
        self.failures.extend(failures)

    def unanswered(self, check: str, tier: str, number: int) -> Failure | None:
        """The failure of a call that returned no value."""
        reply = self.answers.get(number)
        if isinstance(reply, replies.Value):
            return None
        if reply is None:
            # An earlier call of this stage ended the process: not asked, so not passed.
            text = "The process had already ended."
            return Failure(check, tier, Outcome.CRASHED, number, text)
        return failure_of(check, tier, number, reply)

    def examples(self, tier: str) -> None:
        if not self.packed.meta["judged"]:
            # Without a reference examples show only that the function runs.
            found = [self.unanswered("runs", tier, number) for number in self.numbers(tier)]
            failed = [failure for failure in found if failure]
            self.record("runs", tier, failed, len(found))
            return
        failures: list[Failure] = []
        answers = self.packed.answers
        if self._plainly_right(tier):
            self.record(REFERENCE, tier, failures, len(self.numbers(tier)))
            return
        for number in self.numbers(tier):
            failure = self.unanswered(REFERENCE, tier, number)
            if failure is None:
                got = self.answers[number].value  # type: ignore[union-attr]
                expected, bound = answers["expected"][number], answers["bound"][number]
                wrong = compare.disagreement(expected, bound, got)
                if wrong is None:
                    continue
                failure = Failure(
                    REFERENCE,
                    tier,
                    Outcome.FAILED,
                    number,
                    wrong.message,
                    wrong,
                    expected,
                    got,
                    printed=self.answers[number].printed,
                )
            failures.append(failure)
        self.record(REFERENCE, tier, failures, len(self.numbers(tier)))

    def _plainly_right(self, tier: str) -> bool:
        """Whether one look at all examples is enough: they are answered, and rightly."""
        span = slice(*self.groups[tier])
        got = [self.answers.get(number) for number in self.numbers(tier)]
        values = [reply.value for reply in got if isinstance(reply, replies.Value)]
        expected, bounds = self.packed.answers["expected"], self.packed.answers["bound"]
        return len(values) == len(got) and glance.plainly_right(
            expected[span], bounds[span], values
        )

    @cached_property
    def written_laws(self) -> dict[str, Any]:
        """The laws by their names, ready to be called."""
        return laws.written(self.packed.law_code)

    def laws(self, tier: str) -> None:
        drawn = {
            law["name"]: [d for d in law["draws"] if d["tier"] == tier] for law in self.packed.laws
        }
        if not any(drawn.values()):
            return
        namespace = self.written_laws
        for name, draws in drawn.items():
            if not draws:
                continue
            failures = []
            with claims.quietly():
                for draw in draws:
                    failure = self._law(name, namespace[name], draw, tier)
                    if failure is not None:
                        failures.append(failure)
                        break
            self.record(name, tier, failures, len(draws))

    def _law(self, name: str, law: Any, draw: Any, tier: str) -> Failure | None:
        subject = Subject(self.questions, draw["calls"])
        arguments = laws.law_arguments(draw["arguments"])

        def failed(message: str, wrong: compare.Disagreement | None = None) -> Failure:
            number = draw["calls"][0] if draw["calls"] else -1
            return Failure(
                name,
                tier,
                Outcome.FAILED,
                number,
                message,
                wrong,
                law=True,
                arguments=draw["arguments"],
            )

        try:
            law(subject, **arguments)
        except claims.LawBroken as broken:
            return failed(str(broken), broken.disagreement)
        except Unanswered as stopped:
            failure = failure_of(
                name, tier, draw["calls"][0] if draw["calls"] else -1, stopped.reply
            )
            return replace(failure, law=True, arguments=draw["arguments"])
        except Retry:
            raise
        except Exception:
            # A right answer never gets here: what came is not even of the right kind.
            return failed("The answer is not of the kind that the statement promises.")
        return None

    # --- house -------------------------------------------------------------------------------

    def house(self) -> None:
        for check, found, count in house_laws.findings(self.packed, self.answers, self.groups):
            failures = []
            for failure in found:
                if failure.reply is not None:
                    failures.append(failure_of(check, "house", failure.number, failure.reply))
                else:
                    failures.append(
                        Failure(
                            check,
                            "house",
                            Outcome.FAILED,
                            failure.number,
                            failure.message,
                            failure.disagreement,
                            failure.expected,
                            failure.got,
                        )
                    )
            self.record(check, "house", failures, count)
