"""Columns of the dump against the columns of each candidate register."""
