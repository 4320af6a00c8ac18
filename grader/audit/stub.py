"""The stub: byte-equal to what the solution generates, and not started."""

from __future__ import annotations

from grader.audit import sources
from grader.audit.findings import Problem
from grader.audit.scope import GENEROUS, Audited
from grader.verdict import Outcome


def stub(audited: Audited) -> list[Problem]:
    """Compare the committed stub with the generated one, and judge it."""
    file = sources.stub_file(audited.course, audited.path)
    wanted = audited.statement.stub
    try:
        content = file.read_bytes()
    except OSError:
        message = "there is no stub; run `grade sync` to write it."
        return [Problem("stub", str(file), message)]
    if content != wanted.encode():
        pairs = zip(content.splitlines(), wanted.encode().splitlines(), strict=False)
        line = next((n for n, (is_, must) in enumerate(pairs, 1) if is_ != must), 0)
        message = "the stub is not what the solution generates; run `grade sync`."
        return [Problem("stub", str(file), message, line)]
    source = sources.of(audited.path, audited.statement.name, wanted)
    label = f"{audited.path}: stub"
    verdict = audited.workers.judge(label, audited.place, [source], GENEROUS).result()[0]
    if verdict.outcome is not Outcome.NOT_STARTED:
        message = f"the stub is {verdict.outcome.value}, where not_started is right."
        return [Problem("stub", str(file), message)]
    return []
