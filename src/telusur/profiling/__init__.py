"""What each column holds: types, blanks, distinct values, keys; of a dump or of a sample."""

from telusur.profiling.columns import profile_columns
from telusur.profiling.dump import profile_dump

__all__ = ["profile_columns", "profile_dump"]
