"""Verdicts made by hand, one for each kind of page."""

from __future__ import annotations

from grader.verdict import Check, Difference, Finding, Line, Outcome, Report, Verdict

SNIPPET = """import numpy as np
from activations.softmax import softmax

x = np.array([[1000.0, 0.0]])
print(softmax(x))"""

OVERFLOW = Finding(
    check="agrees_with_the_reference",
    tier="edge",
    outcome=Outcome.FAILED,
    message="1 of 2 elements is wrong.",
    counterexample={"x": "[[1000.,    0.]]  (1x2)", "axis": "-1"},
    expected="[[1., 0.]]  (1x2)",
    got="[[nan,  0.]]  (1x2)",
    first=Difference("", (0, 0), "1", "nan", "nan", "1e-13"),
    worst=Difference("", (0, 0), "1", "nan", "nan", "1e-13"),
    differing="1 of 2 elements",
    snippet=SNIPPET,
    misconception="exponentiates_raw_scores",
    diagnosis="exp(1000) overflows to inf, and inf / inf is nan. Subtract each row's largest "
    "score first: that changes no probability.",
)

ROWS = Finding(
    check="is_a_distribution",
    tier="core",
    outcome=Outcome.FAILED,
    message="2 of 3 elements are wrong.",
    law="The probabilities of one sum are at least 0 and add up to 1 along the axis asked for.",
    counterexample={"x": "[[1., 2.],\n [3., 5.],\n [0., 0.]]  (3x2)", "axis": "0"},
    expected="[1., 1., 1.]",
    got="[1., 0.5, 0.25]",
    first=Difference("", (1,), "1", "0.5", "0.5", "1e-13"),
    worst=Difference("", (2,), "1", "0.25", "0.75", "1e-13"),
    differing="2 of 3 elements",
    hint="Which axis was asked for?",
)

GRADIENTS = Finding(
    check="agrees_with_the_reference",
    tier="core",
    outcome=Outcome.FAILED,
    message="2 of 4 elements in ['W1'] are wrong.",
    counterexample={
        "x": "[[-1.,  0.],\n [ 1., -2.]]  (2x2)",
        "params": "'W1': [[0.5, 1. ],\n       [2. , 4. ]]  (2x2)\n'b1': [-0.5, 0.25]",
    },
    expected="'W1': [[0.25, 1.5 ],\n       [2.  , 4.5 ]]  (2x2)\n'b1': [-0.5, 0.25]",
    got="'W1': [[0.5 , 1.5 ],\n       [2.  , 9.  ]]  (2x2)\n'b1': [-0.5, 0.25]",
    first=Difference("['W1']", (0, 0), "0.25", "0.5", "0.25", "2.2e-14"),
    worst=Difference("['W1']", (1, 1), "4.5", "9", "4.5", "4e-13"),
    hint="What is the slope of tanh?",
)

WIDE = Finding(
    check="agrees_with_the_reference",
    tier="core",
    outcome=Outcome.FAILED,
    message="The shape is (8,), but (1, 8) is expected.",
    counterexample={"x": "[[0.111111, 0.222222, 0.333333, 0.444444, 0.555555, 0.666666]]  (1x6)"},
    expected="[[0.111111, 0.222222, 0.333333, 0.444444, 0.555555, 0.666666]]  (1x6)",
    got="[0.111111, 0.222222, 0.333333, 0.444444, 0.555555, 0.666666]",
)

RAISED = Finding(
    check="agrees_with_the_reference",
    tier="core",
    outcome=Outcome.ERROR,
    message="It raised AttributeError: 'numpy.ndarray' object has no attribute 'reshap'.",
    counterexample={"x": "[0.]"},
    expected="[0.]",
    lines=(
        Line(8, "return helper(x) - 1", "log_softmax"),
        Line(4, "return z.reshap(-1)", "helper"),
    ),
    printed="shape is (1,)\n" + "".join(f"line {n}\n" for n in range(20)),
    snippet="import numpy as np",
    hint="Which logarithm of a quotient can be written without the quotient?",
)

CHANGED = Finding(
    check="leaves_its_inputs_alone",
    tier="house",
    outcome=Outcome.FAILED,
    message="The call changed its argument x.",
    law="The arguments belong to the caller: the function must leave them as they were.",
    counterexample={"x": "[1., 4.]"},
    expected="[1., 4.]",
    got="[0.2, 0.8]",
)

MISSING_ERROR = Finding(
    check="raises_the_promised_errors",
    tier="house",
    outcome=Outcome.FAILED,
    message="It must raise ValueError for a row without entries, but returned an answer.",
    law="The statement promises an error for these arguments.",
)

HOSTILE = Finding(
    check="agrees_with_the_reference",
    tier="core",
    outcome=Outcome.ERROR,
    message="It raised Boom: \x1b[31mred\x1b[0m \x1b]0;title\x07 [bold]markup[/bold] \u202egnp.",
    counterexample={"x": "\x1b[2J[0.]"},
    lines=(Line(1, "x = '\x1b[2J\u2066'  # [red]", "f\x07"),),
    printed="\x1b[1;1Hfake prompt $\r\nback\x08space\x9b31m",
)

LINE = "def sigmoid(x)"
SYNTAX = Finding(
    check="is_python",
    tier="core",
    outcome=Outcome.INVALID,
    message="Line 3 is not Python: expected ':'.",
    lines=(Line(3, LINE, ""),),
)

SLOW = Finding(
    check="agrees_with_the_reference",
    tier="core",
    outcome=Outcome.TIMEOUT,
    message="The time limit was reached on this input. Does a loop never end?",
    counterexample={"n": "3"},
)

LOST = Finding(
    check="runs",
    tier="core",
    outcome=Outcome.COULD_NOT_RUN,
    message="The sandbox failed on this input: it is gone. This is not your fault; try again.",
)


def verdict(
    path: str, outcome: Outcome, points: float | None, most: float, *findings: Finding
) -> Verdict:
    checks = (
        Check("agrees_with_the_reference", "core", outcome, 100),
        Check("agrees_with_the_reference", "edge", outcome, 30),
    )
    summary = "Turn scores into probabilities along one axis."
    return Verdict(
        path, outcome, points, most, 0.25, findings, checks, summary, f"{path}.py", 0, "abc"
    )


PASSED = verdict("information/entropy", Outcome.PASSED, 2.0, 2.0)
FAILED = verdict("activations/softmax", Outcome.FAILED, 1.8, 3.0, OVERFLOW, ROWS, MISSING_ERROR)
NOT_STARTED = verdict("losses/cross_entropy_loss", Outcome.NOT_STARTED, 0.0, 4.0)

PAGES = {
    "failed": FAILED,
    "law": verdict("activations/softmax", Outcome.FAILED, 0.0, 3.0, ROWS, OVERFLOW),
    "dict": verdict("networks/shallow_backward", Outcome.FAILED, 0.0, 4.0, GRADIENTS),
    "wide": verdict("activations/softmax", Outcome.FAILED, 0.0, 3.0, WIDE),
    "raised": verdict("activations/log_softmax", Outcome.ERROR, 0.0, 3.0, RAISED),
    "house": verdict("vectors/weigh", Outcome.FAILED, 1.7, 2.0, CHANGED, MISSING_ERROR),
    "syntax": verdict("activations/sigmoid", Outcome.INVALID, 0.0, 2.0, SYNTAX),
    "timeout": verdict("gradients/numerical_gradient", Outcome.TIMEOUT, 0.0, 3.0, SLOW),
    "could_not_run": verdict("activations/sigmoid", Outcome.COULD_NOT_RUN, None, 2.0, LOST),
    "not_started": NOT_STARTED,
    "hostile": verdict("activations/sigmoid", Outcome.ERROR, 0.0, 2.0, HOSTILE),
}

REPORT = Report(
    course="Deep-learning fundamentals",
    seed=0,
    device="cpu",
    isolation=3,
    versions={"gradus": "0.1.0", "numpy": "2.4.6"},
    exercises=(PASSED, *PAGES.values()),
)

TITLES = {"information": "Information", "activations": "Activation functions"}
