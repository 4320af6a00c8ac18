"""Names of students as names of folders: themselves where that is harmless."""

from __future__ import annotations

import hashlib
import re


def folder_name(key: str) -> str:
    """The key, or what is readable of it with a mark of its own."""
    if re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.@-]{0,80}", key):
        return key
    readable = re.sub(r"[^A-Za-z0-9]+", "-", key).strip("-")[:40]
    mark = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{readable or 'student'}-{mark}"
