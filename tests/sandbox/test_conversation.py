"""What an honest submission meets: loading, calling, raising, printing, at every level."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.sandbox.pool import Limits, Sandbox, Submission
from grader.sandbox.replies import (
    BadSignature,
    Died,
    ForbiddenUse,
    Line,
    Loaded,
    Missing,
    Raised,
    Unsupported,
    Value,
)
from grader.wire import FunctionSource, GeneratorSeed, encode_call

Run = Callable[..., Any]


def test_a_value_comes_back_with_what_was_printed(sandbox: Sandbox, run: Run) -> None:
    reply = run(sandbox, "def answer(x):\n    print('seen', x)\n    return x * 2", np.arange(3.0))
    assert isinstance(reply, Value)
    assert reply.value.tolist() == [0.0, 2.0, 4.0]
    assert reply.printed == "seen [0. 1. 2.]\n"
    assert reply.outcome == ""


def test_layouts_reach_the_function(sandbox: Sandbox, run: Run) -> None:
    source = """
def answer(a, b, c, d):
    return [a.strides, b.strides, c.strides, a.flags.writeable, d.flags.writeable,
            a.flags.owndata, b.flags.f_contiguous]
"""
    base = np.arange(24.0).reshape(4, 6)
    fixed = base.copy()
    fixed.flags.writeable = False
    reply = run(sandbox, source, base, base.T, base[::2, ::-1], fixed)
    assert reply.value == [(48, 8), (8, 48), (96, -8), True, False, True, True]


def test_inputs_come_back_as_the_call_left_them(sandbox: Sandbox) -> None:
    source = (
        b"def answer(x, f, rng, *, y):\n    x += f(1)\n    y.append(2)\n    return rng.random()"
    )
    with sandbox.start() as child:
        assert child.load(Submission(source, "a.py", "answer")) == Loaded()
        given = FunctionSource("g", "def g(x):\n    return x + np.float64(4)")
        arguments = [np.zeros(2), given, GeneratorSeed(7)]
        reply = child.call(arguments, {"y": [1]}, want_inputs=True)
    assert isinstance(reply, Value)
    assert reply.inputs is not None
    (x, f, rng), keywords = reply.inputs
    assert (x.tolist(), f, rng, keywords) == ([5.0, 5.0], None, None, {"y": [1, 2]})
    assert reply.value == np.random.default_rng(7).random()


def test_a_batch_is_answered_in_order_and_goes_on_after_an_error(sandbox: Sandbox) -> None:
    source = b"def answer(x):\n    return 1 / x"
    with sandbox.start() as child:
        child.load(Submission(source, "a.py", "answer"))
        frames = [encode_call(10 + i, [i - 50]) for i in range(100)]
        replies = list(child.calls(frames, range(10, 110)))
    assert [getattr(reply, "index", None) for reply in replies] == list(range(10, 110))
    assert isinstance(replies[50], Raised)
    assert isinstance(replies[51], Value)


def test_big_batches_cannot_deadlock(level_2: Sandbox) -> None:
    big = np.zeros(1 << 18)
    with level_2.start() as child:
        child.load(Submission(b"def answer(x):\n    return x", "a.py", "answer"))
        frame = encode_call(0, [big])
        replies = list(child.calls([frame] * 12, [0] * 12))
    assert [type(reply) for reply in replies] == [Value] * 12


def test_an_error_shows_the_lines_of_the_students_file_only(sandbox: Sandbox, run: Run) -> None:
    source = """import numpy as np

def inner(x):
    return np.linalg.inv(x)

def answer(x):
    return inner(x)
"""
    reply = run(sandbox, source, np.zeros((2, 2)))
    assert isinstance(reply, Raised)
    assert (reply.type_name, reply.message) == ("LinAlgError", "Singular matrix")
    assert reply.lines == (
        Line(7, "return inner(x)", "answer"),
        Line(4, "return np.linalg.inv(x)", "inner"),
    )
    assert reply.ancestors[:2] == ("LinAlgError", "ValueError")
    assert reply.outcome == "error"


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("raise SystemExit(0)", "SystemExit"),
        ("exit(0)", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("return answer(x)", "RecursionError"),
        ("return input()", "EOFError"),
        ("raise type('Odd', (Exception,), {'__str__': lambda self: 1 / 0})", "Odd"),
    ],
)
def test_whatever_is_raised_is_told(level_2: Sandbox, run: Run, body: str, name: str) -> None:
    reply = run(level_2, f"def answer(x):\n    {body}", 1)
    assert isinstance(reply, Raised)
    assert reply.type_name == name
    assert len(reply.lines) <= 20


def test_too_much_memory_is_told_and_the_batch_goes_on(sandbox: Sandbox) -> None:
    source = b"import numpy as np\ndef answer(n):\n    return float(np.ones(n).sum())"
    with sandbox.start(Limits(memory_bytes=1 << 28)) as child:
        child.load(Submission(source, "a.py", "answer"))
        first, second = child.call([1 << 28]), child.call([8])
    assert isinstance(first, Raised)
    assert first.outcome == "memory"
    assert isinstance(second, Value)
    assert second.value == 8.0


def test_top_level_errors_are_told(sandbox: Sandbox, run: Run) -> None:
    reply = run(sandbox, "x = 1\nraise ValueError('no')\n")
    assert isinstance(reply, Raised)
    assert (reply.index, reply.type_name, reply.message) == (-1, "ValueError", "no")
    assert reply.lines == (Line(2, "raise ValueError('no')", "<module>"),)


def test_a_missing_function_comes_with_those_there_are(level_2: Sandbox, run: Run) -> None:
    reply = run(level_2, "from math import sin\ndef _h(): pass\ndef anwser(): pass\nanswer = 3")
    assert reply == Missing(("anwser",))


def test_extra_parameters_need_defaults(level_2: Sandbox, run: Run) -> None:
    reply = run(level_2, "def answer(x, y): pass", required=("x",))
    assert reply == BadSignature("missing a required argument: 'y'")
    reply = run(level_2, "def answer(x): pass", required=("x",), defaulted=("axis",))
    assert reply == BadSignature("got an unexpected keyword argument 'axis'")
    reply = run(level_2, "def answer(x, y=1): return 1", 1, required=("x",))
    assert isinstance(reply, Value)


def test_a_guarded_demo_does_not_run(level_2: Sandbox, run: Run) -> None:
    reply = run(level_2, "def answer(): return __name__\nif __name__ == '__main__': 1 / 0")
    assert reply.value == "submission"


@pytest.mark.parametrize(
    ("expression", "description"),
    [
        ("{1}", "a set"),
        ("[1, {2}]", "a list holding a set"),
        ("np.matrix([[1]])", "a numpy.matrix"),
        ("np.array([None])", "an array of objects"),
        ("np.array(['a'])", "an array of dtype <U1"),
        ("(i for i in [])", "a generator"),
        ("{1: 2}", "a dict with an int as a key"),
        ("type('Mine', (), {})()", "a Mine"),
        ("np.ma.array([1])", "a numpy.MaskedArray"),
        ("10 ** 5000", "an integer of more than 4000 digits"),
        ("'x' * (1 << 21)", "a string of more than 1048576 bytes"),
        ("[0] * 200_000", "a value of more than 100000 parts"),
        ("np.broadcast_to(1.0, (1 << 20, 1 << 20))", "a value of more than 256 MB"),
        ("type('Sub', (np.ndarray,), {})(3)", "a Sub"),
        ("type('Same', (), {'__eq__': lambda s, o: True})()", "a Same"),
    ],
)
def test_what_does_not_travel_is_described(
    level_2: Sandbox, run: Run, expression: str, description: str
) -> None:
    reply = run(level_2, f"import numpy as np\ndef answer(): return {expression}")
    assert reply == Unsupported(0, description)


def test_a_forbidden_call_is_told_however_it_is_made(sandbox: Sandbox, run: Run) -> None:
    for source in (
        "import numpy as np\ndef answer(x): return np.tanh(x)",
        "from numpy import tanh as t\ndef answer(x): return t(x)",
        "import numpy as np\nanswer = np.tanh",
        "import numpy as np\ndef answer(x): return np._core.umath.tanh(x)",
        "import numpy as np\ndef answer(x):\n  try: return np.tanh(x)\n  except: return x",
        "import math\ndef answer(x): return [math.tanh(v) for v in x]",
        "import numpy as np\ndef answer(x): return np.tanh.outer(x, x)",
    ):
        reply = run(sandbox, source, np.ones(2), forbidden=("numpy.tanh", "math.tanh"))
        assert isinstance(reply, ForbiddenUse), source
        assert reply.name.endswith(".tanh")


def test_numpy_may_use_inside_what_a_student_may_not(level_2: Sandbox, run: Run) -> None:
    source = "import numpy as np\ndef answer(x): return np.std(x), np.linalg.norm(x)"
    reply = run(level_2, source, np.array([3.0, 4.0]), forbidden=("numpy.sqrt",))
    assert isinstance(reply, Value)
    assert reply.value == (0.5, 5.0)


def test_an_unknown_forbidden_name_is_the_courses_fault(level_2: Sandbox) -> None:
    with level_2.start() as child, pytest.raises(LookupError):
        child.load(Submission(b"", "a.py", "answer", forbidden=("numpy.tanhh",)))


def test_another_exercise_may_not_be_imported(sandbox: Sandbox, run: Run) -> None:
    for name in ("activations.relu", "grader.wire", "solutions"):
        reply = run(sandbox, f"import {name}", course_modules=("activations",))
        assert reply == ForbiddenUse(-1, name.partition(".")[0], imported=True) or (
            isinstance(reply, ForbiddenUse) and reply.imported
        )


@pytest.mark.parametrize("name", ["torch", "hypothesis", "scipy", "pip", "pytest"])
def test_other_packages_are_not_there(sandbox: Sandbox, run: Run, name: str) -> None:
    reply = run(sandbox, f"def answer():\n    import {name}")
    assert isinstance(reply, Raised)
    message = f"{name} is not available here: use NumPy and the standard library"
    assert reply.message == message


def test_the_standard_library_and_numpy_can_be_imported(sandbox: Sandbox, run: Run) -> None:
    source = """
import numpy.testing, numpy.ma, numpy.char, numpy.ctypeslib, numpy.polynomial.chebyshev
import colorsys, difflib, html.parser, http, sched, shelve, sqlite3 as _s, turtle as _t
""".replace(", sqlite3 as _s, turtle as _t", "")
    reply = run(sandbox, source + "def answer(): return colorsys.rgb_to_hsv(1, 0, 0)[1]")
    assert isinstance(reply, Value), reply
    assert reply.value == 1.0


def test_warnings_and_sleeping_cost_nothing(locked: Sandbox, run: Run) -> None:
    source = """
import numpy as np, time, warnings
def answer():
    warnings.warn("careful"); time.sleep(1000)
    return float(np.log(np.zeros(1))[0])
"""
    reply = run(locked, source, wall=5.0)
    assert reply.value == float("-inf")
    assert reply.printed == ""


def test_output_is_kept_up_to_4_kb(sandbox: Sandbox, run: Run) -> None:
    source = """
import sys
def answer():
    for _ in range(2000): print("x" * 50_000)
    for _ in range(100_000): sys.stderr.write("")
    return 1
"""
    reply = run(sandbox, source, cpu=20.0)
    assert reply.value == 1
    assert reply.printed == "x" * 4096


def test_a_child_that_died_answers_nothing_more(level_2: Sandbox) -> None:
    with level_2.start() as child:
        child.load(Submission(b"import os\ndef answer(x): os._exit(x)", "a.py", "answer"))
        replies = list(child.calls([encode_call(i, [0]) for i in range(5)], range(5)))
        assert replies == [Died("crashed", "the process ended before it answered", 0)]
        assert child.call([1]) == replies[0]


def test_a_listener_that_leaves_ends_the_child(level_2: Sandbox) -> None:
    with level_2.start() as child:
        child.load(Submission(b"def answer(x): return x", "a.py", "answer"))
        replies = child.calls([encode_call(i, [0]) for i in range(5)], range(5))
        next(replies)
        replies.close()  # type: ignore[attr-defined]
        assert isinstance(child.call([1]), Died)
