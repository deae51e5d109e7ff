"""Descriptions that ship with Telusur: registers known by their columns alone, from public sources.

``--register library:jkn_members`` names one. Each is a ``register.toml`` without data; what it says
is public (``[register] sources``), and a header that fits one proves no more than *similar*.
"""

from __future__ import annotations

from pathlib import Path

from telusur.errors import RegisterError
from telusur.model.explain import did_you_mean

PREFIX = "library:"
_FOLDER = Path(__file__).parent


def names() -> tuple[str, ...]:
    """The descriptions there are, national ones first."""
    found = sorted(path.stem for path in _FOLDER.glob("*.toml"))
    return tuple(sorted(found, key=lambda name: name.startswith("generic_")))


def located(given: Path) -> Path:
    """``given``, or the file that ``library:NAME`` stands for.

    Raises:
        RegisterError: ``not-in-library``.
    """
    text = str(given)
    if not text.startswith(PREFIX):
        return given
    name = text.removeprefix(PREFIX)
    if name not in names():
        raise RegisterError(
            "not-in-library",
            f"the library has no description {name}",
            expected=", ".join(names()),
            hint=did_you_mean(name, list(names())) or "telusur register list",
        )
    return _FOLDER / f"{name}.toml"
