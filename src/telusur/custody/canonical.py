"""One spelling of a JSON value, so that it can be hashed and signed.

The canonical form is that of RFC 8785 (JCS) for the values that are allowed here: null, booleans,
whole numbers that every JSON reader keeps exactly, texts, lists, and objects whose keys are ASCII.
Numbers with a fraction are refused rather than spelt, so that a verifier in any language needs no
rules for them; they are written as texts.
"""

from __future__ import annotations

import json
from typing import Any

from telusur.errors import EvidenceError, InternalFault

# RFC 7493 (I-JSON): beyond it a reader that holds numbers as doubles loses digits.
LARGEST = 2**53 - 1
# Deeper than any document of ours; Python's own parser gives up near 1,000.
DEEPEST = 64


def canonical(value: Any) -> bytes:
    """The canonical bytes of a JSON value, UTF-8, without a line break.

    Raises:
        InternalFault: ``not-canonical`` when the value has no canonical form.
    """
    _refuse_what_has_none(value, 0)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def parse_canonical(text: bytes) -> Any:
    """The value of canonical bytes; ValueError when they are not the one spelling of a value."""
    try:
        value = json.loads(text)
        spelt = canonical(value)
    except (ValueError, InternalFault, RecursionError) as error:
        raise ValueError("no canonical JSON") from error
    if spelt != text:
        raise ValueError("not the canonical spelling")
    return value


def parse_document(text: bytes, name: str) -> dict[str, Any]:
    """The object in a JSON document that somebody else handed over, in any spelling.

    Raises:
        EvidenceError: ``not-a-receipt`` when it is no JSON object or holds a key twice.
    """
    try:
        value = json.loads(text, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise EvidenceError(
            "not-a-receipt",
            f"{name} is not a signed receipt",
            expected="a JSON object as `telusur inspect` writes it",
        )
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):  # two readers may take different ones
        raise ValueError("a key stands twice")
    return found


def _refuse_what_has_none(value: Any, depth: int) -> None:
    if depth > DEEPEST:
        raise _no_form("nested too deep")
    if isinstance(value, list | tuple):
        for item in value:
            _refuse_what_has_none(item, depth + 1)
    elif isinstance(value, dict):
        if not all(isinstance(key, str) and key.isascii() for key in value):
            raise _no_form("a key that is not ASCII")
        _refuse_what_has_none(list(value.values()), depth)
    elif isinstance(value, str):
        if any("\ud800" <= sign <= "\udfff" for sign in value):
            raise _no_form("half a character")
    elif not isinstance(value, int | None):
        raise _no_form(type(value).__name__)
    elif abs(value or 0) > LARGEST:
        raise _no_form("a number beyond 2^53")


def _no_form(what: str) -> InternalFault:
    return InternalFault("not-canonical", "a value cannot be signed", got=what)
