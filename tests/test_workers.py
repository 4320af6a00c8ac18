"""Processes of ours begin with what is ours: nothing in the folder they stand in runs in them."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.workers import importing
from tests.conftest import TOY

GRADE = Path(sys.executable).with_name("grade")
# What an interpreter that begins in this folder would find before the library's own.
NAMES = ("multiprocessing", "numpy", "random", "signal", "json", "concurrent")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A student's folder, in which every file writes that it was run."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    for name in NAMES:
        text = f"open({str(tmp_path / 'ran')!r}, 'a').write('{name}\\n')\n"
        (folder / f"{name}.py").write_text(text)
    for student in ("ada", "bo"):
        (folder / "class" / student).mkdir(parents=True)
        shutil.copy(TOY / "solutions/vectors/halve.py", folder / "class" / student)
    return folder


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "GRADUS_CACHE": str(folder.parent / "cache")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


BUILD = ("build", "--course", str(TOY), "--jobs", "2")
BATCH = ("batch", "class", "halve", "--course", str(TOY), "--jobs", "2", "--gradebook", "book.db")
AUDIT = ("audit", "halve", "--course", str(TOY), "--jobs", "2", "--fast")


@pytest.mark.parametrize("arguments", [BUILD, BATCH, AUDIT], ids=lambda words: words[0])
def test_no_process_of_ours_imports_from_the_folder_it_stands_in(
    checkout: Path, arguments: tuple[str, ...]
) -> None:
    run(checkout, str(GRADE), *arguments)
    assert not (checkout.parent / "ran").exists()


def test_neither_does_the_module_that_is_the_command(checkout: Path) -> None:
    said = run(checkout, sys.executable, "-m", "grader", "--version")
    assert "gradus" in said.lower()
    assert not (checkout.parent / "ran").exists()


def test_no_garbage_is_looked_for_among_imports_and_all_the_same_afterwards() -> None:
    kept = gc.get_freeze_count()
    with pytest.raises(ImportError), importing():
        assert not gc.isenabled()
        import no_such_module  # noqa: F401
    assert gc.isenabled()
    assert gc.get_freeze_count() > kept
    gc.unfreeze()


def test_who_looks_for_no_garbage_is_not_made_to() -> None:
    gc.disable()
    try:
        with importing():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
        gc.unfreeze()
