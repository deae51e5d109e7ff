"""``telusur case``: evidence held with hashes, seals and a custody log."""

from __future__ import annotations

import click

from telusur.cli.lazy import LazyGroup

MODULES = {
    "init": "case.init",
    "add": "case.add",
    "note": "case.note",
    "log": "case.log",
    "verify": "case.verify",
    "seal": "case.seal",
    "open": "case.open",
    "stamp": "case.stamp",
    "export": "case.export",
    "shred": "case.shred",
}

EPILOG = """\b
Examples:
  telusur case init CASE --legal-basis "PDP Act, article 20(2)(c); order 12/2026" --who "A. Analyst"
  telusur case add dump.sql --case CASE --copy
  telusur case seal --case CASE --shred-plain
  telusur case verify --case CASE
  telusur case export --case CASE --out bundle.zip"""


@click.group(cls=LazyGroup, modules=MODULES, epilog=EPILOG)
def command() -> None:
    """Hold evidence: hashed, sealed, with a signed log of who did what, how and when."""
