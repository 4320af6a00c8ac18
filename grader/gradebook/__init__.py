"""Students, what they handed in, how it was judged and what was decided: nothing is overwritten."""
