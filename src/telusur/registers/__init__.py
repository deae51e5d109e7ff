"""A candidate holder's register, opened: read where it lies, versions checked, keys found."""

from telusur.registers.opening import open_register
from telusur.registers.reads import register_reads
from telusur.registers.toml import describe

__all__ = ["describe", "open_register", "register_reads"]
