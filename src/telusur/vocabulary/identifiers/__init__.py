"""Every semantic type, the most specific first."""

from __future__ import annotations

from telusur.errors import RegisterError
from telusur.vocabulary.identifiers.common import (
    date,
    email,
    ip,
    number,
    payment_card,
    person,
    phone,
    url,
    uuid,
)
from telusur.vocabulary.identifiers.indonesia import kk, mobile, nik, noka, npwp
from telusur.vocabulary.types import SemanticType

ALL_TYPES: tuple[SemanticType, ...] = tuple(
    sorted(
        (
            kk.TYPE,
            nik.TYPE,
            npwp.TYPE,
            noka.TYPE,
            mobile.TYPE,
            email.TYPE,
            url.TYPE,
            uuid.TYPE,
            ip.TYPE,
            payment_card.TYPE,
            date.BIRTH_DATE,
            date.DATE,
            date.DATETIME,
            phone.TYPE,
            person.SEX,
            number.INTEGER,
            number.DECIMAL,
            person.NAME,
        ),
        key=lambda kind: (kind.priority, kind.name),
    )
)

_BY_NAME = {kind.name: kind for kind in ALL_TYPES}

# What a column is called when no type fits, or when it holds nothing.
TEXT = "text"
EMPTY = "empty"


def by_name(name: str) -> SemanticType:
    """The type of that name.

    Raises:
        RegisterError: ``unknown-type``, naming the types there are.
    """
    try:
        return _BY_NAME[name]
    except KeyError:
        raise RegisterError(
            "unknown-type",
            "there is no such semantic type",
            got=name,
            expected=", ".join(sorted([*_BY_NAME, TEXT])),
        ) from None


def is_known(name: str) -> bool:
    """Whether ``name`` is a semantic type (``text`` and ``empty`` are not)."""
    return name in _BY_NAME


__all__ = ["ALL_TYPES", "EMPTY", "TEXT", "SemanticType", "by_name", "is_known"]
