"""Identifiers that Indonesia issues."""
