"""The examples in a docstring, run.

A task for a worker: doctest takes the standard output of its whole process for itself, so two of
them in threads of one process would hear each other.
"""

from __future__ import annotations

import doctest
import io
from contextlib import redirect_stdout

from grader.audit import sources
from grader.audit.bench import Place, course_of
from grader.audit.findings import Problem
from grader.course import files


def doctests(place: Place) -> list[Problem]:
    """What is wrong with the examples of the solution's docstring."""
    course = course_of(place.root)
    _, file = files(course, place.path)
    function = sources.solution_function(course, place.path)
    found = doctest.DocTestFinder().find(
        function, place.path.split("/")[1], module=False, globs=dict(function.__globals__)
    )
    problems = []
    for test in found:
        said = io.StringIO()
        runner = doctest.DocTestRunner(verbose=False)
        with redirect_stdout(said):
            results = runner.run(test, out=said.write)
        if results.failed:
            lines = " ".join(said.getvalue().split()).strip("* ")
            message = f"{results.failed} doctest(s) fail; mend the example or the code. {lines}"
            problems.append(Problem("solution", str(file), message[:600], test.lineno or 0))
    if not any(test.examples for test in found):
        message = "the docstring has no example that runs; add one under Example."
        problems.append(Problem("solution", str(file), message))
    return problems
