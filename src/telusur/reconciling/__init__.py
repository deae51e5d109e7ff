"""Counts and verdict: pure functions, without I/O, clock or randomness."""
