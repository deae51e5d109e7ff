"""Runs named SQL steps. Knows tables and columns, and no word of the domain."""
