"""Why a row got its outcome, as lines of text for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telusur.reporting.language import Language
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telusur.afterwards import Explanation
    from telusur.reporting.formats import Lang


def explanation_lines(told: Explanation, lang: Lang) -> Iterator[str]:
    """Where the row stands, its outcome, the reasons, and its columns."""
    language = Language(lang)
    t, share = language.t, language.formats.share
    place = t("explain_line", line=language.formats.number(told.line)) if told.line else ""
    row = language.formats.number(told.row)
    yield printable(t("explain_row", row=row, file=told.file, place=place))
    yield printable(f"{told.register}: {language.of('outcome', told.outcome)}")
    for why in told.why:
        yield f"  {printable(why.in_language(lang))}"
    if not told.cells:
        return
    yield ""
    width = max(len(printable(cell.dump)) for cell in told.cells)
    for cell in told.cells:
        sign = "=" if cell.agrees else "≠"
        chance = "" if cell.by_chance is None else t("explain_chance", chance=share(cell.by_chance))
        rate = t("explain_rate", rate=share(cell.rate))
        name = printable(cell.dump).ljust(width)
        yield f"  {sign} {name}  {printable(cell.register)}  ({rate}{chance})"
    yield ""
    yield t("explain_member", member=told.member)
