"""What is measured is the product as somebody has it: with its modules compiled once, as by pip."""

from __future__ import annotations

import os


def environment(**more: str) -> dict[str, str]:
    """The environment of this process, except that Python may keep what it has compiled."""
    kept = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, **more}
