"""What is handed on: a zip file with the log, and a verifier that needs no Telusur."""

from __future__ import annotations

import io
import zipfile
from importlib.resources import files as resources
from typing import TYPE_CHECKING

from telusur.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

STANDALONE = ("verify_bundle.py", "README.en.md", "README.id.md")
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # a zip file's first day: the same files give the same bytes
READABLE = 0o644 << 16  # a zip file keeps the mode in the upper half


def write_bundle(target: Path, files: Mapping[str, Path]) -> None:
    """Write a bundle that was not there before.

    Args:
        target: the zip file.
        files: name inside the bundle, and where the file lies.

    Raises:
        UsageError: ``target-exists``, ``target-unwritable``.
    """
    contents = {name: path.read_bytes() for name, path in files.items()}
    for name in STANDALONE:
        contents[name] = (resources(__package__) / "standalone" / name).read_bytes()
    packed = io.BytesIO()  # logs and receipts: megabytes at most
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.external_attr = READABLE
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, contents[name])
    try:
        with target.open("xb") as file:
            file.write(packed.getvalue())
    except FileExistsError:
        raise UsageError("target-exists", f"{target.name} is there already") from None
    except OSError as error:
        raise UsageError(
            "target-unwritable", f"{target.name} cannot be written", got=error.strerror
        ) from None
