"""What changed between two runs, as lines of text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from telusur.model.findings.records import Outcome
from telusur.model.findings.verdict import Grade
from telusur.reporting.language import Language
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from telusur.afterwards import Difference, Moved
    from telusur.reporting.formats import Lang

SHARES = ("match_rate", "agreement")


def difference_lines(
    found: Sequence[Difference], moved: Sequence[Moved] | None, lang: Lang
) -> Iterator[str]:
    """Findings first, then how rows went from outcome to outcome."""
    language = Language(lang)
    if not found:
        yield language.t("diff_nothing")
    for one in found:
        before, after = (_shown(one.what, value, language) for value in (one.before, one.after))
        what = (
            language.of("outcome", one.what)
            if one.what in Outcome.model_fields
            else language.of("diffs", one.what)
        )
        subject = f"{printable(one.subject)}: " if one.subject else ""
        apart = ""
        if one.beyond_intervals is not None:
            touch = language.t("diff_apart") if one.beyond_intervals else language.t("diff_within")
            apart = f"  ({touch})"
        yield f"{subject}{what}: {before} → {after}{apart}"
    yield ""
    if moved is None:
        yield language.t("diff_other_dump")
        return
    yield language.t("diff_rows")
    for step in moved:
        names = [language.of("outcome", name) for name in (step.before, step.after)]
        sign = "=" if step.before == step.after else "→"
        rows = language.formats.number(step.rows)
        yield f"  {printable(step.register)}: {names[0]} {sign} {names[1]}: {rows}"


def _shown(what: str, value: Any, language: Language) -> str:
    if value is None:
        return "–"
    if what == "grade":
        return Grade(value).term.in_language(language.lang)
    if what in SHARES:
        return language.formats.share(value)
    if isinstance(value, bool):
        return language.t("diff_yes") if value else language.t("diff_no")
    if isinstance(value, int):
        return language.formats.number(value)
    return printable(str(value))
