"""Who acts on a case, when, and with what."""

from __future__ import annotations

import getpass
import socket
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from telusur.custody.entry import Draft, How, Who
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from telusur.custody.entry import Item, Step

LONGEST_TEXT = 2000  # characters of a note, a name or a legal basis


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Actor:
    """Who acts.

    Attributes:
        person: as they want to be named.
        account: of the operating system.
        host: name of the machine; None: not wanted in the log.
        clock: the time in UTC.
    """

    person: str
    account: str
    host: str | None = None
    clock: Callable[[], datetime] = field(default=_now, repr=False)

    @classmethod
    def here(cls, person: str | None, *, default: str = "", host: bool = False) -> Actor:
        """Who runs this process; the account stands in for a name that nobody gave."""
        try:
            account = getpass.getuser()
        except (KeyError, OSError):  # an account without a name, as in some containers
            account = "unknown"
        return cls(person or default or account, account, socket.gethostname() if host else None)

    def draft(
        self,
        step: Step,
        action: str,
        *items: Item,
        note: str | None = None,
        **options: Any,
    ) -> Draft:
        """An entry about something that this actor did; options as ``How.options`` takes them."""
        return Draft(
            step=step,
            action=action,
            who=Who(person=one_line(self.person), account=one_line(self.account), host=self.host),
            what=items,
            how=How(tool="telusur", version=version("telusur"), options=options),
            note=one_line(note) if note else None,
        )


def one_line(text: str) -> str:
    """What a person wrote, safe to print wherever the log is read."""
    return printable(text, LONGEST_TEXT)
