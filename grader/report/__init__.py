"""Pages of a class in HTML that stand alone: one for the instructor, one for each student."""
