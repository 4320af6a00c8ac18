"""Freezing: one exercise to the sections of its file in a pack."""
