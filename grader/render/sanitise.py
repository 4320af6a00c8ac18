"""Text that came from a submission, made harmless for a terminal and for whoever reads it."""

from __future__ import annotations

import re

# Colours and other well-formed terminal sequences are dropped; what is left of others shows.
_SEQUENCES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")

# Control characters, marks that turn the direction of writing around or are invisible, and halves
# of surrogate pairs, which cannot be printed.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)


def sanitised(text: str) -> str:
    """The same text with every harmful character written as its escape, such as ``\\u202e``."""
    text = _SEQUENCES.sub("", text.replace("\r\n", "\n")).expandtabs(4)
    return _HARMFUL.sub(_escape, text)


def one_line(text: str) -> str:
    """Sanitised, and with every run of white space a single space."""
    return " ".join(sanitised(text).split())


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 1 << 16:
        return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
    return f"\\U{code:08x}"
