"""Folders, files, notebooks and zips, read without trusting anything in them."""

from __future__ import annotations

import ast
import io
import json
import os
import stat
import zipfile
from pathlib import Path

import pytest

from grader.errors import SubmissionError
from grader.model import Source
from grader.parsing import parsed
from grader.submission import read

PATH = "vectors/weigh"
CODE = "def weigh(x, axis=-1):\n    return x\n"


def one(submission: Path) -> Source:
    (source,) = read(submission, [PATH])
    return source


# --- folders ---------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A student's folder with one file in it."""
    root = tmp_path / "work"
    (root / "vectors").mkdir(parents=True)
    (root / "vectors/weigh.py").write_text(CODE)
    return root


def test_a_file_lies_in_its_chapter_or_beside_the_others(folder: Path) -> None:
    assert one(folder) == Source(PATH, "vectors/weigh.py", CODE)
    (folder / "vectors/weigh.py").rename(folder / "weigh.py")
    assert one(folder) == Source(PATH, "weigh.py", CODE)
    (folder / "weigh.py").unlink()
    assert one(folder) == Source(PATH, "vectors/weigh.py", None)


def test_the_chapter_wins_over_a_file_beside(folder: Path) -> None:
    (folder / "weigh.py").write_text("other")
    assert one(folder).code == CODE


def test_a_byte_order_mark_is_no_part_of_the_code(folder: Path) -> None:
    (folder / "vectors/weigh.py").write_bytes(b"\xef\xbb\xbf" + CODE.encode())
    assert one(folder).code == CODE


def _folder_in_place(file: Path) -> None:
    file.mkdir()


def _link(file: Path) -> None:
    (file.parent / "other.py").write_text(CODE)
    file.symlink_to(file.parent / "other.py")


def _link_to_nothing(file: Path) -> None:
    file.symlink_to("nowhere")


def _link_to_a_secret(file: Path) -> None:
    file.symlink_to("/etc/passwd")


def _pipe(file: Path) -> None:
    os.mkfifo(file)


def _huge(file: Path) -> None:
    file.write_bytes(b"#" * (1 << 20) + b"\n")


def _latin(file: Path) -> None:
    file.write_bytes(b"x = 1\n# caf\xe9\n")


def _binary(file: Path) -> None:
    file.write_bytes(b"x = 1\n\n\0\n")


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (_folder_in_place, "vectors/weigh.py is a folder; put a file of that name in its place."),
        (_link, "vectors/weigh.py is a link, or lies behind one; put the file itself there."),
        (_link_to_nothing, "vectors/weigh.py is a link, or lies behind one; put the file"),
        (_link_to_a_secret, "vectors/weigh.py is a link, or lies behind one; put the file"),
        (_pipe, "vectors/weigh.py is not a regular file; put the file itself there."),
        (_huge, "vectors/weigh.py is larger than 1 MB; hand in the code alone, without data."),
        (_latin, "vectors/weigh.py is not UTF-8 (line 2); save it as UTF-8 in your editor."),
        (_binary, "vectors/weigh.py holds a null byte (line 3); save it as plain text."),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_cannot_be_read_is_one_sentence(folder: Path, make: object, problem: str) -> None:
    file = folder / "vectors/weigh.py"
    file.unlink()
    make(file)  # type: ignore[operator]
    source = one(folder)
    assert source.code is None
    assert source.problem.startswith(problem)


def test_a_chapter_that_is_a_link_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (folder / "vectors").rename(tmp_path / "elsewhere")
    (folder / "vectors").symlink_to(tmp_path / "elsewhere")
    assert "is a link" in one(folder).problem


def test_the_folder_itself_may_be_a_link(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "short").symlink_to(folder)
    assert one(tmp_path / "short").code == CODE


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_says_so(folder: Path) -> None:
    (folder / "vectors/weigh.py").chmod(0)
    assert "may not be read" in one(folder).problem


# --- single files ----------------------------------------------------------------------------


def test_a_single_file_answers_what_it_is_called_like_or_defines(tmp_path: Path) -> None:
    file = tmp_path / "weigh.py"
    file.write_text(CODE + "\ndef halve(n):\n    return n / 2\n")
    sources = read(file, [PATH, "vectors/halve", "chance/coin_flips"])
    assert [source.code is not None for source in sources] == [True, True, False]
    assert {source.file for source in sources} == {"weigh.py"}


def test_a_file_of_any_name_answers_the_only_exercise_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "answer.py"
    file.write_text("x = 1\n")
    assert one(file).code == "x = 1\n"


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("missing.py", "There is no submission"),
        ("notes.txt", "is not a submission; name a folder, a .py file, a notebook"),
        ("broken.zip", "broken.zip is not a zip that can be read"),
    ],
)
def test_no_submission_at_all_is_an_error(tmp_path: Path, name: str, says: str) -> None:
    if name != "missing.py":
        (tmp_path / name).write_text("text")
    with pytest.raises(SubmissionError, match=says):
        read(tmp_path / name, [PATH])


# --- notebooks -------------------------------------------------------------------------------


def notebook(tmp_path: Path, *cells: str) -> Path:
    file = tmp_path / "hand-in.ipynb"
    content = [{"cell_type": "markdown", "source": ["# def weigh(x): no"]}]
    content += [{"cell_type": "code", "source": cell.splitlines(True)} for cell in cells]
    file.write_text(json.dumps({"cells": content, "nbformat": 4}))
    return file


def ran(source: Source) -> dict[str, object]:
    """The names that the extracted code defines."""
    names: dict[str, object] = {}
    assert source.code is not None, source.problem
    exec(source.code, names)
    names.pop("__builtins__")
    return names


def test_a_notebook_brings_what_the_function_uses_and_nothing_else(tmp_path: Path) -> None:
    file = notebook(
        tmp_path,
        "%matplotlib inline\nimport no_such_library as plt\nimport math",
        "EPS = 1e-8\nSIZE, OTHER = 2, 3\nscale = math.sqrt(SIZE)\nraise_me = undefined()",
        "def helper(x):\n    return x * scale + EPS\n",
        "def weigh(x, axis=-1):\n    return helper(x)\n\nprint(weigh(1)); 1 / 0",
        "plt.plot(weigh(3))\nfor i in range(10**12): pass",
    )
    names = ran(one(file))
    assert set(names) == {"math", "EPS", "SIZE", "OTHER", "scale", "helper", "weigh"}
    assert names["weigh"](1.0) == 2**0.5 + 1e-8  # type: ignore[operator]


def test_the_last_definition_in_a_notebook_wins(tmp_path: Path) -> None:
    file = notebook(
        tmp_path,
        "K = 1\ndef weigh(x, y=undefined):\n    return 0",
        "K = 2",
        "def weigh(x):\n    return K",
    )
    assert ran(one(file))["weigh"](0) == 2  # type: ignore[operator]


def test_lines_of_a_notebook_keep_their_place(tmp_path: Path) -> None:
    file = notebook(tmp_path, "import math\nmath.pi", "\n# why\n\ndef weigh(x):\n    return math.e")
    code = one(file).code
    assert code is not None
    assert code.split("\n") == ["import math", "", "", "", "", "def weigh(x):", "    return math.e"]


@pytest.mark.parametrize(
    "cell",
    [
        "!pip install something\ndef weigh(x): return x",
        "%%time\ndef weigh(x): return x",
        "files = !ls\ndef weigh(x): return x",
        "if True:\n    %timeit 1\ndef weigh(x): return x",
        "np.sum?\ndef weigh(x): return x",
        "x = 1; y = 2\ndef weigh(x): return x",
        '"""\n%not a magic\n"""\ndef weigh(x): return x',
    ],
)
def test_magics_are_stripped(tmp_path: Path, cell: str) -> None:
    assert "weigh" in ran(one(notebook(tmp_path, cell)))


def test_a_cell_is_parsed_once_however_many_exercises_need_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parses: list[str] = []

    def counted(text: str) -> ast.Module:
        parses.append(text)
        return parsed(text)

    monkeypatch.setattr("grader.notebook.parsed", counted)
    cells = ("K = 2", "def weigh(x):\n    return K", "def halve(x):\n    return x / K")
    both = read(notebook(tmp_path, *cells), [PATH, "vectors/halve"])
    assert [set(ran(source)) for source in both] == [{"K", "weigh"}, {"K", "halve"}]
    assert sorted(parses) == sorted(cells)


@pytest.mark.parametrize("cell", ["%%bash\ndef weigh(x): return x", "1 + 1", "# def weigh(x): x"])
def test_a_notebook_without_the_function_has_not_been_started(tmp_path: Path, cell: str) -> None:
    assert one(notebook(tmp_path, cell)) == Source(PATH, "hand-in.ipynb", None)


def test_a_syntax_error_counts_only_where_the_function_is(tmp_path: Path) -> None:
    assert "weigh" in ran(one(notebook(tmp_path, "x = = 1", "def weigh(x): return x")))
    code = one(notebook(tmp_path, "a = 1", "def weigh(x)\n    return x")).code
    assert code == "\ndef weigh(x)\n    return x"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "hand-in.ipynb is no notebook: it is not valid JSON"),
        ("[]", "hand-in.ipynb is no notebook: it has no cells"),
        ('{"cells": 3}', "hand-in.ipynb is no notebook: it has no cells"),
        ("[" * 100_000, "hand-in.ipynb is no notebook: it is not valid JSON"),
        (
            json.dumps({"cells": [{"cell_type": "code", "source": CODE}] * 10_001}),
            "hand-in.ipynb is no notebook: it has more than 10,000 cells of code",
        ),
        (
            json.dumps({"cells": [{"cell_type": "code", "source": "x;" * 70_000}] * 2}),
            "hand-in.ipynb is no notebook: it holds more than 262,144 characters of code",
        ),
    ],
)
def test_what_is_no_notebook_is_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "hand-in.ipynb"
    file.write_text(text)
    assert one(file).problem.startswith(says)


def test_odd_cells_are_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "hand-in.ipynb"
    cells = [3, {"cell_type": "code"}, {"cell_type": "code", "source": [1, "x = 1\n"]}]
    cells.append({"cell_type": "code", "source": CODE})
    file.write_text(json.dumps({"cells": cells}))
    assert "weigh" in ran(one(file))


# --- zips ------------------------------------------------------------------------------------


def zipped(tmp_path: Path, members: dict[str, bytes], mode: int = stat.S_IFREG | 0o644) -> Path:
    file = tmp_path / "hand-in.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return file


@pytest.mark.parametrize(
    "name", ["vectors/weigh.py", "weigh.py", "my work/vectors/weigh.py", "vectors\\weigh.py"]
)
def test_a_zip_may_hold_one_folder_more(tmp_path: Path, name: str) -> None:
    assert one(zipped(tmp_path, {name: CODE.encode()})).code == CODE


def test_what_macos_adds_to_a_zip_is_passed_over(tmp_path: Path) -> None:
    members = {"a/vectors/weigh.py": CODE.encode(), "__MACOSX/a/vectors/weigh.py": b"junk"}
    assert one(zipped(tmp_path, members)).code == CODE


def test_a_zip_without_the_file_has_not_been_started(tmp_path: Path) -> None:
    assert one(zipped(tmp_path, {"else.py": b""})) == Source(PATH, "vectors/weigh.py", None)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("../vectors/weigh.py", "leads out of the zip"),
        ("a/../../vectors/weigh.py", "leads out of the zip"),
        ("/vectors/weigh.py", "leads out of the zip"),
        ("C:/vectors/weigh.py", "leads out of the zip"),
        ("..\\vectors\\weigh.py", "leads out of the zip"),
    ],
)
def test_a_path_out_of_the_zip_is_refused(tmp_path: Path, name: str, says: str) -> None:
    source = one(zipped(tmp_path, {name: CODE.encode()}))
    assert source.code is None
    assert says in source.problem


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    file = zipped(tmp_path, {"vectors/weigh.py": b"/etc/passwd"}, stat.S_IFLNK | 0o777)
    assert one(file).problem.startswith("hand-in.zip: vectors/weigh.py is a link")


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    file = zipped(tmp_path, {"vectors/weigh.py": b"#" * (64 << 20)})
    assert file.stat().st_size < 1 << 20
    assert "is larger than 1 MB" in one(file).problem


def test_a_bomb_that_lies_about_its_size_is_not_unpacked_either(tmp_path: Path) -> None:
    file = zipped(tmp_path, {"vectors/weigh.py": b"#" * (64 << 20)})
    size = (64 << 20).to_bytes(4, "little")
    file.write_bytes(file.read_bytes().replace(size, (100).to_bytes(4, "little")))
    source = one(file)
    assert source.code is None
    assert "damaged" in source.problem or "larger" in source.problem


def test_a_file_twice_in_a_zip_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("vectors/weigh.py", "x = 1")
        archive.writestr("vectors/weigh.py", "x = 2")
    (tmp_path / "hand-in.zip").write_bytes(buffer.getvalue())
    assert "more than once" in one(tmp_path / "hand-in.zip").problem


def test_a_damaged_member_is_one_sentence(tmp_path: Path) -> None:
    file = zipped(tmp_path, {"vectors/weigh.py": os.urandom(1000)})
    content = bytearray(file.read_bytes())
    content[100:200] = bytes(100)
    file.write_bytes(content)
    assert "is damaged in the zip; make the zip again" in one(file).problem


def test_an_encrypted_zip_says_so(tmp_path: Path) -> None:
    file = zipped(tmp_path, {"vectors/weigh.py": b"x = 1"})
    content = bytearray(file.read_bytes())
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    file.write_bytes(content)
    assert "is encrypted" in one(file).problem
