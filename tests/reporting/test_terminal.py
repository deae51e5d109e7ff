"""The end of a run on a terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from telusur.reporting.terminal import summary

if TYPE_CHECKING:
    from telusur.model.findings import Findings
    from telusur.reporting.formats import Lang


def test_says_the_verdict_then_five_figures(small: Findings) -> None:
    assert summary(small, "id") == [
        "Hasil: TERVERIFIKASI",
        (
            "Data ini terverifikasi memuat isi register Master file peserta milik Badan Rekaan: "
            "87,0% baris yang dapat diuji cocok (selang 86,6%–87,3%)."
        ),
        "",
        (
            "  Baris yang diklaim → peserta berbeda yang ditemukan  279.000 → 80.915  "
            "(100.002 baris diterima dan dibaca)"
        ),
        (
            "  Baris yang cocok dengan register                     87,0%  "
            "(selang 86,6%–87,3%; karena kebetulan paling banyak 0,03%)"
        ),
        "  Baris yang isinya utuh milik peserta yang ditemukan  84,5%  (selang 84,2%–84,9%)",
        (
            "  Data ini keadaan register pada                       16 April 2021 – 3 Mei 2021  "
            "(tingkat keyakinan 99%)"
        ),
        "  Perkiraan orang dalam seluruh data yang diklaim      211.300  (selang 208.900–213.800)",
        "",
        "2 pertanyaan belum dapat dijawab; alasannya ada di laporan.",
    ]


@pytest.mark.parametrize("lang", ["id", "en"])
def test_never_sends_a_control_character(findings: Findings, lang: Lang) -> None:
    lines = summary(findings, lang)
    assert len(lines) >= 8
    assert not any(re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", s) for s in lines)


def test_what_was_not_found_is_said(golden: Findings) -> None:
    for lang in ("id", "en"):
        for line in summary(golden, lang):
            assert "None" not in line
            assert "nan" not in line.split()
