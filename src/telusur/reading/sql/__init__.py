"""SQL dumps: read as text by a tokeniser of our own, never executed and never restored.

``walk`` goes through the file in pieces and statement by statement. ``tokens`` finds what stands
outside quotes and comments, ``rows`` the rows among it, ``literals`` turns the values into columns,
``copying`` does the same for PostgreSQL's COPY, and ``sinks`` gathers tables. ``reader`` is the
interface to the other readers. Rows never pass through Python one by one.
"""
