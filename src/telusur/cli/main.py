"""``telusur``: commands found lazily, errors caught once."""

from __future__ import annotations

import errno
import json
import signal
import sys
from typing import TYPE_CHECKING, Any

import click

from telusur.cli.lazy import LazyGroup
from telusur.errors import InternalFault, Interrupted, LimitReached, TelusurError, UsageError

if TYPE_CHECKING:
    from types import FrameType

# Command name -> module of telusur.cli that holds a click command called ``command``.
COMMANDS = {
    "demo": "demo",
    "verify": "verify",
    "inspect": "inspect",
    "explain": "explain",
    "diff": "diff",
    "register": "register",
    "drill": "drill",
    "case": "case",
    "receipt": "receipt",
    "review": "review",
    "findings-schema": "findings_schema",
}


STOPPED = "stopped by the user; nothing was left behind"


class Commands(LazyGroup):
    """All commands."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; Ctrl-C is ours to tell, click would print a blank line for it."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise Interrupted("interrupted", STOPPED) from None


@click.group(
    cls=Commands, modules=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(package_name="telusur", message="telusur %(version)s")
def cli() -> None:
    """Tell whose data a claimed breach is, how much of it is real, and when it was taken.

    \b
    Start here:
      telusur demo                                   an invented breach, verified
      telusur verify DUMP --register REGISTER        your own
    """  # noqa: D301  # \b is click's mark for lines to keep


def main() -> None:
    """Run, and end with the exit status that the design promises."""
    signal.signal(signal.SIGTERM, _stop)
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run a command line; returns its exit status, with one line on stderr for an error."""
    as_json = "--json" in arguments
    try:
        cli.main(args=arguments, prog_name="telusur", standalone_mode=False)
    except click.exceptions.Exit as done:
        return done.exit_code
    except SystemExit:
        return 0  # click's way out when the reader has closed the pipe: the work was done
    except Exception as error:  # noqa: BLE001  # the one place where errors end
        failed = _as_ours(error)
    except KeyboardInterrupt:
        failed = Interrupted("interrupted", STOPPED)
    else:
        return 0
    _tell(failed, as_json=as_json)
    return failed.exit_status


def _stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001  # signal's signature
    raise KeyboardInterrupt


def _as_ours(error: Exception) -> TelusurError:
    if isinstance(error, TelusurError):
        return error
    if isinstance(error, click.exceptions.Abort):
        return Interrupted("interrupted", STOPPED)
    if isinstance(error, click.exceptions.ClickException):
        return UsageError(
            "usage", error.format_message().rstrip("."), hint="telusur COMMAND --help"
        )
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return LimitReached("disk-full", "the disk is full", hint="free space and run again")
    if isinstance(error, MemoryError):
        return LimitReached("memory-limit", "not enough memory", hint="close other programs")
    # The text of an unexpected error may quote what it met; its type and place do not.
    return InternalFault(
        "unexpected",
        "a fault of Telusur's own",
        got=f"{type(error).__name__} at {_place(error)}",
        hint="please report this line",
    )


def _place(error: Exception) -> str:
    place = "unknown"
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if "telusur" in code.co_filename:
            place = f"{code.co_filename.rsplit('telusur/', 1)[-1]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _tell(error: TelusurError, *, as_json: bool) -> None:
    from telusur.vocabulary.text import printable  # noqa: PLC0415  # only when something failed

    if as_json:
        shown: dict[str, Any] = {
            key: printable(value) if isinstance(value, str) else value
            for key, value in error.as_json().items()
        }
        click.echo(json.dumps({"error": shown}, ensure_ascii=False), err=True)
    else:
        click.echo(f"telusur: {error.code}: {printable(str(error))}", err=True)
