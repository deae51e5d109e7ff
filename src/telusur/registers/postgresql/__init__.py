"""A register that is a table or view of PostgreSQL, copied once in one read-only snapshot."""
