"""The engine that is running, as a wheel: a release installs it and needs no other source.

The same engine always makes the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
from pathlib import Path

from grader.errors import CouldNotRun
from grader.version import VERSION

_ROOT = Path(__file__).resolve().parents[1]
_WHEEL = "Wheel-Version: 1.0\nGenerator: gradus\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def build() -> dict[str, bytes]:
    """The wheel's one file, by its name.

    Raises:
        CouldNotRun: This engine was never installed, so nobody knows what it depends on.
    """
    folder = f"gradus-{VERSION}.dist-info"
    files = {
        f"grader/{file.relative_to(_ROOT).as_posix()}": file.read_bytes()
        for file in sorted(_ROOT.rglob("*"))
        if file.is_file() and "__pycache__" not in file.parts
    }
    files |= {
        f"{folder}/METADATA": _metadata().encode(),
        f"{folder}/WHEEL": _WHEEL.encode(),
        f"{folder}/entry_points.txt": _text("entry_points.txt").encode(),
    }
    record = f"{folder}/RECORD"
    rows = [f"{name},sha256={_digest(content)},{len(content)}" for name, content in files.items()]
    files[record] = "\n".join([*rows, f"{record},,", ""]).encode()
    return {f"gradus-{VERSION}-py3-none-any.whl": zipped(files)}


def zipped(files: dict[str, bytes], executable: tuple[str, ...] = ()) -> bytes:
    """A zip whose bytes follow from its files alone."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if name in executable else 0o100644) << 16
            archive.writestr(entry, content)
    return whole.getvalue()


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def _metadata() -> str:
    # An editable installation may have been made before the version changed.
    return re.sub(
        r"(?m)^Version: .*$", f"Version: {VERSION}", _text("METADATA", "PKG-INFO"), count=1
    )


def _text(*names: str) -> str:
    """A file of the installed metadata, which an ``egg-info`` calls by another name."""
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        found = [content for name in names if (content := distribution("gradus").read_text(name))]
    except PackageNotFoundError:
        found = []
    if not found:
        raise CouldNotRun(
            "A release holds the engine, which is not installed here, only run: install Gradus "
            "with pip, and give the command again."
        )
    return found[0]
