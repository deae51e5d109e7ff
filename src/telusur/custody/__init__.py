"""The append-only, signed log of a case, and what it is made of.

::

    canonical   one spelling of a JSON value, so that it can be hashed and signed
    entry       who did what, how, when, with which tool; steps after ISO/IEC 27037
    tree        RFC 6962: one hash over all entries, and proofs about it
    checkpoint  that hash, signed: C2SP tlog-checkpoint in a C2SP signed-note
    log         the two files of a log: entries and checkpoints, append-only
    audit       everything recomputed; the first entry that fails is named
    timestamp   RFC 3161 over a checkpoint: what even the holder of the key cannot redate
    der         just enough of it for time stamps of servers that sort nothing
    bundle      what is handed on, with a verifier that needs no Telusur
    receipt     a signed receipt of a dump, checked without Telusur's state
"""
