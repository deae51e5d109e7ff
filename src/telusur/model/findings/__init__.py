"""The findings contract as types, one file a section; ``document.py`` is the whole."""

from telusur.model.findings.document import SCHEMA_NAME, Findings, json_schema, resolve_pointer

__all__ = ["SCHEMA_NAME", "Findings", "json_schema", "resolve_pointer"]
