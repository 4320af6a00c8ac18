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

    A file named like its exercise comes first, then a notebook that defines it, then a zip.
    """
    found: dict[str, Source] = {}
    problems: list[str] = []
    for path in wanted:
        source = _from_file(tree, path)
        if source is not None:
            found[path] = source
    for source in _from_notebooks(tree, [p for p in wanted if p not in found], problems):
        found[source.exercise] = source
    if not isinstance(tree, Zip):
        for inner in _zips(tree, problems):
            missing = [path for path in wanted if path not in found]
            if not missing:
                break
            told = read_tree(inner, missing)
            found |= {source.exercise: source for source in told.sources}
            problems += [told.problem] if told.problem and told.problem != NOTHING else []
    if not found and not problems:
        problems.append(NOTHING)
    return Found(tuple(found[path] for path in wanted if path in found), " ".join(problems))


NOTHING = (
    "It holds none of the exercises; they are expected as chapter/name.py, as name.py or in a "
    "notebook that defines the function."
)


def _from_file(tree: Tree, path: str) -> Source | None:
    for candidate in candidates(path):
        try:
            return decoded(path, candidate, tree.read(candidate, LARGEST_FILE))
        except FileNotFoundError:
            pass
        except Unreadable as problem:
            return Source(path, candidate, None, str(problem))
    for candidate in candidates(path):
        # A folder more around it: hand-in/activations/softmax.py, or a kit's exercises/.
        deeper = [name for name in tree.names if name.endswith(f"/{candidate}")]
        preferred = [name for name in deeper if "exercises" in name.split("/")]
        deeper = preferred or deeper
        if len(deeper) > 1:
            text = f"{candidate} is there more than once ({deeper[0]}, {deeper[1]}); leave one."
            return Source(path, deeper[0], None, text)
        if deeper:
            try:
                return decoded(path, deeper[0], tree.read(deeper[0], LARGEST_FILE))
            except FileNotFoundError:
                continue  # it has gone since it was listed
            except Unreadable as problem:
                return Source(path, deeper[0], None, str(problem))
    return None


def _from_notebooks(tree: Tree, wanted: Sequence[str], problems: list[str]) -> Iterator[Source]:
    names = [name for name in tree.names if name.lower().endswith(".ipynb")] if wanted else []
    if len(names) > _MOST_NOTEBOOKS:
        problems.append(f"It holds {len(names)} notebooks; hand in those of the assignment.")
        return
    origin: dict[str, str] = {}
    sources: dict[str, Source] = {}
    for name in names:
        cells = _cells(tree, name, problems)
        begin = notebook.beginnings(cells)
        for path in wanted if cells else ():
            code = notebook.extract(cells, path.split("/")[1])
            if code is None:
                continue
            if path in origin:
                text = f"{origin[path]} and {name} both define it; leave one of the two."
                sources[path] = Source(path, name, None, text)
            elif len(code) > LARGEST_FILE:
                sources[path] = Source(path, name, None, f"{name} holds too much code.")
            else:
                sources[path] = Source(path, name, code, cells=begin)
            origin[path] = name
    yield from sources.values()


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
    for name in names[:_MOST_ZIPS]:
        try:
            yield Zip(tree.read(name, LARGEST_CONTAINER), name)
        except FileNotFoundError:
            continue
        except Unreadable as problem:
            problems.append(str(problem))
