"""When the copy was taken: agreement of its rows with every moment of the register's history."""

from telusur.dating.date import cannot_tell, date_copy

__all__ = ["cannot_tell", "date_copy"]
