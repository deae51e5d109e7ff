"""Severity, deadlines, notices and affected people: a room that is not furnished yet."""
