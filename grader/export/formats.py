"""What grades can be exported as; the command line names them before anything else is loaded."""

from __future__ import annotations

FORMATS = ("csv", "nbgrader", "canvas", "moodle", "gradescope")
