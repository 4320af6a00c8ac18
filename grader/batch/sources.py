"""What one student handed in, to a source for each exercise: from files, notebooks and zips."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader import notebook
from grader.batch.trees import Tree, Zip
from grader.model import Source
from grader.reading import LARGEST_CONTAINER, LARGEST_FILE, Unreadable, candidates, decoded

# What JSON of this size becomes in memory still fits; plots are the most of it.
LARGEST_NOTEBOOK = 16 << 20
_MOST_NOTEBOOKS = 60
_MOST_ZIPS = 20


@dataclass(frozen=True)
class Found:
    """The sources of a submission, and one sentence where some of it cannot be read."""

    sources: tuple[Source, ...]
    problem: str = ""


def read_tree(tree: Tree, wanted: Sequence[str]) -> Found:
    """What a tree holds of the exercises wanted; those that it does not hold are left out.

    A file named like its exercise comes first, then a notebook that defines it, then a zip. What
    cannot be read because of what it is, or where nobody can tell which of two is meant, is a
    problem of the submission: it is judged by nothing else, and is nobody's zero. A file that can
    be read and is no text is a source like any other that cannot be run.
    """
    problems: list[str] = []
    found = _read(tree, wanted, problems)
    if not found and not problems:
        problems.append(NOTHING)
    sources = tuple(source for path in wanted if (source := found.get(path)))
    return Found(sources, " ".join(dict.fromkeys(problems)))


NOTHING = (
    "It holds none of the exercises; they are expected as chapter/name.py, as name.py or in a "
    "notebook that defines the function."
)


def _read(tree: Tree, wanted: Sequence[str], problems: list[str]) -> dict[str, Source | None]:
    """The sources by exercise; None for one that is there and cannot be read."""
    found: dict[str, Source | None] = {}
    for path in wanted:
        try:
            if source := _from_file(tree, path):
                found[path] = source
        except Unreadable as problem:
            problems.append(str(problem))
            found[path] = None
    found |= _from_notebooks(tree, [path for path in wanted if path not in found], problems)
    for inner in _zips(tree, problems) if len(found) < len(wanted) else ():
        found |= _read(inner, [path for path in wanted if path not in found], problems)
    return found


def _from_file(tree: Tree, path: str) -> Source | None:
    """Raises:
    Unreadable: It is there and cannot be read, or is there more than once.
    """
    for candidate in candidates(path):
        try:
            return decoded(path, candidate, tree.read(candidate, LARGEST_FILE))
        except FileNotFoundError:
            pass
    for candidate in candidates(path):
        # A folder more around it: hand-in/activations/softmax.py, or a kit's exercises/.
        deeper = [name for name in tree.names if name.endswith(f"/{candidate}")]
        preferred = [name for name in deeper if "exercises" in name.split("/")]
        deeper = preferred or deeper
        if len(deeper) > 1:
            raise Unreadable(
                f"{candidate} is there more than once ({deeper[0]}, {deeper[1]}); leave one."
            )
        if deeper:
            try:
                return decoded(path, deeper[0], tree.read(deeper[0], LARGEST_FILE))
            except FileNotFoundError:
                continue  # it has gone since it was listed
    return None


def _from_notebooks(
    tree: Tree, wanted: Sequence[str], problems: list[str]
) -> dict[str, Source | None]:
    names = [name for name in tree.names if name.lower().endswith(".ipynb")] if wanted else []
    if len(names) > _MOST_NOTEBOOKS:
        problems.append(f"It holds {len(names)} notebooks; hand in those of the assignment.")
        return {}
    origin: dict[str, str] = {}
    sources: dict[str, Source | None] = {}
    for name in names:
        cells = _cells(tree, name, problems)
        begin = notebook.beginnings(cells)
        for path in wanted if cells else ():
            code = notebook.extract(cells, path.split("/")[1])
            if code is None:
                continue
            sources[path] = None
            if path in origin:
                problems.append(
                    f"{origin[path]} and {name} both define {path}; leave one of the two."
                )
            else:
                sources[path] = Source(path, name, code, cells=begin)
            origin[path] = name
    return sources


def _cells(tree: Tree, name: str, problems: list[str]) -> list[notebook.Cell]:
    try:
        whole = decoded("", name, tree.read(name, LARGEST_NOTEBOOK))
        if not whole.problem:
            return notebook.cells(whole.code or "")
        problems.append(whole.problem)
    except FileNotFoundError:
        pass
    except Unreadable as problem:
        problems.append(str(problem))
    except notebook.NotANotebook as problem:
        problems.append(f"{name} is no notebook: {problem}.")
    return []


def _zips(tree: Tree, problems: list[str]) -> Iterator[Zip]:
    names = [name for name in tree.names if name.lower().endswith(".zip")]
    if isinstance(tree, Zip):
        # One within another could go on for ever.
        problems += [f"{name} is a zip in a zip; hand in what it holds." for name in names[:1]]
        return
    if len(names) > _MOST_ZIPS:
        problems.append(f"It holds {len(names)} zips; hand in those of the assignment.")
        return
    for name in names:
        try:
            yield Zip(tree.read(name, LARGEST_CONTAINER), name)
        except FileNotFoundError:
            continue
        except Unreadable as problem:
            problems.append(str(problem))
