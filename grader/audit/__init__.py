"""Proof that an exercise judges rightly: wrong code never passes, right code never fails."""
