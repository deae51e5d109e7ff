"""Fuzzing of everything that reads a dump: ``make fuzz``, or ``python -m fuzz``.

A harness is a file in ``harnesses/``: what it calls, what must hold whatever the bytes are, and its
first inputs. ``child.py`` runs one under atheris, ``run.py`` all of them in turn; ``ledger.json``
adds up what was executed. ``corpus/`` keeps a few inputs a harness that reach most of its code,
``crashes/`` every input that broke something; the tests replay both without atheris.
"""
