"""A callable argument as an author writes it: judging knows it without knowing descriptions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Function:
    """A callable argument: NumPy ``source`` for the child, a torch function for the reference.

    ``source`` defines a function called ``name``; ``np`` is NumPy there.
    """

    name: str
    source: str
    torch: Callable[..., Any] = field(compare=False)
