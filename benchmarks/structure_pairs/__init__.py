"""Pairs of invented tables with their truth, to measure the column matching on."""
