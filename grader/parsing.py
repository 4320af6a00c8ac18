"""Source text to syntax tree, one at a time."""

from __future__ import annotations

import ast
import threading

# Python 3.11 counts the depth of a tree under construction for all threads together: two parses
# at once, and one of them ends in a SystemError about a recursion depth mismatch.
_ONE_AT_A_TIME = threading.Lock()

# A tree takes up to a thousand times the memory of its text, which anybody may have written.
LONGEST = 1 << 18


def parsed(text: str, file: str = "<unknown>") -> ast.Module:
    """The module that a text is.

    Raises:
        SyntaxError: It is not Python.
        ValueError: It holds a null character, or more than ``LONGEST`` characters.
    """
    if len(text) > LONGEST:
        raise ValueError(f"it holds more than {LONGEST:,} characters")
    with _ONE_AT_A_TIME:
        return ast.parse(text, file)


def complaint(message: str) -> str:
    """What Python says is wrong, ended as a sentence is: some of it ends in a question mark."""
    return message if message.endswith(("?", "!", ".")) else f"{message}."
