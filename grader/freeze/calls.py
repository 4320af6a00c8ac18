"""Requests, frozen: one ready frame a call, and the calls that laws make of a right answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from grader import generate, wire
from grader.describe import value_source
from grader.freeze.author import Author
from grader.freeze.examples import key
from grader.laws import law_arguments, to_wire
from grader.model import Law


class Calls:
    """Collects the frames of one exercise; a call's number is its place."""

    def __init__(self, author: Author) -> None:
        self.author = author
        self.frames: list[bytes] = []
        # What laws ask, and for the how-manieth time, to the number of the call.
        self.asked: dict[tuple[bytes, int], int] = {}

    def add(self, arguments: Mapping[str, Any], want_inputs: bool = False) -> int:
        """Freeze a call by name; returns its number."""
        required = self.author.statement.required
        positional = [to_wire(arguments[name]) for name in required if name in arguments]
        keywords = {n: to_wire(v) for n, v in arguments.items() if n not in required}
        return self.add_call(positional, keywords, want_inputs)

    def add_call(
        self, positional: Sequence[Any], keywords: Mapping[str, Any], want_inputs: bool = False
    ) -> int:
        index = len(self.frames)
        self.frames.append(
            wire.encode_call(index, positional, dict(keywords), want_inputs=want_inputs)
        )
        return index

    def group(self, calls: Sequence[tuple[Mapping[str, Any], bool]]) -> list[int]:
        first = len(self.frames)
        for arguments, want_inputs in calls:
            self.add(arguments, want_inputs)
        return [first, len(self.frames)]

    def spans(self) -> list[list[int]]:
        """Where each frame begins in all of them joined, and how long it is."""
        spans, start = [], 0
        for frame in self.frames:
            spans.append([start, len(frame)])
            start += len(frame)
        return spans

    def laws(self, seed: int) -> list[dict[str, Any]]:
        return [
            {"name": law.name, "draws": self._law(law, seed)} for law in self.author.exercise.laws
        ]

    def _law(self, law: Law, seed: int) -> list[dict[str, Any]]:
        names = list(law.function.__code__.co_varnames[1 : law.function.__code__.co_argcount])
        described = {}
        for name, spec in self.author.exercise.inputs.items():
            # Inputs that later ones depend on are drawn too, and then not passed.
            described[name] = law.inputs.get(name, spec)
        described.update({n: s for n, s in law.inputs.items() if n not in described})
        missing = [name for name in names if name not in described]
        if missing:
            raise self.author.problem(
                f"the law {law.name} takes {', '.join(missing)}, which nothing describes; "
                f"write @law({missing[0]}=...).",
                about=law.function,
            )
        draws = []
        whose = law.drawn_like or law.name
        for kind, tier, count, asks in (
            ("ordinary", "core", law.ordinary, law.asks),
            ("edge", "edge", law.edge, 0),
        ):
            most = max(count, asks)
            if most == 0:
                continue
            chosen = generate.seed_of(seed, self.author.statement.path, whose, kind)
            # Laws name the arguments they need: none is left out.
            items = generate.Description(self.author.exercise, kind, {}, described)  # type: ignore[arg-type]
            asked = 0
            for number, whole in enumerate(generate.draw(items, most, chosen, key)):
                if number >= count and asked >= asks:
                    break
                arguments = {name: whole[name] for name in names}
                calls = self._recorded(law, arguments)
                asked += len(set(calls))
                draws.append({"tier": tier, "arguments": to_wire(arguments), "calls": calls})
        return draws

    def _recorded(self, law: Law, arguments: Mapping[str, Any]) -> list[int]:
        calls: list[int] = []
        times: Counter[bytes] = Counter()

        def subject(*positional: Any, **keywords: Any) -> Any:
            calls.append(self._shared(to_wire(list(positional)), to_wire(keywords), times))
            return self.author.solved(*positional, **keywords)

        try:
            self.author.law_functions[law.name](subject, **law_arguments(arguments))
        except Exception as error:
            shown = {name: value_source(value) for name, value in arguments.items()}
            raise self.author.problem(
                f"the model solution breaks the law {law.name} ({type(error).__name__}: {error}) "
                f"on {shown}; mend the law or the solution.",
                about=law.function,
            ) from error
        return calls

    def _shared(
        self, positional: Sequence[Any], keywords: Mapping[str, Any], times: Counter[bytes]
    ) -> int:
        """The call that asks this, for all laws that ask it.

        What one draw of a law asks twice is asked twice: the second answer may be another.
        """
        frame = wire.encode_call(0, positional, dict(keywords))
        mark = (frame, times[frame])
        times[frame] += 1
        if mark not in self.asked:
            self.asked[mark] = self.add_call(positional, keywords)
        return self.asked[mark]
