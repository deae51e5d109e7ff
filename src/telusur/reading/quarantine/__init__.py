"""The dump is read in a child process that could not harm anybody if a file took it over.

    dump.py ─► parent.py ──one line: the job──► confinement/start.py ─► child.py ─► files.read_file
                  ▲                                                         │
                  └── messages.py: progress, receipts, errors; tables.py ◄──┘ Parquet

Proof that a file cannot act: (1) no byte of it is opened before the process has confined itself;
(2) what it confined itself to is told before the first file, and is in the receipt; (3) all that
comes back is checked as a stranger's word: messages by their schema, tables by what was promised of
them, once the process is gone. What remains: the tables are Parquet, and the engine that reads them
is the parent's own. ``docs/adr/0022-…`` weighs that.
"""

from telusur.reading.quarantine.parent import Reading, read_quarantined

__all__ = ["Reading", "read_quarantined"]
