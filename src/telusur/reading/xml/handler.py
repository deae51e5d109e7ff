"""Records of an XML text, put together from the events of its parser."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from telusur.errors import EvidenceError, LimitReached
from telusur.reading.growing import Records, make_room, put
from telusur.reading.xml.shape import MOST_DEPTH, NAMED, TooDeep

if TYPE_CHECKING:
    from telusur.reading.writing import Tables

# A record of more characters is none.
MOST_CHARACTERS = 64 << 20
MOST_TABLES = 1000
# Attributes of elements around records that are kept: hints are told from a few.
MOST_OUTER = 1000
# Stands for a control character that no XML text may hold.
CONTROL = "\x7f"
# Elements of mysqldump's around what is no row.
_DEFINITIONS = frozenset({"triggers", "routines", "events"})
_NIL = ("xsi:nil", "nil")
_TYPES = ("xsi:type", "xml:space")

Table = tuple[str, str]


class Handler:
    """Takes the parser's events.

    Attributes:
        tables: records by the names of their database (or "") and table.
        single: values outside every record.
        outer: attributes of the elements around the records: (element, attribute, value).
        types: of each table, the columns' types that ``mysqldump`` writes before the rows.
        keys: of each table, the columns of its primary key.
        begun: the line on which the record under way begins.
        whole: byte where the last whole record's closing tag begins; of an empty one, behind it.
        last: name of that record's element.
        definitions: triggers and the like that were left out.
        controls: control characters that were read as U+FFFD.
    """

    def __init__(self, tables: Tables, parser: Any, depth: int) -> None:
        self.tables: dict[Table, Records] = {}
        self.single: dict[str, str | None] = {}
        self.outer: list[tuple[str, str, str]] = []
        self.types: dict[Table, dict[str, str | None]] = {}
        self.keys: dict[Table, list[str]] = {}
        self.begun: int | None = None
        self.whole = 0
        self.last = ""
        self.definitions = self.controls = 0
        self._tables, self._parser, self._depth = tables, parser, depth
        self._path: list[str] = []
        self._names: list[str | None] = []
        self._record: dict[str, str | None] = {}
        self._again: Counter[str] = Counter()
        self._again_single: Counter[str] = Counter()
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
            if len(self.outer) < MOST_OUTER:
                self.outer += [(name, key, value) for key, value in attributes.items()]
            self._names.append(attributes.get("name"))
        elif depth == self._depth:
            self._record, self.begun = {}, self._parser.CurrentLineNumber
            self._again.clear()
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
        if CONTROL in text:
            self.controls += text.count(CONTROL)
            text = text.replace(CONTROL, "\ufffd")
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
            self._put_single(".".join((*self._path[1:-1], name)), text.strip())
        self._path.pop()
        self._names.pop()
        self._text, self._inner, self._nil = [], True, False

    def _put(self, key: str, value: str | None) -> None:
        put(self._record, self._again, key, value)

    def _put_single(self, key: str, value: str) -> None:
        put(self.single, self._again_single, key, value)

    def _finish(self, name: str, text: str) -> None:
        line, self.begun = self.begun, None
        self.whole, self.last = self._parser.CurrentByteIndex, name
        if not self._record:
            if text.strip():
                self._put_single(name, text.strip())
            return
        if text.strip():
            self._put(name, text.strip())
        table = self._table(name)
        if "table_structure" in self._path:
            self._define(table)
            return
        if "mysqldump" in self._path and _DEFINITIONS.intersection(self._path):
            self.definitions += 1
            return
        self.records(table).add(self._record, line)

    def _table(self, name: str) -> Table:
        """What the record at hand belongs to; ``name`` is its element's."""
        of = self._names.copy()
        database = ""
        if "database" in self._path[: self._depth]:
            database = of[at := self._path.index("database")] or ""
            of[at] = None
        own = of[-1] or next((one for one in of[-2::-1] if one), None)
        return (database, own or database or name)

    def _define(self, table: Table) -> None:
        """A column as ``mysqldump`` defines it, before the rows."""
        column = self._record.get("Field")
        if column:
            self.types.setdefault(table, {})[column] = self._record.get("Type")
            if self._record.get("Key") == "PRI":
                self.keys.setdefault(table, []).append(column)

    def records(self, table: Table) -> Records:
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
