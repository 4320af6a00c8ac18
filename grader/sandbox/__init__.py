"""Any call of a student's function, in a locked process of its own."""
