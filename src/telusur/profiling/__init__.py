"""What each column holds: types, blanks, distinct values, keys; of a dump or of a sample."""

from telusur.profiling.columns import profile_columns
from telusur.profiling.dump import profile_dump
from telusur.profiling.overview import Overview, look_over
from telusur.profiling.shapes import first_rows

__all__ = ["Overview", "first_rows", "look_over", "profile_columns", "profile_dump"]
