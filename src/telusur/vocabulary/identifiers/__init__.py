"""Identifiers by country, one file each, as vectorised SQL."""
