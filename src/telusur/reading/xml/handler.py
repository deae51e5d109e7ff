"""Records of an XML text, put together from the events of its parser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telusur.errors import EvidenceError, LimitReached
from telusur.reading.growing import Records, make_room
from telusur.reading.xml.shape import MOST_DEPTH, NAMED, TooDeep

if TYPE_CHECKING:
    from telusur.reading.writing import Tables

# A record of more characters is none.
MOST_CHARACTERS = 64 << 20
MOST_TABLES = 1000
_NIL = ("xsi:nil", "nil")
_TYPES = ("xsi:type", "xml:space")


class Handler:
    """Takes the parser's events.

    Attributes:
        tables: records by the name of their table.
        single: values outside every record.
        outer: attributes of the elements around the records: (element, attribute, value).
        types: of each table, the columns' types that ``mysqldump`` writes before the rows.
        keys: of each table, the columns of its primary key.
        begun: the line on which the record under way begins.
        whole: byte where the last whole record's closing tag begins; of an empty one, behind it.
        last: name of that record's element.
    """

    def __init__(self, tables: Tables, parser: Any, depth: int) -> None:
        self.tables: dict[str, Records] = {}
        self.single: dict[str, str | None] = {}
        self.outer: list[tuple[str, str, str]] = []
        self.types: dict[str, dict[str, str | None]] = {}
        self.keys: dict[str, list[str]] = {}
        self.begun: int | None = None
        self.whole = 0
        self.last = ""
        self._tables, self._parser, self._depth = tables, parser, depth
        self._path: list[str] = []
        self._names: list[str | None] = []
        self._record: dict[str, str | None] = {}
        self._text: list[str] = []
        self._nil = self._inner = False
        self._characters = 0
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.buffer_text = True

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if len(self._path) > MOST_DEPTH:
            raise TooDeep
        depth = len(self._path)
        self._path.append(name)
        if depth < self._depth:
            self.outer += [(name, key, value) for key, value in attributes.items()]
            self._names.append(attributes.get("name"))
        elif depth == self._depth:
            self._record, self.begun = {}, self._parser.CurrentLineNumber
            self._names.append(attributes.get("name") if name in ("table", "table_data") else None)
            self._characters = 0
            for key, value in attributes.items():
                if not (self._names[-1] and key == "name") and not key.startswith("xmlns"):
                    self._put(key, value)
        else:
            own = name in NAMED and attributes.get("name")
            parts = [one for one in self._names[self._depth + 1 :] if one]
            self._names.append(own or name)
            if not own:
                for key, value in attributes.items():
                    if key not in _NIL and key not in _TYPES:
                        self._put(".".join((*parts, name, key)), value)
        self._nil = any(attributes.get(key) in ("true", "1") for key in _NIL)
        self._text, self._inner = [], False

    def characters(self, text: str) -> None:
        """Text of an element, or a part of it."""
        self._text.append(text)
        self._characters += len(text)
        if self._characters > MOST_CHARACTERS:
            raise TooDeep

    def end(self, name: str) -> None:
        """An element ends."""
        depth = len(self._path) - 1
        text = "".join(self._text)
        if depth > self._depth:
            if not self._inner or text.strip():
                parts = [one for one in self._names[self._depth + 1 :] if one]
                key = ".".join(parts)
                value = None if self._nil else text
                if value or key not in self._record:
                    self._put(key, value)
        elif depth == self._depth:
            self._finish(name, text)
        elif not self._inner and text.strip():
            self.single.setdefault(".".join((*self._path[1:-1], name)), text.strip())
        self._path.pop()
        self._names.pop()
        self._text, self._inner, self._nil = [], True, False

    def _put(self, key: str, value: str | None) -> None:
        again, own = 1, key
        while own in self._record:
            again += 1
            own = f"{key}_{again}"
        self._record[own] = value

    def _finish(self, name: str, text: str) -> None:
        line, self.begun = self.begun, None
        self.whole, self.last = self._parser.CurrentByteIndex, name
        if not self._record:
            if text.strip():
                self.single.setdefault(name, text.strip())
            return
        if text.strip():
            self._put(name, text.strip())
        table = self._names[-1] or next((one for one in self._names[-2::-1] if one), None) or name
        if "table_structure" in self._path:
            self._define(table)
            return
        self.records(table).add(self._record, line)

    def _define(self, table: str) -> None:
        """A column as ``mysqldump`` defines it, before the rows."""
        column = self._record.get("Field")
        if column:
            self.types.setdefault(table, {})[column] = self._record.get("Type")
            if self._record.get("Key") == "PRI":
                self.keys.setdefault(table, []).append(column)

    def records(self, table: str) -> Records:
        """The records of a table.

        Raises:
            LimitReached: ``too-many-tables``.
        """
        if table not in self.tables:
            if len(self.tables) == MOST_TABLES:
                raise LimitReached(
                    "too-many-tables",
                    f"a document holds more than {MOST_TABLES:,} kinds of records",
                    hint="its elements are likely values; turn it into rows first",
                )
            make_room(self.tables.values())
            self.tables[table] = Records(self._tables, lined=True)
        return self.tables[table]


def guarded(parser: Any, name: str) -> None:
    """Refuse what makes an XML parser reach out or grow: every entity of the document's own.

    As defusedxml does (https://github.com/tiran/defusedxml): declarations are refused before they
    can be used, external ones are never fetched.
    """

    def refuse(*_: object) -> bool:
        raise EvidenceError(
            "xml-entities",
            f"{name} declares entities of its own",
            expected="an XML document of plain elements",
            hint="a bomb looks like this; nothing of it was resolved",
        )

    parser.EntityDeclHandler = refuse
    parser.UnparsedEntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
