"""Every run holds its own output against the published contract before it writes it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from telusur.errors import InternalFault
from telusur.model.findings import SCHEMA_NAME, Findings, json_schema

if TYPE_CHECKING:
    from typing import Any


@cache
def _validator() -> Any:
    return Draft202012Validator(json_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def validated(findings: Findings) -> Findings:
    """``findings``, unchanged.

    Raises:
        InternalFault: ``findings-invalid`` when they do not follow the published schema or do not
            survive being written and read.
    """
    error = best_match(_validator().iter_errors(findings.as_json()))
    if error is not None:
        where = "/".join(str(part) for part in error.absolute_path)
        raise InternalFault(
            "findings-invalid", f"the findings do not follow {SCHEMA_NAME} at /{where}"
        )
    if Findings.from_text(findings.to_text()) != findings:
        raise InternalFault("findings-invalid", "the findings change when written and read")
    return findings
