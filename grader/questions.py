"""Everything that is asked of one submission: one stream of calls, and what laws ask live."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from grader import laws, wire
from grader.errors import PackError
from grader.model import Source
from grader.pack import PackedExercise
from grader.sandbox import replies
from grader.sandbox.child import Child
from grader.sandbox.pool import Limits, Sandbox, Submission


class Retry(Exception):
    """Wall time ran out, processor time did not: perhaps the machine's fault."""


class Unanswered(Exception):
    """The subject of a law did not answer."""

    def __init__(self, reply: replies.Reply) -> None:
        self.reply = reply


def as_submission(packed: PackedExercise, source: Source) -> Submission:
    """What the sandbox loads."""
    statement = packed.statement
    assert source.code is not None
    return Submission(
        source=source.code.encode(),
        filename=source.file,
        function=statement.name,
        required=statement.required,
        defaulted=tuple(statement.defaults),
        forbidden=tuple(packed.meta["forbids"]),
        course_modules=tuple(n for n in packed.siblings if n != statement.name),
    )


class Questions:
    """Asks a loaded child everything; ``answers`` holds a reply a call that was made."""

    def __init__(
        self, packed: PackedExercise, source: Source, sandbox: Sandbox, limits: Limits
    ) -> None:
        self.packed = packed
        self.source = source
        self.sandbox = sandbox
        self.limits = limits
        self.answers: dict[int, replies.Reply] = {}
        # Why there is nobody left to ask.
        self.died: replies.Died | None = None
        self.child: Child | None = None
        # Whether a law asked more than every submission is asked.
        self.asked_live = False

    def __enter__(self) -> Questions:
        return self

    def __exit__(self, *_: object) -> None:
        if self.child is not None:
            self.child.close()

    def load(self) -> replies.LoadReply:
        """Start a child, or another one in place of a dead one, and load the submission."""
        if self.child is not None:
            self.child.close()
        self.child = self.sandbox.start(self.limits)
        try:
            return self.child.load(as_submission(self.packed, self.source))
        except LookupError as unknown:
            raise PackError(
                f"{self.packed.statement.path} forbids {unknown}, which NumPy does not have here: "
                f"build the pack with this version of NumPy."
            ) from None

    def call(self, positional: list[Any], keywords: dict[str, Any]) -> replies.Reply:
        """Ask one more thing."""
        self.asked_live = True
        if self.died is not None or self.child is None:
            return self.died or _nobody()
        reply = self.child.call(positional, keywords)
        if isinstance(reply, replies.Died):
            if reply.wall_only:
                raise Retry
            self.died = reply
        return reply

    def numbers(self, group: str) -> range:
        first, last = self.packed.meta["groups"][group]
        return range(first, last)

    def stages(self) -> Iterator[list[int]]:
        """Calls in the order of their tiers. A death in one stage spares the later ones."""
        law_calls: dict[str, list[int]] = {"core": [], "edge": []}
        for law in self.packed.laws:
            for draw in law["draws"]:
                law_calls[draw["tier"]].extend(draw["calls"])
        yield [*self.numbers("core"), *law_calls["core"]]
        yield [*self.numbers("edge"), *law_calls["edge"]]
        house = ("inputs", "float32", "refusals")
        yield [number for group in house for number in self.numbers(group)]

    def ask(self) -> None:
        """Send everything in one stream; after a death go on with the next stage in a new child.

        A death among the core examples ends it: nothing later can earn points.
        """
        stages = list(self.stages())
        for number, _ in enumerate(stages):
            wanted = [call for stage in stages[number:] for call in stage]
            # Laws may share a call: it is asked once.
            wanted = [call for call in dict.fromkeys(wanted) if call not in self.answers]
            if not wanted:
                return
            died = self._stream(wanted)
            if died is None:
                return
            self.died = died
            if any(call not in self.answers for call in stages[0]) or self._is_core(stages):
                return
            # What is left of the stage that it died in stays unasked, and so unpassed.
            for stage in stages:
                if any(self.answers.get(call) is died for call in stage):
                    for call in stage:
                        self.answers.setdefault(call, died)
            if isinstance(self.load(), replies.Loaded):
                self.died = None

    def _is_core(self, stages: Sequence[Sequence[int]]) -> bool:
        return any(isinstance(self.answers[call], replies.Died) for call in stages[0])

    def _stream(self, wanted: Sequence[int]) -> replies.Died | None:
        assert self.child is not None
        pieces = self.packed.pieces(tuple(wanted))
        # Read to its end: a stream abandoned is a child ended.
        for number, reply in zip(wanted, list(self.child.stream(pieces, wanted)), strict=False):
            self.answers[number] = reply
            if isinstance(reply, replies.Died):
                if reply.wall_only:
                    raise Retry
                return reply
        return None


def _nobody() -> replies.Died:
    return replies.Died("could_not_run", "no child is running")


class Subject:
    """The student's function as a law calls it: frozen calls are looked up, others asked live."""

    def __init__(self, questions: Questions, calls: Sequence[int]) -> None:
        self.questions = questions
        self.calls = list(calls)
        self.made = 0

    def __call__(self, *positional: Any, **keywords: Any) -> Any:
        self.made += 1
        reply = self._frozen(positional, keywords)
        if reply is None:
            given, named = laws.to_wire(list(positional)), laws.to_wire(keywords)
            try:
                reply = self.questions.call(given, named)
            except wire.UnsupportedValue as problem:
                raise TypeError(str(problem)) from None
        if not isinstance(reply, replies.Value):
            raise Unanswered(reply)
        return reply.value

    def _frozen(self, positional: Sequence[Any], keywords: dict[str, Any]) -> replies.Reply | None:
        if self.made > len(self.calls):
            return None
        number = self.calls[self.made - 1]
        if number not in self.questions.answers:
            return self.questions.died
        packed = self.questions.packed
        # Until a law has heard an answer it asks the same of everyone: seen once is enough.
        if self.made == 1 and number in packed.openings:
            return self.questions.answers[number]
        same = _encoded(number, positional, keywords) == bytes(packed.frame(number))
        if same and self.made == 1:
            packed.openings.add(number)
        return self.questions.answers[number] if same else None


def _encoded(number: int, positional: Sequence[Any], keywords: dict[str, Any]) -> bytes | None:
    """The frame of a call; None where an argument does not travel."""
    with suppress(wire.UnsupportedValue):
        return wire.encode_call(number, positional, keywords)
    with suppress(wire.UnsupportedValue):  # with callables as what travels in their place
        return wire.encode_call(number, laws.to_wire(list(positional)), laws.to_wire(keywords))
    return None
