"""``telusur case stamp``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from telusur.cli.case.common import acting_options, content_of, opened
from telusur.cli.common import FILE
from telusur.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.option("--tsa", metavar="URL", help="Ask this RFC 3161 server. The only use of a network.")
@click.option("--request", type=FILE, help="Write the request here, to be carried to a server.")
@click.option("--response", type=FILE, help="Take in a response that was brought back.")
@click.option("--tsa-ca", type=FILE, help="Certificates (PEM) that must vouch for the response.")
@acting_options
def command(
    tsa: str | None,
    request: Path | None,
    response: Path | None,
    tsa_ca: Path | None,
    folder: Path,
    who: str | None,
    host: bool,
) -> None:
    """Have the newest checkpoint time-stamped: what is in the log until now existed then."""
    from telusur.cases import stamp, stamp_request  # noqa: PLC0415  # --help stays instant
    from telusur.custody.timestamp import read_certificates  # noqa: PLC0415

    if [tsa, request, response].count(None) != 2:  # noqa: PLR2004  # one of three is given
        raise UsageError("stamp-how", "say how to stamp", expected="--tsa, --request or --response")
    case, actor = opened(folder, who, host=host)
    if request:
        stamp_request(case, request)
        click.echo(str(request))
        return
    roots = read_certificates(content_of(tsa_ca)) if tsa_ca else []
    brought = content_of(response) if response else None
    found = stamp(case, actor, url=tsa, response=brought, roots=roots)
    checked = "" if found.trusted else "; its signer was not looked at (--tsa-ca)"
    click.echo(f"stamped at {found.time:%Y-%m-%dT%H:%M:%SZ}, number {found.serial}{checked}")
