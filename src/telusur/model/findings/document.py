"""The findings contract: one document, relied on by others. Names are added, never renamed."""

from __future__ import annotations

import json
from typing import Any, Literal

from pydantic import Field, ValidationError, model_validator

from telusur.errors import InternalFault
from telusur.model.base import Frozen
from telusur.model.claim import Claim
from telusur.model.findings.dating import Dating
from telusur.model.findings.profile import Profile
from telusur.model.findings.receipt import Receipt
from telusur.model.findings.reconciliation import Reconciliation
from telusur.model.findings.records import Records
from telusur.model.findings.run import Run
from telusur.model.findings.structure import Structure
from telusur.model.findings.tracing import Tracing
from telusur.model.findings.verdict import Verdict
from telusur.model.register import RegisterFacts

SCHEMA_NAME = "telusur.findings/1"


class Findings(Frozen):
    """Everything that a run found."""

    schema_: Literal["telusur.findings/1"] = Field(
        default="telusur.findings/1",
        alias="schema",
        description="name and version of this contract",
    )
    run: Run = Field(description="the run that made the findings")
    claim: Claim = Field(description="claim.toml as given")
    receipt: Receipt = Field(description="what was received and what became of every byte")
    profile: Profile = Field(description="what each column of the dump holds")
    registers: tuple[RegisterFacts, ...] = Field(
        default=(), description="what was given as --register, in its order"
    )
    structure: Structure = Field(description="columns of the dump against each register's")
    records: tuple[Records, ...] = Field(
        description="rows against each register, in the order of --register"
    )
    dating: tuple[Dating, ...] = Field(
        description="when the copy was taken, by register, in the order of --register"
    )
    tracing: Tracing = Field(description="what can be said of the way out")
    reconciliation: Reconciliation = Field(description="from the claimed number to real people")
    verdict: Verdict = Field(description="the answer and its grounds")

    @model_validator(mode="after")
    def _pointers_resolve(self) -> Findings:
        document = self.as_json()
        for statement in self.verdict.statements:
            for pointer in statement.basis:
                resolve_pointer(document, pointer)
        return self

    def as_json(self) -> dict[str, Any]:
        """The document as plain JSON values."""
        document: dict[str, Any] = self.model_dump(mode="json", by_alias=True)
        return document

    def to_text(self) -> str:
        """The document as it is written to ``findings.json``: UTF-8 text, indented."""
        return json.dumps(self.as_json(), ensure_ascii=False, indent=2) + "\n"

    @classmethod
    def from_text(cls, text: str | bytes) -> Findings:
        """Read a document.

        Raises:
            InternalFault: the text is not a document of this contract (``findings-invalid``).
        """
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            where = "/".join(str(part) for part in error.errors()[0]["loc"])
            raise InternalFault(
                "findings-invalid", f"the findings do not follow {SCHEMA_NAME} at /{where}"
            ) from error


def resolve_pointer(document: Any, pointer: str) -> Any:
    """The value at a JSON pointer (RFC 6901).

    Raises:
        ValueError: nothing is there.
    """
    value = document
    for part in pointer.split("/")[1:] if pointer else []:
        key = part.replace("~1", "/").replace("~0", "~")
        try:
            value = value[int(key)] if isinstance(value, list) else value[key]
        except (KeyError, IndexError, ValueError, TypeError):
            raise ValueError(f"no finding at {pointer}") from None
    return value


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of the findings, as ``telusur findings-schema`` prints it."""
    schema = Findings.model_json_schema(by_alias=True, mode="serialization")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:telusur:findings:1",
        **schema,
    }
