"""Releases: exercises as an instructor hands them out, one module a format.

A format turns ``material`` into files by name; ``release`` puts them on the disk. Nothing here sees
a declaration or a solution: what a format is made of is the statement, the stub and the pack.
"""
