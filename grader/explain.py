"""What a failure page says: the smallest counterexample, the law in words, the mistake by name.

Everything is looked up in the pack, so the same submission gets the same page everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

import numpy as np

from grader import compare, describe, sameness
from grader.failures import Failure
from grader.house_laws import SENTENCES
from grader.model import Source
from grader.pack import PackedExercise
from grader.pictures import picture
from grader.sandbox import replies
from grader.verdict import Check, Difference, Finding, Outcome, Verdict


def _shown(value: Any) -> str:
    return f"{value:.10g}" if isinstance(value, (float, np.floating)) else str(value)


def _difference(where: str, element: compare.Element | None) -> Difference | None:
    if element is None:
        return None
    return Difference(
        where=where,
        index=element.index,
        expected=_shown(element.expected),
        got=_shown(element.got),
        error=f"{element.error:.2g}",
        tolerance=f"{element.tolerance:.2g}",
    )


def could_be_smaller(packed: PackedExercise, verdict: Verdict) -> bool:
    """Whether the page shows a frozen example that is no rung of the ladder."""
    if not verdict.findings or verdict.outcome not in (Outcome.FAILED, Outcome.ERROR):
        return False
    first = verdict.findings[0]
    last = packed.meta["groups"]["edge"][1]
    return not first.law and 0 <= first.example < last and first.example not in packed.meta["rungs"]


class Explainer:
    """Turns the failures of one submission to one exercise into findings."""

    def __init__(self, packed: PackedExercise, source: Source) -> None:
        self.packed = packed
        self.source = source
        self.name = packed.statement.name

    def findings(
        self,
        failures: Sequence[Failure],
        answers: Mapping[int, replies.Reply],
        checks: Sequence[Check],
    ) -> tuple[Finding, ...]:
        """One finding a failing check, in the order of the checks, the smallest failure first."""
        mistake = self.mistake(failures, answers, checks)
        found: list[Finding] = []
        for check in dict.fromkeys((f.check, f.tier) for f in failures):
            alike = [f for f in failures if (f.check, f.tier) == check]
            finding = self.finding(alike[0], mistake if not found else "")
            found.append(replace(finding, picture=picture(self.packed, alike, answers)))
        return tuple(found)

    def finding(self, failure: Failure, mistake: str) -> Finding:
        """What the page says of one failure."""
        wrong = failure.disagreement
        sentences = self.packed.meta["laws"]
        law = sentences.get(failure.check, "") if failure.law else SENTENCES.get(failure.check, "")
        arguments = failure.arguments
        if arguments is None and failure.number >= 0:
            arguments = self.packed.arguments(failure.number, laid_out=True)
        differing = ""
        if wrong is not None and wrong.total > 1:
            differing = f"{wrong.differing} of {wrong.total} elements"
        expected, got = failure.expected, failure.got
        if failure.law and wrong is not None:
            expected, got = wrong.expected, wrong.got
        wanted, came = describe.side_by_side(expected, got)
        answered = failure.outcome is not Outcome.ERROR and (
            expected is not None or got is not None
        )
        return Finding(
            check=failure.check,
            example=failure.number,
            tier=failure.tier,
            outcome=failure.outcome,
            message=self._message(failure),
            counterexample={n: _given(v) for n, v in (arguments or {}).items()},
            expected=wanted if expected is not None else self._right(failure),
            got=came if answered else "",
            first=_difference(wrong.where, wrong.first) if wrong else None,
            worst=_difference(wrong.where, wrong.worst) if wrong else None,
            differing=differing,
            snippet=self._snippet(arguments, wrong) if arguments is not None else "",
            hint=self.packed.hints[0] if self.packed.hints and _helps(failure, mistake) else "",
            misconception=mistake,
            diagnosis=self.packed.meta["misconceptions"].get(mistake, ""),
            law=law,
            lines=failure.lines,
            printed=failure.printed,
        )

    def _right(self, failure: Failure) -> str:
        """The right answer where the submission gave none."""
        first, last = self.packed.meta["groups"]["core"][0], self.packed.meta["groups"]["edge"][1]
        if failure.law or not self.packed.meta["judged"] or not first <= failure.number < last:
            return ""
        return describe.in_words(self.packed.answers["expected"][failure.number])

    def _message(self, failure: Failure) -> str:
        text = failure.message
        return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".")

    def _snippet(self, arguments: Mapping[str, Any], wrong: compare.Disagreement | None) -> str:
        """Plain Python that shows the failure again."""
        lines = ["import numpy as np"]
        file = PurePosixPath(self.source.file.replace("\\", "/"))
        if file.suffix == ".py":
            chapter = self.packed.statement.chapter
            package = f"{chapter}." if file.parent.name == chapter else ""
            module = f"{package}{file.stem}"
            if all(part.isidentifier() for part in module.split(".")):
                lines.append(f"from {module} import {self.name}")
            else:
                lines.append(f"# Paste your {self.name} here: its file cannot be imported by name.")
        if wrong is not None and describe.prints_alike(wrong.worst):
            lines.append("np.set_printoptions(precision=17)")
        lines.append("")
        for function in {f.name: f for f in describe.functions_in(dict(arguments))}.values():
            lines += [function.source.rstrip(), ""]
        required = self.packed.statement.required
        passed = []
        for name, value in arguments.items():
            known = name in required or name in self.packed.statement.defaults
            text = describe.value_source(value)
            if name != text:
                lines.append(f"{name} = {text}")
            if _is_locked(value):
                lines.append(f"{name}.flags.writeable = False")
            if known:
                passed.append(name if name in required else f"{name}={name}")
        lines.append(f"print({self.name}({', '.join(passed)}))")
        return "\n".join(lines)

    # --- naming the mistake ------------------------------------------------------------------

    def mistake(
        self,
        failures: Sequence[Failure],
        answers: Mapping[int, replies.Reply],
        checks: Sequence[Check],
    ) -> str:
        """The one misconception whose frozen answers are the submission's, else ""."""
        mistakes = self.packed.mistakes
        if not mistakes or any(f.outcome not in (Outcome.FAILED, Outcome.ERROR) for f in failures):
            return ""
        broken = {c.check for c in checks if c.outcome is not Outcome.PASSED}
        house = broken & set(SENTENCES)
        laws = broken & set(self.packed.meta["laws"])
        judged = self.packed.meta["judged"]
        first, last = self.packed.meta["groups"]["core"][0], self.packed.meta["groups"]["edge"][1]
        failing = {f.number for f in failures if not f.law and first <= f.number < last}
        names = []
        for name, frozen in mistakes.items():
            if judged and failing:
                same = self._same_answers(name, frozen, failing, answers, house)
            elif judged:
                # Right answers everywhere: only what it does beside answering can tell.
                same = not frozen["answers"] and _breaks_alike(house, frozen)
            else:
                same = (
                    set(frozen["laws"]) == laws
                    and bool(laws | house)
                    and (set(frozen["breaks"]) <= house)
                )
            if same:
                names.append(name)
        if judged and not names:
            names = self._named_by_the_core(failing, answers, house)
        if not judged and len(names) > 1:
            names = [n for n in names if self._same_on_witness(n, mistakes[n], answers)]
        return names[0] if len(names) == 1 else ""

    def _named_by_the_core(
        self, failing: set[int], answers: Mapping[int, replies.Reply], house: set[str]
    ) -> list[str]:
        """Who makes one mistake with ordinary inputs may make another one at the edges."""
        core = failing & set(range(*self.packed.meta["groups"]["core"]))
        if not core or core == failing:
            return []
        witnesses = self.packed.meta["witnesses"]
        return [
            name
            for name, frozen in self.packed.mistakes.items()
            if witnesses[name] in failing
            and self._same_answers(name, frozen, core | {witnesses[name]}, answers, house)
        ]

    def _same_answers(
        self,
        name: str,
        frozen: Mapping[str, Any],
        failing: set[int],
        answers: Mapping[int, replies.Reply],
        house: set[str],
    ) -> bool:
        right = set(frozen["right"].tolist())
        witness = self.packed.meta["witnesses"][name]
        # A mistake beside the answer, such as changing an input, answers its witness rightly.
        beside = witness in right and _breaks_alike(house, frozen)
        if witness not in failing and not beside:
            return False
        if failing & right:
            return False
        finite = could_be_finite = False
        for number in sorted(failing):
            mine = frozen["answers"].get(str(number))
            if mine is None:
                continue
            reply = answers[number]
            if mine[0] == "raised":
                if not isinstance(reply, replies.Raised) or reply.type_name != mine[1][0]:
                    return False
                finite = could_be_finite = True
                continue
            if not isinstance(reply, replies.Value) or not self._same(number, mine[1], reply.value):
                return False
            has_number = _has_finite(mine[1])
            could_be_finite |= has_number
            finite |= has_number
        return finite or not could_be_finite

    def _same(self, number: int, mine: Any, got: Any) -> bool:
        """The same wrong answer, up to the rounding that the exercise allows on this example."""
        if sameness.agrees(mine, got):
            return True
        expected, bound = (self.packed.answers[part][number] for part in ("expected", "bound"))
        return (
            sameness.alike(expected, mine)
            and sameness.alike(mine, got)
            and compare.disagreement(mine, bound, got) is None
        )

    def _same_on_witness(
        self, name: str, frozen: Mapping[str, Any], answers: Mapping[int, replies.Reply]
    ) -> bool:
        number = self.packed.meta["witnesses"][name]
        mine, reply = frozen["answers"].get(str(number)), answers.get(number)
        if mine is None or mine[0] == "raised" or not isinstance(reply, replies.Value):
            return mine is not None and mine[0] == "raised" and isinstance(reply, replies.Raised)
        return sameness.agrees(mine[1], reply.value)


def _breaks_alike(house: set[str], frozen: Mapping[str, Any]) -> bool:
    """Whether a mistake explains the house checks that failed.

    Whoever makes it may have forgotten the promised errors as well: most do.
    """
    breaks = set(frozen["breaks"])
    return bool(house & breaks) and house - {"raises_the_promised_errors"} <= breaks


def _helps(failure: Failure, mistake: str) -> bool:
    """Whether the first hint is about this: it tells of what to compute, not of types or errors."""
    if mistake or failure.tier == "house" or failure.outcome is not Outcome.FAILED:
        return False
    return failure.law or (
        failure.disagreement is not None and failure.disagreement.kind in ("values", "shape")
    )


def _is_locked(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.size > 0 and not value.flags.writeable


def _given(value: Any) -> str:
    return describe.in_words(value) + ("  (read-only)" if _is_locked(value) else "")


def _has_finite(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_has_finite(item) for item in value.values())
    if isinstance(value, (tuple, list)):
        return any(_has_finite(item) for item in value)
    if value is None or isinstance(value, str):
        return True
    return bool(np.isfinite(np.asarray(value, dtype=np.float64)).any())
