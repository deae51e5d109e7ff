"""``register.toml``: a candidate holder's register, where it lies and what it is known to hold."""

from __future__ import annotations

import datetime as dt  # a field is called date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from telusur.model.base import Frozen, Notice
from telusur.model.when import Instant


class Labels(Frozen):
    """A label in one or both languages."""

    id: str | None = Field(default=None, description="in Indonesian")
    en: str | None = Field(default=None, description="in English")


class RegisterHead(Frozen):
    """``[register]``."""

    name: str = Field(min_length=1, pattern=r"^[A-Za-z0-9_.\-]+$")
    holder: str = Field(min_length=1)
    title: Labels = Labels()
    as_of: Instant | None = Field(default=None, description="of a single snapshot")
    sources: tuple[str, ...] = Field(default=(), description="where the description is from")


Word = Annotated[str, Field(min_length=1, pattern=r"^[^\x00]+$")]


class PostgresTable(Frozen):
    """``[source.postgresql]``: a table or view, and the server it is on. Never a password."""

    table: Word = Field(description="as SQL writes it: schema.table, capitals in double quotes")
    columns: tuple[Word, ...] = Field(
        default=(), description="that are copied, beside those the description names; none: all"
    )
    service: Word | None = None
    host: Word | None = Field(default=None, description="name, or the folder of a Unix socket")
    port: int | None = Field(default=None, ge=1, le=65535)
    dbname: Word | None = None
    user: Word | None = None
    passfile: Word | None = Field(default=None, description="where the password is")
    sslmode: Literal["disable", "allow", "prefer", "require", "verify-ca", "verify-full"] | None = (
        None
    )
    sslrootcert: Word | None = None
    timeout_seconds: int = Field(default=3600, ge=1, le=604_800, description="of one statement")

    def without_server(self) -> PostgresTable:
        """What may be kept in a prepared register that is handed on."""
        return PostgresTable(table=self.table, columns=self.columns)


class Source(Frozen):
    """``[source]``: files, by a path relative to the toml, or a table of a database."""

    path: str | None = None
    postgresql: PostgresTable | None = None
    uri: str | None = Field(default=None, description="refused by name: it can hold a password")

    @model_validator(mode="after")
    def _one_place(self) -> Source:
        if sum(place is not None for place in (self.path, self.postgresql, self.uri)) != 1:
            raise ValueError("give either path or [source.postgresql]")
        return self


class History(Frozen):
    """``[history]``: type-2 versions, valid in [valid_from, valid_to)."""

    valid_from: str
    valid_to: str
    ignore: tuple[str, ...] = ()
    lag_days: float | None = Field(default=None, ge=0)


class Snapshot(Frozen):
    """``[[snapshot]]``: the whole register on one date."""

    date: Instant
    path: str


class Key(Frozen):
    """``[[key]]``: columns that identify a member; strongest first."""

    columns: tuple[str, ...] = Field(min_length=1)


class ColumnSpec(Frozen):
    """``[columns.NAME]``."""

    type: str | None = None
    exclusive: bool = False
    required: bool = Field(default=False, description="a dump of this register always has it")
    sensitive: bool = False
    aliases: tuple[str, ...] = ()
    codes: str | None = Field(default=None, description="CSV of the holder's own code list")
    label: Labels = Labels()


class ControlTotal(Frozen):
    """``[[count]]``: a published or internal total."""

    what: str = Field(description="is counted")
    value: int = Field(ge=0, description="the total")
    date: dt.date = Field(description="that the total is of")
    source: str = Field(description="who published it, and where")


class Export(Frozen):
    """``[[export]]``: what is known to leave the system, and to whom."""

    name: str = Field(description="of the export")
    recipient: str = Field(description="who receives it")
    columns: tuple[str, ...] = Field(default=(), description="as named in the export, in its order")
    where: str | None = Field(default=None, description="condition on the register's columns")
    order_by: tuple[str, ...] = Field(
        default=(), description="register columns that the rows are sorted by"
    )
    dates: str | None = Field(default=None, description="strftime pattern of its dates")


class RegisterSpec(Frozen):
    """The whole file. ``inferred`` is set when there was none and it was made from the data."""

    register_: RegisterHead = Field(alias="register")
    source: Source | None = None
    history: History | None = None
    snapshot: tuple[Snapshot, ...] = ()
    key: tuple[Key, ...] = ()
    columns: dict[str, ColumnSpec] = Field(default_factory=dict)
    count: tuple[ControlTotal, ...] = ()
    export: tuple[Export, ...] = ()
    inferred: bool = False

    @model_validator(mode="after")
    def _coherent(self) -> RegisterSpec:
        if self.history and self.snapshot:
            raise ValueError("give either [history] or [[snapshot]], not both")
        if self.history and not self.source:
            raise ValueError("[history] needs a [source]")
        if self.snapshot and self.source:
            raise ValueError("[[snapshot]] takes the place of [source]")
        if self.header_only and not self.columns:
            raise ValueError(
                "[source], [[snapshot]] or [columns.NAME]: "
                "it says neither where its data lie nor what columns it has"
            )
        dates = [snapshot.date for snapshot in self.snapshot]
        if len(set(dates)) != len(dates):
            raise ValueError("two snapshots carry the same date")
        return self

    @property
    def name(self) -> str:
        """The register's name."""
        return self.register_.name

    @property
    def holder(self) -> str:
        """Who keeps it."""
        return self.register_.holder

    @property
    def header_only(self) -> bool:
        """Known by its columns alone."""
        return self.source is None and not self.snapshot


class RegisterFacts(Frozen):
    """What later stages and the reader need to know of an opened register. Written to findings."""

    name: str = Field(description="of the register")
    holder: str = Field(description="who keeps it")
    title: Labels = Field(default=Labels(), description="what it is called")
    header_only: bool = Field(default=False, description="known by its columns alone")
    inferred: bool = Field(default=False, description="no register.toml: types, keys by inference")
    columns: tuple[str, ...] = Field(default=(), description="all columns, in order")
    exclusive: tuple[str, ...] = Field(default=(), description="declared: no other holder has them")
    widely_known: tuple[str, ...] = Field(
        default=(), description="columns of a type that many holders have (name, NIK, phone, …)"
    )
    required: tuple[str, ...] = Field(
        default=(), description="declared: a dump of this register always has them"
    )
    keys: tuple[tuple[str, ...], ...] = Field(
        default=(), description="columns of each key, strongest first"
    )
    versions: int | None = Field(default=None, ge=0, description="rows over all time")
    members: int | None = Field(default=None, ge=0, description="distinct members over all time")
    history: str = Field(default="none", description="'none', 'versions' or 'snapshots'")
    snapshot_dates: tuple[Instant, ...] = Field(
        default=(), description="dates of the copies, in order, when history is 'snapshots'"
    )
    as_of: Instant | None = Field(default=None, description="of a single snapshot")
    first_change: Instant | None = Field(
        default=None, description="earliest change that the history holds"
    )
    last_change: Instant | None = Field(
        default=None, description="latest change that the history holds"
    )
    prepared: Instant | None = Field(
        default=None,
        description="when it was prepared: compared by keyed hashes of its values as of then; "
        "absent: read where it lies",
    )
    counts: tuple[ControlTotal, ...] = Field(default=(), description="declared control totals")
    exports: tuple[Export, ...] = Field(default=(), description="declared exports")
    warnings: tuple[Notice, ...] = Field(
        default=(), description="what the reader of the register should know"
    )
