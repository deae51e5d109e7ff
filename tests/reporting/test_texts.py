"""The catalogues: the same keys in both languages, all of them used, none missing."""

from __future__ import annotations

import re
import string
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import telusur.reporting
from telusur.model.findings.records import Decoys, Outcome
from telusur.model.findings.verdict import Grade
from telusur.reporting.anchors import PLACES, section
from telusur.reporting.language import FAMILIES, Language, catalogue

if TYPE_CHECKING:
    from telusur.reporting.formats import Lang

FOLDER = Path(telusur.reporting.__file__).parent
CALL = re.compile(r"""\bt\(\s*["']([a-z0-9_-]+)["']""")
BOTH: tuple[Lang, ...] = ("id", "en")


def sources() -> str:
    shown = FOLDER.parent / "cli" / "shown"  # what commands print in both languages
    files = chain(FOLDER.rglob("*.py"), FOLDER.rglob("*.j2"), shown.rglob("*.py"))
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def in_a_family(key: str) -> bool:
    return any(key.startswith(f"{family}_") for family in FAMILIES)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_keys_in_the_same_order() -> None:
    assert list(catalogue("id")) == list(catalogue("en"))


def test_both_languages_put_in_the_same_values() -> None:
    for key, text in catalogue("id").items():
        assert fields(text) == fields(catalogue("en")[key]), key


def test_every_text_asked_for_exists() -> None:
    asked = set(CALL.findall(sources()))
    assert len(asked) > 100
    assert asked <= set(catalogue("en"))


def test_every_text_is_asked_for() -> None:
    asked = set(CALL.findall(sources()))
    assert {key for key in catalogue("en") if not in_a_family(key)} == {
        key for key in asked if not in_a_family(key)
    }


def test_every_family_is_used() -> None:
    for family in FAMILIES:
        assert any(key.startswith(f"{family}_") for key in catalogue("en"))
        assert re.search(rf"""(\b(of|has)\(\s*"{family}")|"{family}_""", sources()), family


@pytest.mark.parametrize("lang", BOTH)
def test_all_stable_keys_of_the_contract_are_worded(lang: Lang) -> None:
    language = Language(lang)
    wanted = {
        "outcome": tuple(Outcome.model_fields),
        "outcome_means": tuple(Outcome.model_fields),
        "decoy": tuple(Decoys.model_fields),
        "decoy_means": tuple(Decoys.model_fields),
        "grade_means": tuple(Grade),
        "answer": tuple(Grade),
        "history": ("none", "versions", "snapshots"),
        "section": tuple(section(place.replace("*", "0")) for place in PLACES),
    }
    for family, keys in wanted.items():
        for key in keys:
            assert language.has(family, key), f"{family}_{key}"


def test_no_text_is_left_untranslated() -> None:
    shared = {key for key, text in catalogue("id").items() if text == catalogue("en")[key]}
    # Words that are the same in both languages, and patterns without words.
    assert shared == {"delimiter_tab", "page_title", "register_heading"}


def test_an_unknown_key_of_tomorrow_is_shown_in_words() -> None:
    language = Language("id")
    assert language.of("step", "a_step_of-tomorrow") == "a step of tomorrow"
    assert language.of("step", "unknown", "because") == "because"
    with pytest.raises(KeyError):
        language.t("unknown")
