"""Rows of the dump against the rows of a register: link first, settle once the copy is dated."""

from telusur.records.apart import drawn
from telusur.records.decoys import try_decoys
from telusur.records.link import link
from telusur.records.probable import Probable, link_left, with_probable, without_key
from telusur.records.rows import pairs_sql, rows_sql, untested_rows_sql
from telusur.records.settle import settle
from telusur.records.untested import untested

__all__ = [
    "Probable",
    "drawn",
    "link",
    "link_left",
    "pairs_sql",
    "rows_sql",
    "settle",
    "try_decoys",
    "untested",
    "untested_rows_sql",
    "with_probable",
    "without_key",
]
