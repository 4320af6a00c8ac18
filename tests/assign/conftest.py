"""What the tests of releases share: the toy course released in each format, and places to run it.

The environment of a student is a real one, made as Gradescope makes it: NumPy, rich and the engine
from the release's own wheel, and nothing else.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import pytest

from grader.assign import release
from grader.assign.formats import FORMATS
from grader.assign.material import Material, Request, gather
from grader.course import read_course
from tests.conftest import TOY

Released = Callable[[str], Path]
SLUG = "a-toy-course"
MISSING = "# YOUR CODE HERE\n    raise NotImplementedError()"
WRONG = "return x / x.sum()"


@pytest.fixture(scope="session")
def course_cache(cache: Path) -> Iterator[Path]:
    """The session's cache, for what asks the environment where it is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADUS_CACHE", str(cache))
        yield cache


@pytest.fixture(scope="session")
def material(course_cache: Path) -> Material:
    """All of the toy course."""
    return gather(read_course(TOY), Request(jobs=2))


@pytest.fixture
def released(material: Material, tmp_path: Path) -> Released:
    """A release of the toy course in a format, in a folder of its own."""

    def write(form: str) -> Path:
        root = tmp_path / form
        release.write(root, form, import_module(FORMATS[form].room).files(material))
        return root

    return write


def unpacked(material: Material, root: Path) -> Path:
    """Gradescope's folders, with the release's autograder.zip in its place."""
    for folder in ("source", "submission", "results"):
        (root / folder).mkdir()
    files = import_module(FORMATS["gradescope"].room).files(material)
    (root / "autograder.zip").write_bytes(files["autograder.zip"])
    with zipfile.ZipFile(root / "autograder.zip") as archive:
        for member in archive.infolist():  # with their rights, as unzip does
            Path(archive.extract(member, root / "source")).chmod(member.external_attr >> 16)
    return root


@pytest.fixture(scope="session")
def autograder(material: Material, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder laid out as Gradescope's /autograder, set up by the release's own setup.sh."""
    root = unpacked(material, tmp_path_factory.mktemp("autograder"))
    # An image without apt-get: what it would install is here, and this machine stays as it is.
    tools = root / "tools"
    tools.mkdir()
    for name in ("bash", "env", "id"):
        (tools / name).symlink_to(str(shutil.which(name)))
    (tools / "python3").symlink_to(sys._base_executable)  # type: ignore[attr-defined]
    environment = {"PATH": str(tools), "HOME": str(root), "GRADUS_AUTOGRADER": str(root)}
    done = subprocess.run(
        ["/bin/bash", str(root / "source/setup.sh")],
        env=environment | {k: v for k, v in os.environ.items() if k.startswith("PIP_")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture(scope="session")
def student_python(autograder: Path) -> Path:
    """The Python of somebody who has the engine, NumPy and rich."""
    python = autograder / "source/venv/bin/python"
    for library in ("torch", "hypothesis", "mpmath"):
        tried = subprocess.run([python, "-c", f"import {library}"], capture_output=True)
        assert tried.returncode != 0, f"{library} can be had in the student's environment"
    return python


@pytest.fixture
def jupyter(tmp_path: Path) -> dict[str, str]:
    """The environment of a Jupyter that knows nobody's settings; commands are found by name."""
    home = tmp_path / "home"
    home.mkdir()
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "IPYTHON", "GRADUS"))
    }
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return kept | {"HOME": str(home), "PATH": path, "JUPYTER_PLATFORM_DIRS": "1"}
