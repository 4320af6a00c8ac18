"""No release holds a solution, a misconception's code, or an answer to a seed of its own.

Everything is searched: the files as they are, the members of zips and wheels, and the text of
notebooks' cells. The search itself is shown to find what is put there.
"""

from __future__ import annotations

import ast
import io
import json
import zipfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from grader.assign.formats import FORMATS
from grader.assign.material import Material, Request, below, gather
from grader.assign.wheel import zipped
from grader.course import Course, load_declaration, read_course, read_statement, read_stub
from grader.pack import Pack, open_pack
from tests.conftest import ROOT, TOY

Found = list[tuple[str, str]]
HIDDEN_SEED = 7


def members(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """A file, and everything inside it, as bytes that can be searched."""
    yield name, content
    if name.endswith((".zip", ".whl")):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for inner in archive.namelist():
                yield from members(f"{name}:{inner}", archive.read(inner))
    if name.endswith(".ipynb"):
        for cell in json.loads(content)["cells"]:
            source = cell["source"]
            text = source if isinstance(source, str) else "".join(source)
            yield f"{name}:cell", text.encode()


def search(files: dict[str, bytes], secrets: dict[str, bytes]) -> Found:
    """Which of the secrets are where."""
    return [
        (label, name)
        for file, content in files.items()
        for name, inner in members(file, content)
        for label, secret in secrets.items()
        if secret in inner
    ]


# --- what must not be there ------------------------------------------------------------------


def code_of(course: Course) -> dict[str, bytes]:
    """Lines of solutions, references and misconceptions that no stub and no engine has."""
    public = "".join(file.read_text() for file in (ROOT / "grader").rglob("*.py"))
    found = {}
    for entry in course.entries:
        public += read_stub(course, entry.path)
        # In a pack the defaults of a signature stand once more, as JSON.
        public += f"{json.dumps(dict(read_statement(course, entry.path).defaults))[1:-1]},"
        # The last hint of an exercise may give the line away; it is a message like the others.
        public += "\n".join(load_declaration(course, entry.path).hints)
        solution = (course.root / "solutions" / f"{entry.path}.py").read_text()
        inside = solution.split("### BEGIN SOLUTION")[1].split("### END SOLUTION")[0]
        lines = [line.strip() for line in inside.split("\n")]
        declaration = (course.root / "reference" / f"{entry.path}.py").read_text()
        for node in ast.parse(declaration).body:
            # A law runs on the student's machine, so its code is in the pack; nothing else is.
            is_law = isinstance(node, ast.FunctionDef) and "law(" in ast.unparse(
                ast.Tuple(node.decorator_list, ast.Load())
            )
            if isinstance(node, ast.FunctionDef) and not is_law:
                body = node.body[1:] if ast.get_docstring(node) else node.body
                lines += [
                    declaration.split("\n")[n - 1].strip()
                    for statement in body
                    for n in range(statement.lineno, (statement.end_lineno or 0) + 1)
                ]
        found |= {f"{entry.path}: {line}": line.encode() for line in lines if len(line) > 7}
    return {label: line for label, line in found.items() if line.decode() not in public}


def messages_of(course: Course) -> dict[str, bytes]:
    """Diagnoses and hints: in the pack for whom they concern, and nowhere to be read at once."""
    found = {}
    for entry in course.entries:
        exercise = load_declaration(course, entry.path)
        for mistake in exercise.misconceptions:
            found[f"{entry.path}: {mistake.name}"] = mistake.sentence[:40].encode()
        for number, hint in enumerate(exercise.hints):
            found[f"{entry.path}: hint {number}"] = hint[:40].encode()
    return found


def answers_of(pack: Pack) -> set[bytes]:
    """Expected answers of a seed as bytes, of three numbers at least: those are no accident."""
    found = set()

    def collect(value: object) -> None:
        if isinstance(value, np.ndarray):
            if value.size >= 3 and np.unique(value).size >= 3 and value.dtype.kind == "f":
                found.add(np.ascontiguousarray(value).tobytes())
        elif isinstance(value, list | tuple):
            for inner in value:
                collect(inner)

    for path in pack.paths:
        collect(pack.exercise(path).answers["expected"])
    return found


@pytest.fixture(scope="module")
def hidden(course_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Material:
    """The same course at a seed that students must not know."""
    return gather(read_course(TOY), Request(seed=HIDDEN_SEED, jobs=2, is_kept=True))


def opened(material: Material, folder: Path) -> Pack:
    for name, content in material.pack.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return open_pack(folder)


@pytest.fixture(scope="module")
def hidden_answers(
    material: Material, hidden: Material, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """Answers that the hidden seed has and the visible one has not."""
    one = answers_of(opened(hidden, tmp_path_factory.mktemp("hidden")))
    other = answers_of(opened(material, tmp_path_factory.mktemp("visible")))
    secret = sorted(one - other)
    assert len(secret) >= 10
    numbers = {}
    for n, content in enumerate(secret):
        numbers[f"answer {n}"] = content
        # As text, too: somebody might print one into a notebook.
        if len(content) % 8 == 0:
            digits = f"{np.frombuffer(content)[0]!r}".removeprefix("np.float64(").rstrip(")")
            if len(digits) >= 12:
                numbers[f"answer {n} in digits"] = digits.encode()
    return numbers


# --- the proof -------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMATS)
def test_no_release_holds_what_students_must_not_see(
    material: Material, hidden_answers: dict[str, bytes], form: str
) -> None:
    files = import_module(FORMATS[form].room).files(material)
    code = code_of(read_course(TOY))
    assert len(code) >= 10
    assert search(files, code) == []
    assert search(files, hidden_answers) == []
    told = {name for _, name in search(files, messages_of(read_course(TOY)))}
    assert told and all(name.endswith(".exercise") for name in told)
    inside = {name for file, content in files.items() for name, _ in members(file, content)}
    assert not [n for n in inside if "/solutions/" in f"/{n}" or "/reference/" in f"/{n}"]


@pytest.mark.parametrize("form", FORMATS)
def test_the_search_finds_the_answers_of_the_seed_that_is_there(
    hidden: Material, hidden_answers: dict[str, bytes], form: str
) -> None:
    files = import_module(FORMATS[form].room).files(hidden)
    labels = {label for label, _ in search(files, hidden_answers)}
    assert {label for label in hidden_answers if not label.endswith("digits")} <= labels


def test_the_search_finds_a_solution_wherever_it_is_put(material: Material) -> None:
    code = code_of(read_course(TOY))
    solution = (TOY / "solutions/vectors/weigh.py").read_bytes()
    files = import_module(FORMATS["notebook"].room).files(material)
    book = json.loads(files["vectors.ipynb"])
    book["cells"][0]["source"] = solution.decode().splitlines(keepends=True)
    for planted in (
        {"weigh.py": solution},
        {"a.zip": zipped({"b.whl": zipped({"weigh.py": solution})})},
        {"vectors.ipynb": json.dumps(book).encode()},
        below("pack", {"weigh.exercise": b"\0\0" + solution}),
    ):
        assert search(planted, code), f"not found in {list(planted)}"
