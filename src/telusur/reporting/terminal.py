"""The end of a run on a terminal: the answer and the five figures, as plain lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.reporting.answer import sentence
from telusur.reporting.figures import five
from telusur.reporting.language import Language
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from telusur.model.findings import Findings
    from telusur.reporting.formats import Lang


def summary(findings: Findings, lang: Lang) -> list[str]:
    """The verdict and the figures that matter, free of control characters; one line each."""
    language = Language(lang)
    term = printable(findings.verdict.term.in_language(lang))
    figures = five(findings, language)
    width = max(len(figure.label) for figure in figures)
    lines = [
        f"{language.t('verdict')}: {term.upper()}",
        printable(sentence(findings, language)),
        "",
    ]
    for figure in figures:
        value, note = printable(figure.value), printable(figure.note)
        lines.append(f"  {figure.label:<{width}}  {value}" + (f"  ({note})" if note else ""))
    untold = len(findings.verdict.cannot_tell)
    if untold:
        lines += ["", language.t("questions_open", count=language.formats.number(untold))]
    return lines
