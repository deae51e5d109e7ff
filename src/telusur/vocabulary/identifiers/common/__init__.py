"""Kinds of values that are the same everywhere."""
