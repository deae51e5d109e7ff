"""The page as a document: whole, safe, and the same as what it is made from."""

from __future__ import annotations

import base64
import hashlib
import itertools
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from telusur.reporting.anchors import anchor, place
from telusur.reporting.page import render_report

if TYPE_CHECKING:
    from telusur.model.findings import Findings
    from telusur.reporting.formats import Lang

VOID = {"meta", "br", "link", "img", "rect", "line", "circle", "path"}
HARMFUL = {
    "script",
    "iframe",
    "object",
    "embed",
    "link",
    "base",
    "form",
    "input",
    "img",
    "foreignobject",
}
FETCHING = {"src", "srcset", "data", "action", "formaction", "poster", "background", "xlink:href"}
BOTH: tuple[Lang, ...] = ("id", "en")
pytestmark = pytest.mark.parametrize("lang", BOTH)


class Page(HTMLParser):
    """What a browser would find: elements with their attributes, ids, text, style sheets."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.unclosed: list[str] = []
        self.styles: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            self.unclosed.append(tag)

    def handle_data(self, data: str) -> None:
        (self.styles if self.open and self.open[-1] == "style" else self.words).append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


READ: dict[tuple[int, Lang], Page] = {}


def read(findings: Findings, lang: Lang) -> Page:
    """The page of shared findings, made and parsed once for all tests."""
    key = (id(findings), lang)
    if key not in READ:
        READ[key] = Page(render_report(findings, lang))
    return READ[key]


def test_is_well_formed_and_speaks_its_language(findings: Findings, lang: Lang) -> None:
    page = read(findings, lang)
    assert page.unclosed == []
    assert page.open == []
    assert page.all("html")[0]["lang"] == lang
    assert len(page.all("h1")) == len(page.all("main")) == len(page.all("title")[:1]) == 1


def test_runs_nothing_and_fetches_nothing(findings: Findings, lang: Lang) -> None:
    page = read(findings, lang)
    for tag, attributes in page.elements:
        assert tag not in HARMFUL
        for name, value in attributes.items():
            assert name != "style"
            assert not name.startswith("on")
            assert name not in FETCHING
            if name == "href":
                assert value
                assert value.startswith("#")
            assert name == "xmlns" or "url(" not in (value or "")


def test_policy_allows_its_own_style_sheet_and_nothing_else(findings: Findings, lang: Lang) -> None:
    page = read(findings, lang)
    (policy,) = (m["content"] for m in page.all("meta") if "http-equiv" in m)
    (style,) = page.styles
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy is not None
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert rules == {
        "default-src": "'none'",
        "style-src": f"'sha256-{digest}'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert "url(" not in style
    assert "@import" not in style


def test_ids_are_unique_and_every_reference_leads_somewhere(findings: Findings, lang: Lang) -> None:
    page = read(findings, lang)
    ids = [a["id"] for _, a in page.elements if "id" in a]
    assert len(ids) == len(set(ids))
    links = [a["href"][1:] for a in page.all("a") if a["href"]]
    assert links
    assert set(links) <= set(ids)
    for _, attributes in page.elements:
        for name in ("aria-labelledby", "aria-describedby"):
            assert set((attributes.get(name) or "").split()) <= set(ids)


def test_every_statement_links_to_what_it_rests_on(findings: Findings, lang: Lang) -> None:
    page = read(findings, lang)
    links = {a["href"] for a in page.all("a")}
    for statement in findings.verdict.statements:
        for pointer in statement.basis:
            assert f"#{anchor(place(pointer))}" in links
            assert pointer in page.text


def test_headings_do_not_skip_a_level(findings: Findings, lang: Lang) -> None:
    page = read(findings, lang)
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_every_picture_has_a_name_a_description_and_a_table(several: Findings, lang: Lang) -> None:
    page = read(several, lang)
    pictures = [a for a in page.all("svg") if a.get("role") == "img"]
    # two shapes each of: waterfall, candidates; by register structure, agreement, dating, outcomes
    assert len(pictures) == 2 * (2 + 4 * 5)
    ids = {a["id"] for _, a in page.elements if "id" in a}
    for picture in pictures:
        named = (picture["aria-labelledby"] or "").split()
        assert len(named) == 2
        assert set(named) <= ids
    others = [a for a in page.all("svg") if a.get("role") != "img"]
    assert all(a.get("aria-hidden") == "true" for a in others)
    assert len(page.all("table")) > len(pictures) / 2


def test_hostile_strings_stay_words(hostile: Findings, lang: Lang) -> None:
    html = render_report(hostile, lang)
    page = Page(html)
    assert "<script>alert(1)</script>" in page.text  # shown, as words
    assert "{{ 7*7 }}" in page.text  # never taken for a template
    assert "{0.__class__}{holder}" in page.text
    unseen = r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
    assert not re.search(unseen, html)
    assert "[31m" not in html
    assert max(len(word) for word in page.text.split()) < 600


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(poison=st.text(max_size=40))
def test_no_string_adds_an_element(small: Findings, poison: str, lang: Lang) -> None:
    def tags(venue: str) -> list[str]:
        claim = small.claim.model_copy(update={"venue": venue})
        html = render_report(small.model_copy(update={"claim": claim}), lang)
        return [tag for tag, _ in Page(html).elements]

    assert tags(f"x{poison}<i>") == tags("x")


def test_goldens_show_their_grade_and_its_holder_first(golden: Findings, lang: Lang) -> None:
    page = Page(render_report(golden, lang))
    text = page.text
    term = golden.verdict.term.in_language(lang)
    assert term in text
    if golden.verdict.holder:
        assert golden.verdict.holder in text[: text.index(golden.receipt.files[0].sha256)]
    for question in golden.verdict.cannot_tell:
        assert question.why.in_language(lang) in text
    for statement in golden.verdict.statements:
        assert " ".join(statement.says.in_language(lang).split()) in text


def test_a_drill_is_called_a_drill_only_where_the_claim_says_so(
    small: Findings, several: Findings, lang: Lang
) -> None:
    real = small.claim.model_copy(update={"title": "Peserta JKN"})
    invented = real.model_copy(update={"title": "Data 279 juta penduduk (rekaan)"})
    marked = 'class="drill"'
    assert marked in render_report(small, lang)
    assert marked in render_report(small.model_copy(update={"claim": invented}), lang)
    assert marked not in render_report(small.model_copy(update={"claim": real}), lang)


def test_candidates_are_compared_only_where_there_are_several(
    small: Findings, several: Findings, lang: Lang
) -> None:
    assert 'id="candidates-heading"' not in render_report(small, lang)
    html = render_report(several, lang)
    assert html.index('id="candidates-heading"') < html.index('id="reconciliation"')


def test_renders_the_same_twice(findings: Findings, lang: Lang) -> None:
    assert render_report(findings, lang) == render_report(findings, lang)
