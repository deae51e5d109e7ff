"""Rows of the dump against the rows of a register."""
