"""``--format gradescope``: an autograder zip that grades from the pack, and always has a result.

Gradescope builds an image once with ``setup.sh`` and runs ``run_autograder`` in it for each
submission, with half a processor, 768 MB and ten minutes. The engine comes along as a wheel.
"""

from __future__ import annotations

from grader.assign.material import VISIBLE_SEED, Files, Material, below
from grader.assign.wheel import zipped
from grader.render.words import points as in_words

_SETUP = """#!/usr/bin/env bash
# Run once, when Gradescope builds the image: a Python of at least 3.11, the engine, bubblewrap.
set -euo pipefail
source="${{GRADUS_AUTOGRADER:-/autograder}}/source"

fits() {{ "$1" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }}
find_python() {{
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null && fits "$name"; then echo "$name"; return; fi
    done
}}

if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -q
    # Without bubblewrap the sandbox holds at level 2 where the kernel lets it.
    apt-get install -y -q bubblewrap || true
    if [ -z "$(find_python)" ]; then
        apt-get install -y -q python3-venv || true
        [ -n "$(find_python)" ] || apt-get install -y -q python3.11 python3.11-venv
    fi
fi
python=$(find_python)
if [ -z "$python" ]; then
    echo "Gradus needs Python 3.11 or later; choose an image that has it." >&2
    exit 1
fi
"$python" -m venv "$source/venv"
"$source/venv/bin/pip" install -q "$source/{wheel}"
"$source/venv/bin/python" -P -m grader --version
"""

_RUN = """#!/usr/bin/env bash
# Run for each submission. Whatever happens, results.json is there and valid: a result that says
# so comes first, and is replaced only by one that has been read back. The variables are for whoever
# tries it out elsewhere; Gradescope sets none of them.
root="${{GRADUS_AUTOGRADER:-/autograder}}"
source="$root/source"
result="$root/results/results.json"
work=$(mktemp -d) || work=/tmp
limit="${{GRADUS_SECONDS:-540}}"
mkdir -p "$root/results"

sorry() {{
    cat > "$result.new" <<'END' && mv -f "$result.new" "$result"
{{"score": 0, "visibility": "visible", "stdout_visibility": "hidden", "tests": [], "output":
"This could not be judged, which is no fault of yours. Ask for it to be run again."}}
END
}}
finish() {{
    # Nothing of the student's is believed to be JSON before a parser has said so.
    if [ -s "$work/results.json" ] \\
        && "$source/venv/bin/python" -I -c "$check" "$work/results.json" 2>/dev/null; then
        cp "$work/results.json" "$result.new" && mv -f "$result.new" "$result"
    fi
    rm -rf "$work"
    exit 0
}}
check='import json, sys
found = json.load(open(sys.argv[1], encoding="utf-8"))
sys.exit(not ("score" in found or found.get("tests")))'

sorry
trap finish EXIT
# Who is told to stop tells the grader, and keeps what it has found out.
trap '[ -n "$grader" ] && kill "$grader" 2>/dev/null && wait "$grader"; exit 0' TERM INT HUP

submission="$root/submission"
# A single notebook is graded as it is; otherwise the folder with its files is.
shopt -s nullglob nocaseglob
notebooks=("$submission"/*.ipynb)
codes=("$submission"/*.py "$submission"/*/*.py)
if [ "${{#codes[@]}}" = 0 ] && [ "${{#notebooks[@]}}" = 1 ]; then
    submission="${{notebooks[0]}}"
elif [ -d "$submission/exercises" ]; then
    submission="$submission/exercises"
fi

# All exercises by name, so that one that was not handed in is seen to count 0. One at a time and
# 384 MB for each: the image has 768 MB and half a processor. Before ten minutes are over grading
# is asked to stop, and says of each exercise how far it came.
cd "$work" || exit 0
timeout -k 20 "$limit" "$source/venv/bin/python" -P -m grader ci {names} \\
    --course "$source/pack" {visible}--submission "$submission" \\
    --gradescope "$work/results.json" --jobs 1 --memory 384M --plain </dev/null &
grader=$!
wait "$grader"
exit 0
"""

_README = """# {title}, for Gradescope

{contents}. Create a programming assignment of {points} points, and upload `autograder.zip` under
*Configure Autograder*; Ubuntu 22.04 or later with the default container (0.5 CPU, 768 MB) will do.

Students hand in `chapter/name.py` or `name.py` files, a zip of them, or one notebook that defines
the functions. `grade assign --format py` and `--format notebook` make what to hand out, with the
same exercises and points.

Each exercise is a test with its points and its page. What was not handed in counts 0. What could
not be judged is said to be so. `results.json` is written even if grading is cut short.

{seed}

Submissions run in a locked process. Where the container allows neither bubblewrap nor Landlock with
seccomp, grading refuses to run hostile code and says so in each result; then add `--isolation 1` to
the command in `run_autograder`, if you trust your students.
"""

_PUBLIC = """The autograder compares with the answers of the public seed {seed} (digest {digest}),
which every student kit holds, and shows counterexamples of it. If a table of these answers must not
earn points, give `grade assign` a `--seed` of many digits that nobody else knows."""

_SECRET = """The autograder compares with the answers of seed {seed} (digest {digest}). It stays
secret as long as you keep this folder and the zip to yourself and hand out nothing else that was
made with it. No result shows one of its inputs: students see counterexamples of the visible seed
{visible}, or the law that does not hold."""


def files(material: Material) -> Files:
    """The zip to upload, and how."""
    names = " ".join(f"'{entry.path}'" for entry in material.entries)
    visible = '--visible "$source/visible" ' if material.visible else ""
    about_seed = _SECRET if material.visible else _PUBLIC
    inside = {
        "setup.sh": _SETUP.format(wheel=material.wheel).encode(),
        "run_autograder": _RUN.format(names=names, visible=visible).encode(),
        **material.engine,
        **below("pack", material.pack),
        **below("visible", material.visible),
    }
    readme = _README.format(
        title=material.title,
        contents=material.contents,
        points=in_words(sum(entry.points for entry in material.entries)),
        seed=about_seed.format(
            seed=material.seed, digest=material.digest[:16], visible=VISIBLE_SEED
        ),
    )
    return {
        "README.md": readme.encode(),
        "autograder.zip": zipped(inside, executable=("setup.sh", "run_autograder")),
    }
