"""A register prepared once: its values hashed with a key, partitioned and sorted, never plain."""

from telusur.registers.prepared.changes import Changes, changes
from telusur.registers.prepared.forms import coded_columns, digest, forms_of
from telusur.registers.prepared.manifest import (
    NAME,
    Index,
    IndexedColumn,
    Part,
    SourceFile,
    described,
    is_index,
    read_index,
    to_text,
)
from telusur.registers.prepared.opening import checked, value_key
from telusur.registers.prepared.partitions import (
    MEMBERS_OF_A_FILE,
    Rows,
    files_for,
    write_members,
    write_part,
)
from telusur.registers.prepared.placing import (
    Aside,
    aside,
    replace_index,
    source_file,
    take_place,
)
from telusur.registers.prepared.secret import check_place, default_key_file
from telusur.registers.prepared.telling import summary

__all__ = [
    "MEMBERS_OF_A_FILE",
    "NAME",
    "Aside",
    "Changes",
    "Index",
    "IndexedColumn",
    "Part",
    "Rows",
    "SourceFile",
    "aside",
    "changes",
    "check_place",
    "checked",
    "coded_columns",
    "default_key_file",
    "described",
    "digest",
    "files_for",
    "forms_of",
    "is_index",
    "read_index",
    "replace_index",
    "source_file",
    "summary",
    "take_place",
    "to_text",
    "value_key",
    "write_members",
    "write_part",
]
