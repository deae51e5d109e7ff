"""The texts of one language (``texts/*.toml``), with its formats beside them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from telusur.reporting.formats import Formats, Lang

# Keys made at run time from a stable key in the findings: "<family>_<key>". Everything else in
# a catalogue is named in full where it is used, which the tests check.
FAMILIES = (
    "answer",
    "code",
    "delimiter",
    "decoy",
    "decoy_means",
    "diffs",
    "grade_means",
    "history",
    "outcome",
    "outcome_means",
    "question",
    "section",
    "stage",
    "step",
)


@cache
def catalogue(lang: Lang) -> dict[str, str]:
    """All texts of a language by key."""
    text = (files("telusur.reporting") / "texts" / f"{lang}.toml").read_text(encoding="utf-8")
    return {key: str(value) for key, value in tomllib.loads(text).items()}


@dataclass(frozen=True)
class Language:
    """What a document needs to speak: texts and formats."""

    lang: Lang

    @property
    def formats(self) -> Formats:
        """Numbers and dates of this language."""
        return Formats(self.lang)

    def t(self, key: str, **values: object) -> str:
        """The text of ``key`` with ``values`` put in.

        Raises:
            KeyError: there is no such text, which the tests rule out.
        """
        return catalogue(self.lang)[key].format_map(values)

    def has(self, family: str, key: str) -> bool:
        """Whether the catalogue words this stable key."""
        return f"{family}_{key}" in catalogue(self.lang)

    def of(self, family: str, key: str, fallback: str | None = None) -> str:
        """The text of a stable key from the findings, else ``fallback``, else the key in words."""
        text = catalogue(self.lang).get(f"{family}_{key}")
        if text is not None:
            return text
        return fallback or key.replace("_", " ").replace("-", " ")
