"""When the copy was taken: agreement of its rows with every moment of the register's history."""

from telusur.dating.basis import HEADER_ONLY, NO_KEY_MAPPED
from telusur.dating.date import cannot_tell, date_copy

__all__ = ["HEADER_ONLY", "NO_KEY_MAPPED", "cannot_tell", "date_copy"]
