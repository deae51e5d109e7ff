"""Options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from telusur.errors import UsageError
from telusur.options import Overrides

if TYPE_CHECKING:
    from collections.abc import Callable

FILE = click.Path(path_type=Path)  # existence is checked where the error can say more


def together(*decorators: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Several decorators as one, the first outermost."""

    def apply(command: Any) -> Any:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return apply


reading_options = together(
    click.option("--encoding", help="Encoding of text files, when detection errs."),
    click.option("--delimiter", help=r"Delimiter, when detection errs; \t for a tab."),
    click.option("--no-header", is_flag=True, help="The first row is data."),
    click.option("--table", help="The one table of the dump to take."),
)

json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print the result as JSON on stdout, errors on stderr."
)

seed_option = click.option(
    "--seed",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="Of everything that is drawn.",
)


def overrides(
    *,
    encoding: str | None,
    delimiter: str | None,
    no_header: bool,
    table: str | None,
    mapped: tuple[str, ...] = (),
    key: str | None = None,
    ignored: tuple[str, ...] = (),
) -> Overrides:
    """The overrides as given on the command line.

    Raises:
        UsageError: ``map-malformed`` when a --map is not DUMP=REGISTER.
    """
    pairs: dict[str, str] = {}
    for given in mapped:
        dump, equals, register = given.rpartition("=")
        if not equals or not dump or not register:
            raise UsageError("map-malformed", "--map pairs two columns", expected="DUMP=REGISTER")
        pairs[dump] = register
    return Overrides(
        encoding=encoding,
        delimiter="\t" if delimiter == r"\t" else delimiter,
        no_header=no_header,
        table=table,
        map=pairs,
        key=tuple(part.strip() for part in key.split(",")) if key else (),
        ignore=ignored,
    )
