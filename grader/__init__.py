"""Gradus: an auto-graded course in deep-learning fundamentals, and the harness that grades it."""
