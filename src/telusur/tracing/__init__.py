"""Through which part of the register, and which export, the data left."""

from telusur.tracing.trace import trace

__all__ = ["trace"]
