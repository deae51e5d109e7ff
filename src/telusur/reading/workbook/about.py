"""What a workbook says of itself: the program and the dates, not the people."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from telusur.model.findings.receipt import Hint
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 200
# Local names of the elements, in the words of a receipt.
SAID = {
    "Application": "tool",
    "AppVersion": "tool_version",
    "generator": "tool",
    "created": "created",
    "modified": "modified",
    "creation-date": "created",
    "date": "modified",
}
# Who made or changed it: that it is said is told, not who.
PEOPLE = frozenset({"creator", "lastModifiedBy", "initial-creator"})


def hints(documents: dict[str, bytes]) -> tuple[Hint, ...]:
    """Hints from the documents' properties; what is no sound XML gives none."""
    return tuple(hint for part, raw in sorted(documents.items()) for hint in _of(part, raw))


def _of(part: str, raw: bytes) -> Iterator[Hint]:
    try:
        root = fromstring(raw, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        return
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        value = printable(element.text or "", LONGEST)
        if value and name in SAID:
            yield Hint(what=SAID[name], value=value, source=part)
        elif value and name in PEOPLE:
            yield Hint(what="author", value="named in the file, not shown here", source=part)
