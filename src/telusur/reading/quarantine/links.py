"""Links to what the child reads, where a name would be taken for a pattern or is no text.

The engine finds the files of a pattern by listing their folder, which the child may not do; so
`members[1].csv` is opened by a link whose name says nothing else. The link leads to the file that
the child may read, and gives it no right that it lacks.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from telusur.engine.duckdb import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TELLING = re.compile(r"[^A-Za-z0-9_. -]")
MOST_NAME = 100


@dataclass(frozen=True)
class Links:
    """What the child calls its folder, and the files that it is to open by another name."""

    folder: Path
    files: dict[Path, Path]


@contextmanager
def linked(folder: Path, files: Sequence[Path]) -> Iterator[Links]:
    """Links for ``folder`` and those ``files`` whose names need one; gone again at the end."""
    misleading = [path for path in files if not plain(path)]
    if plain(folder) and not misleading:
        yield Links(folder, {})
        return
    place = Path(tempfile.mkdtemp(prefix="telusur-links-"))
    try:
        work = folder
        if not plain(folder):
            work = place / "work"
            work.symlink_to(folder)
        links = {}
        for at, path in enumerate(misleading):
            (place / str(at)).mkdir()
            # Alike enough for an error to name the file.
            links[path] = place / str(at) / _TELLING.sub("_", path.name)[:MOST_NAME]
            links[path].symlink_to(path)
        yield Links(work, links)
    finally:
        shutil.rmtree(place, ignore_errors=True)  # the links, never what they lead to
