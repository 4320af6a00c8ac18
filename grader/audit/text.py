"""A Python source with its syntax tree and the place of every node in the text.

Mutants are spliced into the text, so that all but the mutated place stays byte-equal and a diff
shows nothing else.
"""

from __future__ import annotations

import ast
import bisect
import io
import itertools
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.parsing import parsed


@dataclass(frozen=True)
class Edit:
    """Characters ``start`` to ``end`` become ``text``."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Token:
    """A token that is neither space nor comment, by its characters."""

    string: str
    start: int
    end: int


@dataclass(frozen=True)
class Site:
    """A node that may be mutated, with the nodes around it, nearest first."""

    node: ast.AST
    parents: tuple[ast.AST, ...]

    @property
    def parent(self) -> ast.AST:
        return self.parents[0]


# What stands beside these operators may need parentheses when it takes the place of a call.
_LOOSE = (ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Lambda)
_SPACE = {
    tokenize.COMMENT,
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
}


class Text:
    """A source text that knows where its nodes and tokens stand."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.tree = parsed(source)
        lines = source.splitlines(keepends=True)
        self._encoded = [line.encode() for line in lines]
        self._starts = [0, *itertools.accumulate(len(line) for line in lines)]
        self.tokens = [
            Token(
                t.string,
                self._starts[t.start[0] - 1] + t.start[1],
                self._starts[t.end[0] - 1] + t.end[1],
            )
            for t in tokenize.generate_tokens(io.StringIO(source).readline)
            if t.type not in _SPACE
        ]
        self._token_starts = [token.start for token in self.tokens]
        # Names of modules: `np.sum(x)` has an argument where `x.sum()` has a subject.
        self.modules = {
            (alias.asname or alias.name).split(".")[0]
            for node in ast.walk(self.tree)
            if isinstance(node, (ast.Import, ast.ImportFrom))
            for alias in node.names
        }

    def _at(self, line: int, column: int) -> int:
        # ast counts columns in bytes of UTF-8.
        return self._starts[line - 1] + len(self._encoded[line - 1][:column].decode())

    def span(self, node: ast.AST) -> tuple[int, int]:
        """The first character of a node and the one after its last."""
        where = node
        assert isinstance(where, (ast.expr, ast.stmt, ast.keyword, ast.arg))
        assert where.end_lineno is not None and where.end_col_offset is not None
        return (
            self._at(where.lineno, where.col_offset),
            self._at(where.end_lineno, where.end_col_offset),
        )

    def of(self, node: ast.AST) -> str:
        """The text of a node."""
        start, end = self.span(node)
        return self.source[start:end]

    def between(self, start: int, end: int) -> list[Token]:
        """The tokens that start at or after ``start`` and before ``end``."""
        first = bisect.bisect_left(self._token_starts, start)
        return self.tokens[first : bisect.bisect_left(self._token_starts, end)]

    def before(self, start: int) -> Token:
        """The last token before a character."""
        return self.tokens[bisect.bisect_left(self._token_starts, start) - 1]

    def replaced(self, node: ast.AST, text: str) -> Edit:
        """The node's text exchanged."""
        return Edit(*self.span(node), text)

    def operand(self, inner: ast.expr) -> str:
        """The text of ``inner`` as an operand, in parentheses where it needs them."""
        loose = isinstance(inner, (*_LOOSE, ast.Tuple))
        return f"({self.of(inner)})" if loose else self.of(inner)

    def standing_in(self, inner: ast.expr, parent: ast.AST) -> str:
        """The text of ``inner`` as a part of ``parent``."""
        tight = isinstance(parent, (*_LOOSE, ast.Attribute, ast.Subscript, ast.Starred))
        return self.operand(inner) if tight else self.of(inner)

    def without(self, node: ast.AST) -> Edit:
        """An argument or keyword taken out of its call, with one comma."""
        start, end = self.span(node)
        before = self.before(start)
        if before.string == ",":
            return Edit(before.start, end, "")
        after = self.between(end, len(self.source))
        if after and after[0].string == ",":
            follower = after[1].start if len(after) > 1 else after[0].end
            return Edit(start, follower, "")
        return Edit(start, end, "")

    def spliced(self, edits: Sequence[Edit]) -> str:
        """The source with the edits made, which must not overlap."""
        text = self.source
        for edit in sorted(edits, key=lambda e: e.start, reverse=True):
            text = text[: edit.start] + edit.text + text[edit.end :]
        return text

    def sites(self) -> Iterator[Site]:
        """Every node that may be mutated, in the order of the text."""
        yield from _sites(self.tree, ())

    def is_module(self, node: ast.AST) -> bool:
        """Whether ``node`` is a module or part of one, as ``np`` and ``np.add`` are."""
        while isinstance(node, ast.Attribute):
            node = node.value
        return isinstance(node, ast.Name) and node.id in self.modules


def _silences_warnings(node: ast.AST) -> bool:
    # Warnings never cost points, so a mutant of errstate could not be killed.
    return isinstance(node, ast.Call) and ast.unparse(node.func).endswith(
        ("errstate", "seterr", "simplefilter", "catch_warnings")
    )


def _sites(node: ast.AST, parents: tuple[ast.AST, ...]) -> Iterator[Site]:
    if isinstance(node, (ast.Import, ast.ImportFrom, ast.JoinedStr)) or _silences_warnings(node):
        return
    if parents:
        yield Site(node, parents)
    around = (node, *parents)
    for child in _mutable_children(node):
        yield from _sites(child, around)


def _mutable_children(node: ast.AST) -> list[ast.AST]:
    if isinstance(node, ast.Raise):
        return []  # messages are free; whether it raises, and what, are mutated as a statement
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        defaults = [d for d in (*node.args.defaults, *node.args.kw_defaults) if d is not None]
        return [*defaults, *_without_docstring(node.body)]
    if isinstance(node, ast.AnnAssign):
        return [node.target] if node.value is None else [node.target, node.value]
    if isinstance(node, (ast.Module, ast.ClassDef)):
        return list(_without_docstring(node.body))
    return list(ast.iter_child_nodes(node))


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    return [
        statement
        for statement in body
        if not (
            isinstance(statement, ast.Expr)
            and isinstance(statement.value, ast.Constant)
            and isinstance(statement.value.value, str)
        )
    ]
