"""Columns whose data the law sets apart, told by their names.

Specific data of UU 27/2022, article 4(2): health, biometrics, genetics, criminal records, children,
personal finances; beside them religion, descent, politics and sexual life, which GDPR, article 9,
adds. Credentials are here too: they open other doors.
"""

from __future__ import annotations

import re
from itertools import pairwise

_WORDS = frozenset(
    {
        "health", "kesehatan", "diagnosis", "diagnosa", "diagnose", "icd", "icd10", "penyakit",
        "disease", "tindakan", "treatment", "obat", "medication", "alergi", "allergy", "disability",
        "disabilitas", "difabel", "cacat", "goldarah", "golongandarah", "golda", "blood",
        "bloodtype", "hiv", "hamil", "pregnant",
        "biometric", "biometrik", "fingerprint", "sidikjari", "iris", "retina", "wajah", "face",
        "dna", "genetic", "genetik",
        "pidana", "criminal", "conviction", "kejahatan",
        "gaji", "salary", "income", "penghasilan", "pendapatan", "saldo", "balance", "rekening",
        "norek", "iban", "kredit", "credit", "hutang", "utang", "debt", "cc", "cvv", "cardnumber",
        "agama", "religion", "kepercayaan", "belief", "ras", "race", "suku", "etnis", "ethnicity",
        "politik", "political", "partai", "party", "orientasi", "orientation",
        "password", "passwd", "pwd", "pin", "sandi", "katasandi", "secret", "salt", "hash",
    }
)  # fmt: skip


def says_sensitive(name: str) -> bool:
    """Whether a column's name says that the law sets its data apart."""
    words = [w.casefold() for w in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)]
    pairs = ["".join(pair) for pair in pairwise(words)]
    bare = re.sub(r"^(kd|kode|no|id)", "", re.sub(r"[^a-z]", "", name.casefold()))
    return any(word in _WORDS for word in (*words, *pairs, bare))
