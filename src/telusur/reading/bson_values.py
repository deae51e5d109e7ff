"""Values of BSON documents as text, the same as ``mongoexport`` gives once it is read."""

from __future__ import annotations

import base64
import json
from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bson import Binary, CodecOptions, DatetimeMS, DBRef, MaxKey, MinKey, Regex, Timestamp
from bson.codec_options import DatetimeConversion
from bson.json_util import RELAXED_JSON_OPTIONS, default

from telusur.reading.growing import put

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

# Documents nested deeper stay JSON text, as in JSON.
MOST_NESTED = 16
OPTIONS: CodecOptions[dict[str, Any]] = CodecOptions(
    datetime_conversion=DatetimeConversion.DATETIME_MS, unicode_decode_error_handler="replace"
)
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - BSON's dates are UTC; only their figures are shown
_FIRST, _LAST = -62_135_596_800_000, 253_402_300_799_999  # the years 1 to 9999


def flat(document: Mapping[str, Any]) -> dict[str, str | None]:
    """A document as a record: documents inside it dotted, lists as JSON text.

    Raises:
        LimitReached: ``too-many-columns``.
    """
    found: dict[str, str | None] = {}
    again = Counter[str]()
    for name, value in _fields(document, "", 1):
        put(found, again, name, value)
    return found


def _fields(
    document: Mapping[str, Any], before: str, depth: int
) -> Iterator[tuple[str, str | None]]:
    for key, value in document.items():
        name = before + key
        if isinstance(value, dict):
            if value and depth < MOST_NESTED:
                yield from _fields(value, name + ".", depth + 1)
            else:
                yield name, _json(value)
        else:
            yield from _parts(name, value)


def _parts(name: str, value: Any) -> Iterator[tuple[str, str | None]]:
    """A single value, and what stands beside it."""
    if isinstance(value, bytes):
        yield name, base64.b64encode(value).decode()
        yield f"{name}.subType", f"{value.subtype if isinstance(value, Binary) else 0:02x}"
    elif isinstance(value, Timestamp):
        yield f"{name}.t", str(value.time)
        yield f"{name}.i", str(value.inc)
    elif isinstance(value, Regex):
        yield name, value.pattern if isinstance(value.pattern, str) else repr(value.pattern)
        yield f"{name}.options", str(value.flags)
    elif isinstance(value, DBRef):
        yield from _fields(value.as_doc(), f"{name}.", MOST_NESTED - 1)
    else:
        yield name, _text(value)


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return next((say(value) for kind, say in _SAID if isinstance(value, kind)), None) or str(value)


def moment(millis: int) -> str:
    """Milliseconds since 1970 as ``2021-05-20T01:02:03.456Z``; beyond the years 1 to 9999 as is."""
    if not _FIRST <= millis <= _LAST:
        return str(millis)
    text = (_EPOCH + timedelta(milliseconds=millis)).isoformat(timespec="milliseconds")
    return text.removesuffix(".000") + "Z"


def _json(value: Any) -> str:
    return json.dumps(value, default=_plain, separators=(",", ":"), ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, DatetimeMS):
        return {"$date": moment(int(value))}
    return default(value, RELAXED_JSON_OPTIONS)


# In this order: a code is a text, and a truth value a number, of their own kind.
_SAID: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (str, str),
    (bool, lambda value: "true" if value else "false"),
    (list, _json),
    (float, json.dumps),
    (DatetimeMS, lambda value: moment(int(value))),
    (MinKey, lambda _: "1"),
    (MaxKey, lambda _: "1"),
)
