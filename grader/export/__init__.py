"""Grades for other systems: tables that carry no formulas, nbgrader's gradebook, results.json."""
