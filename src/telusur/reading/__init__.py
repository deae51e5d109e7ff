"""Bytes to tables, with a receipt that accounts for every byte."""
