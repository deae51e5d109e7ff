"""What a run was asked for: the same for the command line and for Python."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Lang = Literal["id", "en"]


@dataclass(frozen=True)
class Overrides:
    """What the analyst says where detection errs; all of it is recorded in the findings.

    Attributes:
        encoding: of text files, a Python codec name.
        delimiter: of delimited files.
        no_header: the first row is data.
        table: name of the one table of the dump to verify.
        quote: quote character of delimited files; an empty text: none.
        skip: physical lines to leave out before the table.
        password: of packed or locked files; never recorded, only that there was one.
        map: column of the dump to column of the register.
        key: register columns that identify a member, tried first.
        ignore: columns of the dump that take no part.
    """

    encoding: str | None = None
    delimiter: str | None = None
    no_header: bool = False
    table: str | None = None
    quote: str | None = None
    skip: int | None = None
    password: str | None = field(default=None, repr=False)
    map: dict[str, str] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True)
class Options:
    """One run of ``verify``.

    Attributes:
        dump: the dump's files; empty with ``columns``.
        registers: a ``register.toml`` or a data file each.
        columns: a file of column names: of the dump, or alone, where its header is all there is.
        claim: ``claim.toml``.
        out: directory that the findings go to.
        engine: ``duckdb`` or ``spark``.
        lang: language of the report.
        seed: of everything drawn.
        threads: worker threads; None: all cores.
        memory_bytes: memory limit of the engine; None: its default.
        case: folder of the case that signs, keeps the keys and logs what was done; None: none.
        who: named in the case's log; None: as at its beginning.
        overrides: see ``Overrides``.
        index_keys: files with the keys of prepared registers that do not lie beside them.
    """

    dump: tuple[Path, ...] = ()
    registers: tuple[Path, ...] = ()
    columns: Path | None = None
    claim: Path | None = None
    out: Path = Path("telusur-out")
    engine: str = "duckdb"
    lang: Lang = "en"
    seed: int = 0
    threads: int | None = None
    memory_bytes: int | None = None
    case: Path | None = None
    who: str | None = None
    overrides: Overrides = Overrides()
    index_keys: tuple[Path, ...] = ()

    def recorded(self) -> dict[str, Any]:
        """The options as the findings keep them: names of files, never where they lie."""
        given = self.overrides
        return {
            "dump": [path.name for path in self.dump],
            "registers": [path.name for path in self.registers],
            "columns": self.columns.name if self.columns else None,
            "claim": self.claim.name if self.claim else None,
            "lang": self.lang,
            "threads": self.threads,
            "memory_bytes": self.memory_bytes,
            "encoding": given.encoding,
            "delimiter": given.delimiter,
            "no_header": given.no_header,
            "table": given.table,
            "quote": given.quote,
            "skip": given.skip,
            "password_given": given.password is not None,
            "map": dict(given.map),
            "key": list(given.key),
            "ignore": list(given.ignore),
        }
