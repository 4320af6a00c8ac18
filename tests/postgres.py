"""A real PostgreSQL of the tests' own: started on a socket in a private folder, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


def program(name: str) -> str | None:
    """Debian keeps those of the server out of the path."""
    found = shutil.which(name)
    others = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return found or (str(others[-1]) if others else None)


def missing() -> str:
    """Why there can be no server here; "" where there can."""
    if program("initdb") is None or program("postgres") is None:
        return "no PostgreSQL server here: apt-get install postgresql"
    if os.getuid() == 0 and _user() is None:
        return "PostgreSQL does not run as root, and there is no user postgres"
    return ""


def _user() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return None


@contextmanager
def server() -> Iterator[str]:
    """A server; yields the folder of its socket. Its user is ``gradus``."""
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path must be short
    as_user: list[str] = []
    if os.getuid() == 0:
        user = _user()
        assert user is not None
        os.chown(folder, user.pw_uid, user.pw_gid)
        as_user = ["runuser", "-u", "postgres", "--"]
    initdb, postgres = program("initdb"), program("postgres")
    assert initdb and postgres
    data = folder / "data"
    subprocess.run(
        [*as_user, initdb, "-D", data, "-A", "trust", "-U", "gradus", "--no-sync", "-E", "UTF8"],
        check=True,
        capture_output=True,
        cwd=folder,
    )
    process = subprocess.Popen(
        [
            *as_user,
            postgres,
            "-D",
            data,
            "-k",
            folder,
            "-c",
            "listen_addresses=",
            "-c",
            "fsync=off",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
    )
    try:
        _wait(folder)
        yield str(folder)
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(folder: Path) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            connect(str(folder)).close()
            return
        except psycopg.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def connect(folder: str, database: str = "postgres") -> psycopg.Connection:
    return psycopg.connect(host=folder, user="gradus", dbname=database, autocommit=True)
