"""``python -m grader``: the same as ``grade``."""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    # ``-m`` imports first of all from where it stands, which may be a student's checkout.
    if not sys.flags.safe_path and Path(sys.path[0]).resolve() != Path(__file__).parents[1]:
        del sys.path[0]

    from grader.cli import main

    sys.exit(main())
