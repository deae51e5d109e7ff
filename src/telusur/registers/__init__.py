"""A candidate holder's register, opened: read where it lies, versions checked, keys found."""

from telusur.registers.library import PREFIX as LIBRARY
from telusur.registers.library import located
from telusur.registers.library import names as library_names
from telusur.registers.opening import open_register
from telusur.registers.reads import register_reads
from telusur.registers.toml import describe

__all__ = [
    "LIBRARY",
    "describe",
    "library_names",
    "located",
    "open_register",
    "register_reads",
]
