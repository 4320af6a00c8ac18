"""A pack depends on the course, the seed and the libraries: on nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import TOY

# A module of the project's own, full of constants: what else is loaded must not show in a pack.
LOADED = "NUMBERS = [3, 5, 7, 11, 13, 1234567, 0.125, 12.5, b'abcd', 'text']\n"


def packs(cache: Path, hash_seed: str, before: str) -> dict[str, bytes]:
    """The exercises that a fresh interpreter builds after running ``before``."""
    cache.mkdir()
    (cache / "constants_of_mine.py").write_text(LOADED)
    code = f"{before}; from grader.cli import main; import sys; sys.exit(main())"
    subprocess.run(
        [sys.executable, "-c", code, "build", "--course", str(TOY), "--jobs", "1"],
        cwd=cache,
        env={**os.environ, "GRADUS_CACHE": str(cache), "PYTHONHASHSEED": hash_seed},
        check=True,
        capture_output=True,
    )
    found = sorted(cache.rglob("*.exercise"))
    return {path.stem: path.read_bytes() for path in found}


def test_a_pack_is_the_same_byte_for_byte_wherever_it_is_built(tmp_path: Path) -> None:
    one = packs(tmp_path / "one", "1", "pass")
    other = packs(tmp_path / "other", "2", "import constants_of_mine, grader.audit.run, torch")
    assert len(one) == 3
    assert one == other
