"""Frozen types that pass between stages. No I/O, no engine, no clock."""
