"""What ``telusur case`` does, action by action: the flow of a case, as ``pipeline`` is a run's.

Each action does its work and adds to the custody log of the case what was done, by whom, when and
with which tool; what fails is not logged as done. The log is checked before it is added to.
"""

from telusur.cases.actor import Actor
from telusur.cases.checks import Check, verify
from telusur.cases.custodian import Custodian
from telusur.cases.handing import export, stamp, stamp_request
from telusur.cases.holding import add, begin, record, remark
from telusur.cases.receipts import (
    as_text,
    compare_with_receipt,
    expected_key,
    keep_receipt,
    read_receipt,
    receipt_without_case,
)
from telusur.cases.sealing import open_sealed, seal, shred
from telusur.evidence.case import Case, open_case
from telusur.evidence.inventory import REMOVED

__all__ = [
    "REMOVED",
    "Actor",
    "Case",
    "Check",
    "Custodian",
    "add",
    "as_text",
    "begin",
    "compare_with_receipt",
    "expected_key",
    "export",
    "keep_receipt",
    "open_case",
    "open_sealed",
    "read_receipt",
    "receipt_without_case",
    "record",
    "remark",
    "seal",
    "shred",
    "stamp",
    "stamp_request",
    "verify",
]
