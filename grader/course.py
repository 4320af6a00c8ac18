"""A course source: ``course.toml`` and the three trees, where path is identity.

``activations/softmax`` is ``exercises/activations/softmax.py`` (the stub, generated),
``solutions/activations/softmax.py`` and ``reference/activations/softmax.py``. Everything but
``load_declaration`` reads without importing: neither torch nor NumPy is needed to list a course.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader import markers
from grader.errors import CouldNotRun, CourseError
from grader.manifest import MANIFEST, Manifest
from grader.model import Chapter, Entry, Exercise, Statement
from grader.parsing import complaint, parsed
from grader.reading import read_regular

TREES = ("exercises", "solutions", "reference")


@dataclass(frozen=True)
class Course:
    """What ``course.toml`` says: chapters and exercises in order, points and weights of tiers."""

    root: Path
    title: str
    chapters: tuple[Chapter, ...]
    weights: Mapping[str, float]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All exercises in the order of the course."""
        return tuple(entry for chapter in self.chapters for entry in chapter.exercises)


def find_course(start: Path) -> Path | None:
    """The nearest folder, from ``start`` upwards, that holds a ``course.toml``."""
    start = Path(start).absolute()
    return next((d for d in (start, *start.parents) if (d / MANIFEST).is_file()), None)


def read_course(root: Path) -> Course:
    """Read ``course.toml``.

    Raises:
        CourseError: It is missing, broken or says what cannot be; names its line.
    """
    manifest = Manifest(Path(root))
    return Course(Path(root), manifest.course_title(), manifest.chapters(), manifest.weights())


# --- the trees -------------------------------------------------------------------------------


def files(course: Course, path: str) -> tuple[Path, Path]:
    """The declaration and the solution of an exercise."""
    return course.root / "reference" / f"{path}.py", course.root / "solutions" / f"{path}.py"


def stray(course: Course) -> list[Path]:
    """Files in the trees that belong to no exercise, relative to the course."""
    known = {f"{entry.path}.py" for entry in course.entries}
    # The audit's records of mutants stand beside the declaration.
    known |= {f"{entry.path}.survivors.toml" for entry in course.entries}
    return [
        (course.root / tree / file).relative_to(course.root)
        for tree in TREES
        for file in _files_below(course.root / tree)
        if file.as_posix() not in known
    ]


def _files_below(tree: Path) -> Iterator[Path]:
    for file in sorted(tree.rglob("*")):
        inside = file.relative_to(tree)
        hidden = any(part.startswith(".") or part == "__pycache__" for part in inside.parts)
        if file.is_file() and not hidden:
            yield inside


def missing(file: Path) -> CourseError:
    """What to say of a file that the course must have."""
    return CourseError(f"{file} is missing; write it, or take the exercise out of {MANIFEST}.")


def read_text(file: Path) -> str:
    """The text of a file of the course.

    Raises:
        CourseError: It is missing, no regular file or no text; names the line of a null byte.
    """
    try:
        text = markers.normalised(read_regular(file).decode("utf-8"))
    except FileNotFoundError:
        raise missing(file) from None
    except UnicodeDecodeError:
        raise CourseError(f"{file} is not UTF-8; save it as UTF-8.") from None
    except OSError as problem:
        raise CourseError(f"{file} cannot be read: {problem.strerror}.") from None
    if "\0" in text:  # compilers refuse it without saying where it is
        line = text.count("\n", 0, text.index("\0")) + 1
        raise CourseError(f"{file}:{line}: holds a null byte; save it as plain text.")
    return text


def read_stub(course: Course, path: str) -> str:
    """The stub that an exercise's solution makes."""
    solution = files(course, path)[1]
    return markers.stub(read_text(solution), str(solution))


def read_statement(course: Course, path: str) -> Statement:
    """Signature, docstring and stub of an exercise, from its solution file, which is not run.

    Raises:
        CourseError: The solution is missing, is no Python or lacks something; names the line.
    """
    file, name = files(course, path)[1], path.split("/")[1]
    text = read_text(file)
    try:
        tree = parsed(text, str(file))
    except SyntaxError as problem:
        raise CourseError(
            f"{file}:{problem.lineno or 1}: not Python: {complaint(problem.msg)}"
        ) from None
    except (ValueError, RecursionError, MemoryError) as problem:
        raise CourseError(f"{file}:1: not Python: {problem or 'nested too deeply'}.") from None
    found = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == name]
    if not found:
        raise CourseError(
            f"{file}:1: defines no function {name}; the function is called like its file."
        )
    function = found[-1]
    docstring = ast.get_docstring(function)
    if not docstring:
        raise CourseError(
            f"{file}:{function.lineno}: {name} has no docstring; it is what the student reads."
        )
    required, defaults = _parameters(function, file)
    stub = markers.stub(text, str(file))
    return Statement(path, _signature(function, text), required, defaults, docstring, stub)


def _signature(function: ast.FunctionDef, text: str) -> str:
    """On one line, as people write it; ``ast.unparse`` would write ``eps: float=1e-08``."""
    arguments = function.args
    named, alone = arguments.args, arguments.kwonlyargs
    bare: list[ast.expr | None] = [None] * (len(named) - len(arguments.defaults))
    defaults = [*bare, *arguments.defaults]
    written = [
        *(_parameter(*p, text) for p in zip(named, defaults, strict=True)),
        *(["*"] if alone else []),
        *(_parameter(*p, text) for p in zip(alone, arguments.kw_defaults, strict=True)),
    ]
    returns = f" -> {ast.unparse(function.returns)}" if function.returns else ""
    return f"{function.name}({', '.join(written)}){returns}"


def _parameter(argument: ast.arg, default: ast.expr | None, text: str) -> str:
    named = ast.unparse(argument)
    if default is None:
        return named
    value = ast.get_source_segment(text, default) or ast.unparse(default)
    return f"{named}{' = ' if argument.annotation else '='}{' '.join(value.split())}"


def _parameters(function: ast.FunctionDef, file: Path) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Names without a default, and the others with theirs."""
    arguments = function.args
    if arguments.vararg or arguments.kwarg or arguments.posonlyargs:
        raise CourseError(
            f"{file}:{function.lineno}: {function.name} must name its parameters one by one, "
            f"without *, ** and /, because the declaration describes each of them."
        )
    named = arguments.args
    bare = len(named) - len(arguments.defaults)
    required = tuple(argument.arg for argument in named[:bare])
    given = list(zip(named[bare:], arguments.defaults, strict=True))
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if default is None:
            text = f"{argument.arg} must stand before the * or have a default."
            raise CourseError(f"{file}:{argument.lineno}: {text}")
        given.append((argument, default))
    defaults = {}
    for argument, default in given:
        try:
            defaults[argument.arg] = ast.literal_eval(default)
        except (ValueError, TypeError):
            raise CourseError(
                f"{file}:{default.lineno}: the default of {argument.arg} must be a plain value, "
                f"such as 1e-8 or None."
            ) from None
    return required, defaults


def load_declaration(course: Course, path: str) -> Exercise:
    """Run a declaration and return its ``EXERCISE``; torch comes with it.

    Raises:
        CourseError: It raised, or declares no exercise; names file and line.
        CouldNotRun: A library that declarations need is not installed.
    """
    import sys
    from types import ModuleType

    file = files(course, path)[0]
    text = read_text(file)
    # Compiled here rather than imported, so that no __pycache__ is left in the tree. The module
    # is registered because dataclasses and pickling look their module up.
    module = ModuleType(f"_declaration_of_{path.replace('/', '_')}")
    module.__file__ = str(file)
    sys.modules[module.__name__] = module
    try:
        exec(compile(text, str(file), "exec", dont_inherit=True), module.__dict__)
    except SyntaxError as problem:
        where = problem.filename or file
        raise CourseError(
            f"{where}:{problem.lineno or 1}: not Python: {complaint(problem.msg)}"
        ) from None
    except ModuleNotFoundError as problem:
        library = (problem.name or "").split(".")[0]
        if library in ("torch", "mpmath", "hypothesis", "numpy"):
            raise CouldNotRun(
                f"Building {path} needs {library}, which is not installed: "
                f"pip install 'gradus[authors]'."
            ) from None
        raise _broken_declaration(file, problem) from problem
    except KeyboardInterrupt:
        raise
    except BaseException as problem:  # a declaration that exits is as broken as one that raises
        raise _broken_declaration(file, problem) from problem
    exercise = module.__dict__.get("EXERCISE")
    if not isinstance(exercise, Exercise):
        raise CourseError(
            f"{file}:1: declares no exercise; end it with EXERCISE = Exercise(inputs=..., ...)."
        )
    return exercise


def _broken_declaration(file: Path, problem: BaseException) -> CourseError:
    if isinstance(problem, CourseError) and str(problem).startswith(str(file)):
        return problem
    line = line_of(problem, file) or 1
    if isinstance(problem, CourseError):  # what grader.declare says, which does not know the line
        return CourseError(f"{file}:{line}: {problem}")
    what = f"{type(problem).__name__}: {problem}".rstrip(". ")
    return CourseError(f"{file}:{line}: the declaration raised {what}; mend this line.")


def line_of(problem: BaseException, *files: str | Path) -> int:
    """The innermost line of one of the files that a traceback goes through; 0 where none is."""
    line, trace, names = 0, problem.__traceback__, [str(file) for file in files]
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in names:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def line_defining(function: Callable[..., Any] | None, file: str) -> int:
    """The line at which the file defines the function; 0 where it does not."""
    code = getattr(function, "__code__", None)
    return int(code.co_firstlineno) if code and code.co_filename == file else 0


def solution_function(file: Path, name: str) -> Callable[..., Any]:
    """Run a solution and return its function.

    Raises:
        CourseError: It raised, or defines no such function; names file and line.
    """
    namespace: dict[str, Any] = {"__name__": "solution"}
    text = read_text(file)
    try:
        exec(compile(text, str(file), "exec", dont_inherit=True), namespace)
    except SyntaxError as problem:
        raise CourseError(
            f"{file}:{problem.lineno or 1}: not Python: {complaint(problem.msg)}"
        ) from None
    except KeyboardInterrupt:
        raise
    except BaseException as problem:  # a solution that exits is as broken as one that raises
        line = line_of(problem, file) or 1
        what = f"{type(problem).__name__}: {problem}".rstrip(". ")
        raise CourseError(
            f"{file}:{line}: running it raised {what}; mend the solution."
        ) from problem
    function = namespace.get(name)
    if not callable(function):
        raise CourseError(f"{file}:1: defines no function {name}; path is identity.")
    return function  # type: ignore[no-any-return]
