"""Telusur: whose data a claimed breach is, how much of it is real, and when it was taken.

The names below are public; each is loaded when it is first used::

    from pathlib import Path
    from telusur import Options, verify

    findings = verify(Options(dump=(Path("sample.csv"),), registers=(Path("register.toml"),)))
    print(findings.verdict.grade, findings.records[0].match_rate.low)
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__all__ = [
    "Claim",
    "Findings",
    "Options",
    "Overrides",
    "Register",
    "TelusurError",
    "inspect",
    "verify",
]

_PLACES = {
    "Claim": ("telusur.model.claim", "Claim"),
    "Findings": ("telusur.model.findings", "Findings"),
    "Options": ("telusur.options", "Options"),
    "Overrides": ("telusur.options", "Overrides"),
    "Register": ("telusur.model.register", "RegisterSpec"),
    "TelusurError": ("telusur.errors", "TelusurError"),
    "inspect": ("telusur.inspection", "inspect"),
    "verify": ("telusur.pipeline", "verify"),
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module 'telusur' has no attribute {name!r}")
    module, attribute = _PLACES[name]
    return getattr(import_module(module), attribute)
