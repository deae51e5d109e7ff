"""Rows whose key found nobody, linked by their other columns with a known share of errors."""

from telusur.records.probable.find import link_left
from telusur.records.probable.interface import Probable
from telusur.records.probable.keyless import without_key
from telusur.records.probable.outcome import with_probable

__all__ = ["Probable", "link_left", "with_probable", "without_key"]
