"""Handles to what lies in the engine: the dump, a register, and how their columns pair up.

Relations carry positional column names (``c0, c1, …`` in a dump, ``r0, r1, …`` in a register), so
that a hostile header never enters an SQL text; the names as given stand in ``columns``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from telusur.model.register import RegisterFacts, RegisterSpec
    from telusur.model.transforms import Transform

BITS_PER_WORD = 62  # a signed 64-bit integer, with room to spare on both engines


@dataclass(frozen=True)
class DumpTable:
    """One table of the dump, or several files of one layout read as one.

    The relation has ``row_`` BIGINT (1-based, over all its files, in order), ``file_`` INTEGER
    (index into the receipt's files), ``line_`` BIGINT (1-based physical line, NULL where a kind of
    file has none) and ``c0…cN`` VARCHAR as read. ``relation`` is None when only a header was given.
    """

    relation: str | None
    name: str
    columns: tuple[str, ...]
    rows: int


@dataclass(frozen=True)
class Prepared:
    """How the values of a prepared register stand: as keyed 64-bit hashes, never plain.

    In place of ``r0…rN`` its relation has BIGINT columns: ``n{j}``, the value normalised by the
    first of ``forms[j]``; ``t{j}``, by the second where there is one; ``v{j}``, in structure's
    common form; ``b{j}``, letters and digits alone, for the columns of ``coded``. ``entity_`` is
    BIGINT, a hash as well.

    Attributes:
        key: relation of one row, ``key``: what the dump's values are hashed with to be compared.
        mark: tells indexes of one key from those of another.
        forms: for each column, the types by which its values were normalised before hashing.
        coded: columns that may hold codes.
        facts: of the columns, as profiled when it was prepared.
        spread: relation of how often the sample's values recur: ``form``, ``col``, ``x``, ``n``,
            ``total``.
        alike: for each column, what two halves of the sample have in common: value, first word,
            last word, shape.
        lists: relation of the code lists: ``col``, ``code``, ``label`` (as written, in capitals),
            ``a`` (label) and ``b`` (code), both bare; all hashed. None where there are none.
    """

    key: str
    mark: str
    forms: tuple[tuple[str, ...], ...]
    coded: frozenset[int]
    facts: tuple[ColumnFacts, ...]
    spread: str
    alike: dict[int, tuple[float, float, float, float]]
    lists: str | None = None

    def held(self, column: int, kind: str) -> tuple[str, str]:
        """The type nearest to ``kind`` that a column's values were normalised by, and its hash."""
        forms = self.forms[column]
        untold = kind not in forms and "text" in forms and kind in ("integer", "decimal")
        at = forms.index("text" if untold else kind) if untold or kind in forms else 0
        return forms[at], f"{'nt'[at]}{column}"


@dataclass(frozen=True)
class RegisterTable:
    """One opened register.

    The relation has a row per version of a member: ``entity_`` VARCHAR (canonical text of the
    strongest key), ``from_us`` and ``to_us`` BIGINT (microseconds UTC of [valid_from, valid_to);
    ``to_us`` NULL: still valid; both NULL in every row when there is no history) and ``r0…rN``
    VARCHAR. ``sample`` has the same columns for all versions of a bounded, hash-drawn set of
    members. Both are None for a register known by its columns alone. A prepared register has hashes
    in place of values (``Prepared``), and no ``sample``.
    """

    spec: RegisterSpec
    facts: RegisterFacts
    columns: tuple[str, ...]
    relation: str | None
    sample: str | None
    sample_share: float = 1.0
    # column name -> relation of ``code`` and ``label``
    code_lists: dict[str, str] = field(default_factory=dict)
    prepared: Prepared | None = None

    @property
    def has_history(self) -> bool:
        """Whether versions or dated snapshots are known."""
        return self.facts.history != "none"


@dataclass(frozen=True)
class ColumnFacts:
    """What one column holds, on either side; structure compares these, records normalise by them.

    Attributes:
        position: index of the column in its table.
        name: as given.
        type: name of the most specific semantic type that fits (``vocabulary``), 'text' or 'empty'.
        valid_share: share of the values present that are valid under ``type``.
        rows: rows looked at.
        present: values that are neither NULL nor blank.
        distinct: distinct values among them.
        date_order: 'dmy', 'mdy', 'ymd' or None when the column holds no dates.
        min_length: characters, of the values present.
        max_length: the same.
        shapes: the commonest shapes (letters as x, digits as 9) with their share of the values.
        types: share of valid values under every semantic type that fits some value.
    """

    position: int
    name: str
    type: str
    valid_share: float
    rows: int
    present: int
    distinct: int
    date_order: str | None
    min_length: int | None
    max_length: int | None
    shapes: tuple[tuple[str, float], ...] = ()
    types: tuple[tuple[str, float], ...] = ()

    @property
    def unique(self) -> bool:
        """Whether (almost) every value present is its own."""
        return self.present > 0 and self.distinct >= 0.99 * self.present


@dataclass(frozen=True)
class ColumnPair:
    """A column of the dump and its counterpart, with what comparing them takes.

    Attributes:
        type: by which both sides are normalised; of the register's column where ``transform`` is.
        transform: what the dump made of the register's values; None: nothing.
        hashed: of a prepared register, SQL of the keyed hash of its value in that form.
        few: whether the dump's values recur so often that each is best worked on once.
    """

    dump: int
    register: int
    dump_name: str
    register_name: str
    type: str
    dump_date_order: str | None
    register_date_order: str | None
    score: float
    exclusive: bool = False
    widely_known: bool = False
    transform: Transform | None = None
    hashed: str | None = None
    few: bool = False


@dataclass(frozen=True)
class Mapping:
    """How one register's columns stand in the dump.

    ``keys`` are tuples of indexes into ``pairs``, strongest first: the register's declared keys
    whose columns are all mapped, then keys found by uniqueness.
    """

    register: str
    pairs: tuple[ColumnPair, ...]
    keys: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class FarRows:
    """Rows of the dump that equal a version in every compared column, told by a fingerprint.

    Attributes:
        rows: relation of ``row_``, ``entity_``, ``key_``, ``from_us``, ``to_us``: a line for each
            version that the row equals.
        near: relation of the dump's other rows, its columns as read.
        dump: relation of all its rows.
        register: relation of all versions.
        count: rows set apart.
        near_count: rows of ``near``.
        near_share: of all members, the share whose every row is near.
        consistent: for each key, whether a row that equals its member's version is his.
    """

    rows: str
    near: str
    dump: str
    register: str
    count: int
    near_count: int
    near_share: float
    consistent: tuple[bool, ...] = ()


@dataclass(frozen=True)
class LinkTable:
    """Rows of the dump beside every version of the member that their key names.

    Of rows that were set apart (``far``) nothing stands in the relations here.

    Attributes:
        links: relation with a row per dump row and version: ``row_``, ``entity_``, ``from_us``,
            ``to_us``, ``agreed`` (number of compared columns that agree) and ``w0…`` BIGINT, the
            agreement of the compared columns as bits, ``BITS_PER_WORD`` columns a word.
        found: relation with a row per dump row whose key was found: ``row_``, ``entity_``, ``key_``
            (index into ``keys``), ``consistent`` BOOLEAN.
        unusable: relation of ``row_`` whose keys are all empty.
        values: relation of the dump's comparable values: ``row_``, ``d0…`` in the order of
            ``pairs``.
        versions: relation of the comparable values of all members found: ``entity_``,
            ``from_us``, ``to_us``, ``g0…``.
        pairs: the compared columns, in the order of their bits.
        keys: the keys tried, as in ``Mapping.keys``.
        rows: rows of the dump.
        found_rows: rows whose member was found: those of ``found`` and those of ``far``.
        weighed: whether ``consistent`` was told (False: no column beside the key to weigh).
        by_chance: share of swapped rows on which each compared column agrees, or None.
        drawn_share: share of the members that ``links`` and ``found`` hold; below 1 a sample.
        far: rows that are not compared column by column; None: all are.
    """

    links: str
    found: str
    unusable: str
    values: str
    versions: str
    pairs: tuple[ColumnPair, ...]
    keys: tuple[tuple[int, ...], ...]
    rows: int
    found_rows: int
    weighed: bool
    by_chance: tuple[float | None, ...]
    drawn_share: float = 1.0
    far: FarRows | None = None

    @property
    def words(self) -> tuple[str, ...]:
        """Names of the columns of bits."""
        return tuple(f"w{i}" for i in range(len(self.full)))

    @property
    def full(self) -> tuple[int, ...]:
        """Value of each word when every compared column agrees."""
        whole, rest = divmod(len(self.pairs), BITS_PER_WORD)
        return ((1 << BITS_PER_WORD) - 1,) * whole + (((1 << rest) - 1,) if rest else ())

    def bit(self, position: int) -> tuple[str, int]:
        """The word and the mask of the compared column at ``position``."""
        word, bit = divmod(position, BITS_PER_WORD)
        return f"w{word}", 1 << bit
