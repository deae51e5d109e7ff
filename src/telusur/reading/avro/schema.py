"""The schema of an Avro file: what its records hold, and whether it is a trap."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from telusur.reading.avro.blocks import Broken

# Deeper schemas are made to exhaust a stack.
DEEPEST = 64
# Least bytes of a value of each type.
LEAST = {
    "null": 0,
    "boolean": 1,
    "int": 1,
    "long": 1,
    "float": 4,
    "double": 8,
    "bytes": 1,
    "string": 1,
}
Type = Any


@dataclass
class Schema:
    """A record's fields, with the types that it names.

    Attributes:
        fields: (name, type) of the columns; one column where the file holds no records.
        plain: the whole schema without logical types, as JSON: values are read as stored.
        named: types by their names, with and without a namespace.
        least: bytes that a record takes at least.
    """

    root: Type
    named: dict[str, Type] = field(default_factory=dict)
    fields: list[tuple[str, Type]] = field(default_factory=list)
    plain: str = ""
    least: int = 0

    def of(self, kind: Type) -> Type:
        """The type itself, where a name stands for it."""
        return self.named.get(kind, kind) if isinstance(kind, str) else kind


def schema_of(raw: bytes) -> Schema:
    """The schema.

    Raises:
        Broken: it is none, or could keep a reader busy for ever: values of no bytes in a list.
    """
    try:
        root = json.loads(raw)
        schema = Schema(root)
        _name(schema, root, 0)
        schema.plain = json.dumps(_plain(root))
        schema.least = _least(schema, root, {})
        _proven(schema, root, 0, set())
        top = schema.of(root)
        if isinstance(top, dict) and top.get("type") in ("record", "error"):
            schema.fields = [(str(one["name"]), one["type"]) for one in top["fields"]]
        else:
            schema.fields = [("", root)]
        for _, kind in schema.fields:
            declared(schema, kind)  # a name may stand for itself, and so for ever
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Broken from error
    return schema


def kind_of(schema: Schema, kind: Type) -> tuple[str, Type]:
    """The word for a type and the type: unions with null alone count as the other."""
    kind = schema.of(kind)
    if isinstance(kind, list):
        others = [one for one in kind if one != "null"]
        return kind_of(schema, others[0]) if len(others) == 1 else ("union", kind)
    if isinstance(kind, str):
        return kind, {}
    inner = kind.get("type")
    if isinstance(inner, (dict, list)):
        return kind_of(schema, inner)
    return str(inner), kind


def declared(schema: Schema, kind: Type) -> str:
    """A type in few words."""
    word, whole = kind_of(schema, kind)
    logical = whole.get("logicalType") if isinstance(whole, dict) else None
    return f"{word} ({logical})" if logical else word


def _name(schema: Schema, kind: Type, depth: int) -> None:
    if depth > DEEPEST:
        raise ValueError
    for one in kind if isinstance(kind, list) else [kind]:
        if not isinstance(one, dict):
            if isinstance(one, list):
                _name(schema, one, depth + 1)
            continue
        if "name" in one:
            name = str(one["name"])
            schema.named.setdefault(name.rpartition(".")[2], one)
            schema.named[name] = one
            if "namespace" in one:
                schema.named[f"{one['namespace']}.{name}"] = one
        for inner in [one.get("type"), one.get("items"), one.get("values")]:
            if isinstance(inner, (dict, list)):
                _name(schema, inner, depth + 1)
        for part in one.get("fields", ()):
            _name(schema, part["type"], depth + 1)


def _plain(kind: Type) -> Type:
    if isinstance(kind, list):
        return [_plain(one) for one in kind]
    if isinstance(kind, dict):
        return {key: _plain(value) for key, value in kind.items() if key != "logicalType"}
    return kind


def _least(schema: Schema, kind: Type, known: dict[int, int]) -> int:
    """``known``: of types met before. One may be named any number of times, in others as well."""
    kind = schema.of(kind)
    if isinstance(kind, list):
        return 1
    if isinstance(kind, str):
        return LEAST[kind]
    if id(kind) in known:
        return known[id(kind)]
    known[id(kind)] = 0  # a record within itself: its end is a union's byte, counted there
    word = kind["type"]
    if word in ("record", "error"):
        least = sum(_least(schema, one["type"], known) for one in kind["fields"])
    elif word == "fixed":
        least = int(kind["size"])
    else:
        least = 1 if word in ("array", "map", "enum") else _least(schema, word, known)
    if least < 0:
        raise ValueError
    known[id(kind)] = least
    return least


def _proven(schema: Schema, kind: Type, depth: int, seen: set[int]) -> None:
    """Every list's values take a byte: a list of nulls says any length in eight bytes."""
    kind = schema.of(kind)
    if depth > DEEPEST or not isinstance(kind, (str, dict, list)):
        raise ValueError
    if isinstance(kind, list):
        for one in kind:
            _proven(schema, one, depth + 1, seen)
    elif isinstance(kind, dict) and id(kind) not in seen:
        seen.add(id(kind))
        if kind.get("type") == "array":
            if not _least(schema, kind["items"], {}):
                raise ValueError
            _proven(schema, kind["items"], depth + 1, seen)
        elif kind.get("type") == "map":
            _proven(schema, kind["values"], depth + 1, seen)
        for one in kind.get("fields", ()):
            _proven(schema, one["type"], depth + 1, seen)
