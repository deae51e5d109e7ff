"""Options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from telusur.errors import UsageError
from telusur.options import Overrides

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_PASSWORD = 1024  # bytes; 7z and RAR take at most 127 characters, zip 65,535 bytes
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
    click.option("--quote", help='Quote character, when detection errs; "" for none.'),
    click.option("--no-header", is_flag=True, help="The first row is data."),
    click.option("--skip", type=click.IntRange(0), help="Lines to leave out before the table."),
    click.option("--table", help="The one table of the dump to take."),
    click.option(
        "--password-file",
        type=FILE,
        help="File whose first line is the password of a packed or locked file.",
    ),
)
custody_options = together(
    click.option(
        "--case",
        type=FILE,
        envvar="TELUSUR_CASE",
        show_envvar=True,
        help="A case: its keys sign and refer, its log says what was done.",
    ),
    click.option("--who", help="Who does this, for the case's log; default: as at `case init`."),
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
    reading: dict[str, Any],
    mapped: tuple[str, ...] = (),
    key: str | None = None,
    ignored: tuple[str, ...] = (),
) -> Overrides:
    """The overrides as given on the command line.

    Args:
        reading: values of ``reading_options`` by their names.
        mapped: DUMP=REGISTER each.
        key: columns between commas.
        ignored: columns of the dump.

    Raises:
        UsageError: ``map-malformed`` when a --map is not DUMP=REGISTER, ``password-unreadable``.
    """
    pairs: dict[str, str] = {}
    for given in mapped:
        dump, equals, register = given.rpartition("=")
        if not equals or not dump or not register:
            raise UsageError("map-malformed", "--map pairs two columns", expected="DUMP=REGISTER")
        pairs[dump] = register
    rest = dict(reading)
    file = rest.pop("password_file")
    if rest["delimiter"] == r"\t":
        rest["delimiter"] = "\t"
    return Overrides(
        **rest,
        password=_password(file) if file else None,
        map=pairs,
        key=tuple(part.strip() for part in key.split(",")) if key else (),
        ignore=ignored,
    )


def _password(path: Path) -> str:
    try:
        with path.open("rb") as file:
            line = file.readline(LONGEST_PASSWORD + 1)
        password = line.rstrip(b"\r\n").decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            "password-unreadable",
            f"the password cannot be read from {path.name}",
            got=type(error).__name__,
            expected="a text file in UTF-8 whose first line is the password",
        ) from None
    if not password or len(line) > LONGEST_PASSWORD:
        raise UsageError(
            "password-unreadable",
            f"the first line of {path.name} is no password",
            expected=f"1 to {LONGEST_PASSWORD} bytes",
        )
    return password
