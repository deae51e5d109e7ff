"""``report.html``: one file, no script, nothing fetched; the answer first."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from telusur.model.claim import Claim
from telusur.model.findings.verdict import Grade
from telusur.reporting.anchors import anchor, place, section
from telusur.reporting.answer import sentence
from telusur.reporting.charts import agreement, dating, outcomes, structure, waterfall
from telusur.reporting.charts import candidates as holders
from telusur.reporting.charts.scale import NARROW, WIDE
from telusur.reporting.figures import five
from telusur.reporting.language import Language
from telusur.reporting.lead import candidates, lead
from telusur.vocabulary.text import printable

if TYPE_CHECKING:
    from telusur.model.base import Notice
    from telusur.model.findings import Findings
    from telusur.model.findings.records import Records
    from telusur.reporting.formats import Lang

# The rungs in the order of the ladder, for the section on methods.
LADDER = (
    Grade.NOT_THE_SAME,
    Grade.SIMILAR,
    Grade.STRONGLY_SUSPECTED,
    Grade.VERIFIED,
    Grade.UNDECIDED,
)
# Words in a claim's title by which its author says that the case is an exercise.
_DRILL = re.compile(r"\b(drill|exercise|invented|latihan|rekaan|simulasi)\b", re.IGNORECASE)


def render_report(findings: Findings, lang: Lang) -> str:
    """The whole report as one HTML document in ``lang``.

    Every string that reaches the page is stripped of control and direction marks and escaped,
    wherever it came from; the page's own policy forbids scripts, inline styles and any request.
    """
    language = Language(lang)
    known = candidates(findings)
    several = len(known) > 1
    style = _style()
    page = _environment().get_template("templates/report.html.j2")
    return page.render(
        f=findings,
        lang=lang,
        t=language.t,
        of=language.of,
        style=Markup(style),  # noqa: S704  # our own file, and the policy names its hash
        policy=policy(style),
        candidates=known,
        several=several,
        lead=lead(findings),
        drill=bool(_DRILL.search(findings.claim.title or "")),
        claim_given=findings.claim != Claim(),
        sentence=sentence(findings, language),
        figures=five(findings, language),
        ladder=LADDER,
        people_in_steps=any(step.people is not None for step in findings.reconciliation.steps),
        profile_keys="; ".join(" + ".join(key.columns) for key in findings.profile.keys),
        **_formats(language),
        **_wording(findings, language, several=several),
        **_pictures(findings, language),
    )


def policy(style: str) -> str:
    """The Content-Security-Policy that allows this style sheet and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def _style() -> str:
    sheet = files("telusur.reporting") / "templates" / "style.css"
    return sheet.read_text(encoding="utf-8").strip()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("telusur.reporting", "."),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_clean,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "anchor": anchor,
        "place": place,
        "section": section,
        "grouped": _grouped,
        "as_json": lambda value: json.dumps(value, ensure_ascii=False, default=str),
    }
    return environment


def _clean(value: Any) -> Any:
    """Every expression of every template passes here; what is Markup already passed before."""
    if isinstance(value, Markup):
        return value
    return printable(value) if isinstance(value, str) else value


def _grouped(pointers: tuple[str, ...]) -> list[tuple[str, list[str]]]:
    """Pointers by the place on the page that shows them, in the order of mention."""
    places: dict[str, list[str]] = {}
    for pointer in pointers:
        places.setdefault(place(pointer), []).append(pointer)
    return list(places.items())


def _formats(language: Language) -> dict[str, Any]:
    formats = language.formats
    names = "number decimal share at_most level interval between date moment span size seconds"
    return {name: getattr(formats, name) for name in names.split()}


def _wording(findings: Findings, language: Language, *, several: bool) -> dict[str, Any]:
    owners = {
        at: candidate.register
        for candidate in candidates(findings)
        for at in (candidate.structure_at, candidate.records_at, candidate.dating_at)
        if at
    }

    def noted(text: str) -> str | Markup:
        """A signal, as the stage that found it wrote it."""
        return _english(text, language)

    def warned(notice: Notice) -> Markup:
        """A notice: its code in words, then the line with its figures."""
        worded = language.of("code", notice.code) if language.has("code", notice.code) else ""
        detail = _english(notice.text, language)
        if not worded or language.lang == "en":
            return Markup("{} <code>{}</code>").format(detail, printable(notice.code))
        return Markup('{} <span class="quiet">({})</span>').format(worded, detail)

    def register_of(spot: str) -> str:
        """The register's name behind a pointer, where the report is about several."""
        around = [name for at, name in owners.items() if f"{spot}/".startswith(f"{at}/")]
        return around[0] if several and around else ""

    def delimiter(sign: str) -> str:
        """A separator that cannot be seen, by its name."""
        return language.of("delimiter", {"\t": "tab", " ": "space"}.get(sign, sign), sign)

    return {
        "noted": noted,
        "warned": warned,
        "register_of": register_of,
        "delimiter": delimiter,
    }


def _pictures(findings: Findings, language: Language) -> dict[str, Any]:
    posted = findings.claim.posted_at

    def rows_by(kinds: tuple[str, ...], records: Records) -> list[tuple[str, int]]:
        return [(kind, getattr(records.outcome, kind)) for kind in kinds]

    return {
        "WIDE": WIDE,
        "NARROW": NARROW,
        "waterfall": lambda width: waterfall.layout(findings.reconciliation, language, width),
        "candidates_picture": lambda width: holders.layout(candidates(findings), language, width),
        "structure_picture": lambda part, width: structure.layout(part, language, width),
        "agreement_picture": lambda part, width: agreement.layout(part, language, width),
        "dating_picture": lambda part, width: dating.layout(part, posted, language, width),
        "outcomes_picture": outcomes.layout,
        "outcomes": lambda records: rows_by(outcomes.KINDS, records),
        "decoys": lambda records: [
            (kind, getattr(records.decoys, kind)) for kind in ("chance", "swap", "null")
        ],
    }


def _english(text: str, language: Language) -> str | Markup:
    """A line that stages write in English only, marked as such for a reader of another tongue."""
    if language.lang == "en":
        return text
    return Markup('<span lang="en">{}</span>').format(escape(printable(text)))
