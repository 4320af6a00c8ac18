"""What the student's code meets where it reaches outside: imports, forbidden calls, printing.

A guard explains; it does not imprison. Code that digs under it still finds only what the lock
lets through.
"""

from __future__ import annotations

import builtins
import importlib.machinery
import io
import sys
from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import Any, NoReturn

_KEPT_TEXT = 4096  # characters of output kept, a call
_POISONED = ("numpy", "math", "cmath")


class ForbiddenCall(BaseException):
    """Raised by a forbidden function; ``except Exception`` does not hide it, nor does the guard."""


class CourseImport(ImportError):
    """Raised where a submission imports another part of the course."""


class Guard:
    """First in ``sys.meta_path``; remembers the first forbidden use until it is asked."""

    def __init__(self, folders: Sequence[str], packages: Iterable[str]) -> None:
        self._folders = list(folders)  # where NumPy and the allowed packages lie
        self._packages = frozenset(packages)
        self._course: frozenset[str] = frozenset()
        self._used: tuple[str, bool] | None = None

    def install(self, course_modules: Iterable[str]) -> None:
        self._course = frozenset(course_modules) | {"grader"}
        sys.meta_path.insert(0, self)

    def use(self) -> tuple[str, bool] | None:
        """The forbidden name used since the last time, and whether it was an import."""
        used, self._used = self._used, None
        return used

    def note(self, name: str, imported: bool) -> None:
        if self._used is None:
            self._used = (name, imported)

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        top = name.partition(".")[0]
        if top in self._packages:
            if path is None:
                path = self._folders
            return importlib.machinery.PathFinder.find_spec(name, path, target)
        if top in sys.stdlib_module_names or top.startswith("_sysconfigdata"):
            return None  # the finders behind this one see the standard library only
        if top in self._course or top in ("exercises", "solutions", "reference"):
            self.note(name, True)
            raise CourseImport(
                f"{name} is another part of the course: a submission stands alone, so write "
                "what it needs in the same file"
            )
        raise ModuleNotFoundError(
            f"{name} is not available here: use NumPy and the standard library", name=name
        )

    def forbid(self, names: Iterable[str]) -> None:
        """Put something that raises in the place of functions, wherever NumPy and math hold them.

        Raises:
            LookupError: There is no such function.
        """
        wanted: dict[int, tuple[str, Any]] = {}
        for dotted in names:
            module_name, _, name = dotted.rpartition(".")
            module = sys.modules.get(module_name)
            if module is None or not callable(getattr(module, name, None)):
                raise LookupError(dotted)
            original = getattr(module, name)
            wanted.setdefault(id(original), (dotted, original))
        for where, holder in list(sys.modules.items()) if wanted else ():
            if where.partition(".")[0] not in _POISONED or not isinstance(holder, ModuleType):
                continue
            inner = any(part.startswith("_") for part in where.split("."))
            for key, value in list(vars(holder).items()):
                if id(value) in wanted:
                    dotted, original = wanted[id(value)]
                    setattr(holder, key, _Forbidden(self, dotted, original if inner else None))


class _Forbidden:
    """Stands where a forbidden function stood.

    In NumPy's private modules, NumPy's own code may still call the ``original``: a student who
    calls ``np.std`` has not called ``np.sqrt``.
    """

    def __init__(self, guard: Guard, name: str, original: Any) -> None:
        self.__dict__.update(_guard=guard, __name__=name.rpartition(".")[2], _is=name, _of=original)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if self._of is not None:
            # By the module itself and not by the name that it gives: a submission may call itself
            # numpy.
            space = sys._getframe(1).f_globals
            name = space.get("__name__", "")
            module = sys.modules.get(name) if isinstance(name, str) else None
            if module is not None and vars(module) is space and name.partition(".")[0] == "numpy":
                return self._of(*args, **kwargs)
        raise self._refusal()

    def __getattr__(self, name: str) -> Any:
        if self._of is not None:
            return getattr(self._of, name)
        if name.startswith("__"):
            raise AttributeError(name)
        raise self._refusal()  # np.maximum.accumulate is np.maximum too

    def _refusal(self) -> ForbiddenCall:
        self._guard.note(self._is, False)
        return ForbiddenCall(f"{self._is} may not be used in this exercise")


class Printed(io.TextIOBase):
    """Stands for standard output and error: keeps the beginning, drops the rest."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._room = _KEPT_TEXT

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if type(text) is not str:
            text = str(text)
        if self._room > 0:
            self._parts.append(text[: self._room])
            self._room -= len(text) + 1  # the 1 bounds the number of empty parts
        return len(text)

    @property
    def nothing(self) -> bool:
        """Whether nothing has been written since the last time."""
        return not self._parts

    def take(self) -> str:
        """What has been written since the last time."""
        if not self._parts:
            return ""
        text = "".join(self._parts)
        self._parts, self._room = [], _KEPT_TEXT
        return text


def lend_builtins() -> None:
    """Give back what ``-S`` leaves out and students know: exit and quit."""

    def leave(code: object = None) -> NoReturn:
        raise SystemExit(code)

    builtins.exit = builtins.quit = leave  # type: ignore[assignment]
