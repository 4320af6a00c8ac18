"""The ladder of ARCHITECTURE.md, held as data: a room imports only from lower rooms."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
GRADER = ROOT / "grader"

LADDER = (
    ("callables", "encoding", "errors", "parsing", "verdict", "version"),
    ("decoding", "inputs", "markers", "notebook", "model", "repository", "sealed", "secrecy")
    + ("workers",),
    ("compare", "express", "grades", "lateness", "manifest", "numbers", "progress", "reading")
    + ("sameness", "wire", "words"),
    ("archive", "claims", "course", "describe", "drawing", "glance", "gradebook", "oracle")
    + ("pack", "sandbox"),
    ("declare", "failures", "freshness", "generate", "house_laws", "laws"),
    ("names", "pictures", "recall", "scaffold", "second_source", "stubs", "submission"),
    ("conditioning", "explain", "folder", "questions"),
    ("checks", "freeze", "ownership"),
    ("build", "examine", "shrink"),
    ("audit", "grading"),
    ("batch", "checkout"),
    ("similarity",),
    ("render",),
    ("assign", "export", "report"),
    ("cli",),
    ("magic", "pytest_plugin"),
)
LEVEL = {room: level for level, rooms in enumerate(LADDER) for room in rooms}

# Which rooms may load what is slow or optional, and only inside a function.
OWNERS = {
    "torch": {"oracle"},
    "hypothesis": {"generate"},
    "mpmath": {"second_source"},
    "rich": {"render", "cli"},
    "matplotlib": {"report"},
    "jinja2": {"report"},
    "markupsafe": {"report"},
    "copydetect": {"similarity"},
    "nbgrader": {"export"},
    "sqlalchemy": {"export", "gradebook"},
    "alembic": {"gradebook"},
    "psycopg": {"gradebook"},
    "IPython": {"magic"},
}


def room_of(file: Path) -> str:
    return file.relative_to(GRADER).parts[0].removesuffix(".py")


def imports(file: Path) -> list[tuple[str, int, bool]]:
    """(dotted name, line, at module level) of every import that runs."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    only_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    inside = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda))
        for inner in ast.walk(node)
    }
    found = []
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno}: import rooms by their full path"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        if id(node) not in only_types:
            found += [(name, node.lineno, id(node) not in inside) for name in names]
    return found


FILES = sorted(
    f for f in GRADER.rglob("*.py") if f.parent != GRADER or f.stem not in ("__init__", "__main__")
)


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(GRADER)))
def test_a_room_imports_only_from_lower_rooms(file: Path) -> None:
    room = room_of(file)
    assert room in LEVEL, f"{room} has no place on the ladder: add it here and to ARCHITECTURE.md"
    for name, line, _ in imports(file):
        parts = name.split(".")
        if parts[0] == "grader" and len(parts) > 1 and parts[1] != room:
            other = parts[1]
            assert other in LEVEL, f"{file.name}:{line} imports {name}, which is no room"
            assert LEVEL[other] < LEVEL[room], f"{file.name}:{line}: {room} may not know {other}"


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(GRADER)))
def test_slow_libraries_load_only_in_the_room_that_owns_them(file: Path) -> None:
    for name, line, at_top in imports(file):
        library = name.split(".")[0]
        if library in OWNERS:
            assert room_of(file) in OWNERS[library], f"{file.name}:{line} imports {library}"
            assert not at_top or room_of(file) in ("render", "audit", "gradebook"), (
                f"{file.name}:{line} loads {library} with the room"
            )


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(GRADER)))
def test_a_room_stays_under_300_lines(file: Path) -> None:
    count = len(file.read_text(encoding="utf-8").splitlines())
    assert count <= 300, f"{count} lines: this room wants a wall"


@pytest.mark.parametrize("file", FILES, ids=lambda f: str(f.relative_to(GRADER)))
def test_nothing_prints_but_the_command_line(file: Path) -> None:
    if room_of(file) == "cli":
        return
    calls = [n for n in ast.walk(ast.parse(file.read_text())) if isinstance(n, ast.Call)]
    assert not [c for c in calls if isinstance(c.func, ast.Name) and c.func.id == "print"]


def test_the_architecture_page_names_every_room() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_]+)/?`", page))
    assert set(LEVEL) <= named, f"not in ARCHITECTURE.md: {sorted(set(LEVEL) - named)}"


def test_the_engine_names_no_exercise_of_the_course() -> None:
    names = {f.stem for f in (ROOT / "solutions").rglob("*.py")} - {"step"}
    for file in FILES:
        words = {n.id for n in ast.walk(ast.parse(file.read_text())) if isinstance(n, ast.Name)}
        assert not words & {n for n in names if "_" in n}, f"{file} names an exercise"


def test_the_judging_path_imports_neither_torch_nor_hypothesis() -> None:
    program = (
        "import sys\n"
        "for name in ('torch', 'hypothesis', 'mpmath'): sys.modules[name] = None\n"
        "import grader.examine, grader.grading, grader.declare, grader.submission\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)
