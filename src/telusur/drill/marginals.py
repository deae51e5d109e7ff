"""What the register looks like from far: shares of segments, classes, families, changes.

Sources in ``docs/methods/drill.md``. What is marked *invented* is plausible and nothing more.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

# --- segments: membership kinds by code, millions at end 2019 (public; 13, 14, 21, 22 alone are
# published one by one, the split inside civil servants, forces and non-workers is invented)
SEGMENTS: Final[dict[str, tuple[str, float]]] = {
    "1": ("PNS Pusat", 2.6),
    "2": ("PNS Daerah", 11.2),
    "3": ("PNS diperbantukan", 0.5),
    "4": ("PNS Kementerian Pertahanan", 0.4),
    "5": ("TNI Angkatan Darat", 1.17),
    "6": ("TNI Angkatan Laut", 0.24),
    "7": ("TNI Angkatan Udara", 0.16),
    "8": ("Polri", 1.28),
    "11": ("Pegawai BUMN", 1.57),
    "12": ("Pegawai BUMD", 0.21),
    "13": ("Pegawai swasta", 34.1),
    "14": ("Pekerja mandiri", 30.2),
    "15": ("Penerima pensiun PNS", 3.60),
    "16": ("Penerima pensiun TNI", 0.62),
    "17": ("Penerima pensiun Polri", 0.36),
    "20": ("Veteran", 0.25),
    "23": ("Investor", 0.03),
    "24": ("Pemberi kerja", 0.15),
    "21": ("PBI APBN", 96.5),
    "22": ("PBI APBD", 38.8),
}
SEGMENT_CODES: Final = tuple(SEGMENTS)
# How a segment's members change and are charged: 0 aided, 1 independent, 2 workers, 3 non-workers.
AIDED, INDEPENDENT, WORKERS, NON_WORKERS = range(4)
SEGMENT_KIND: Final[dict[str, int]] = {
    **dict.fromkeys(SEGMENT_CODES, WORKERS),
    **dict.fromkeys(("15", "16", "17", "20", "23", "24"), NON_WORKERS),
    **dict.fromkeys(("21", "22"), AIDED),
    "14": INDEPENDENT,
}
CLASS_SHARES: Final = ((0, 0, 1), (0.14, 0.21, 0.65), (0.42, 0.58, 0), (0.55, 0.45, 0))  # invented

# --- status codes, public
STATUS: Final[dict[str, str]] = {
    "0": "Aktif",
    "2": "Meninggal",
    "6": "Tidak ditanggung (anak di atas 21 tahun)",
    "7": "Penangguhan peserta",
    "9": "Non aktif karena premi",
    "15": "Non aktif di akhir bulan",
}
STATUS_CODES: Final = tuple(STATUS)
ACTIVE, DEAD, TOO_OLD, SUSPENDED, UNPAID, MONTH_END = range(6)
LAPSED: Final = (MONTH_END, UNPAID, MONTH_END, SUSPENDED)  # the inactive status, by segment kind
LAPSED_AT_START: Final = (0.03, 0.36, 0.08, 0.02)  # inactive when the history begins; invented

# --- families; all invented, sizes near the public mean of a household
BOYS: Final = 105 / 205  # births
FAMILY_SIZES: Final = (0.07, 0.13, 0.23, 0.28, 0.17, 0.08, 0.04)  # of 1, 2, … 7
MARRIED_SHARE: Final = 0.86  # families of two and more with a spouse
MALE_HEADS: Final = 0.84
HEAD_AGES: Final = (2.5, 5, 6.6, 7, 7, 6.5, 5.6, 4.6, 3.6, 2.5, 1.6, 0.9, 0.4)  # 20–24, … 80–84
CHILDREN_UNTIL: Final = 21  # years: then a worker's child is no longer covered (status 6)
RELATIONS: Final[dict[str, str]] = {
    "1": "Peserta",
    "2": "Suami",
    "3": "Istri",
    "4": "Anak",
}
RELIGIONS: Final[dict[str, str]] = {
    "1": "Islam",
    "2": "Kristen",
    "3": "Katolik",
    "4": "Hindu",
    "5": "Buddha",
    "6": "Konghucu",
}
# By group of names, roughly the census of 2010.
RELIGION_SHARES: Final[dict[str, tuple[float, ...]]] = {
    "jawa": (0.960, 0.023, 0.013, 0.002, 0.002, 0.0002),
    "sunda": (0.970, 0.018, 0.007, 0.001, 0.004, 0.0003),
    "melayu": (0.900, 0.045, 0.025, 0.005, 0.023, 0.002),
    "batak": (0.630, 0.290, 0.050, 0.001, 0.029, 0.0004),
    "betawi": (0.855, 0.075, 0.032, 0.002, 0.035, 0.001),
    "bali": (0.130, 0.017, 0.008, 0.840, 0.005, 0.0001),
    "timur": (0.250, 0.480, 0.265, 0.003, 0.002, 0.0001),
    "bugis": (0.890, 0.085, 0.015, 0.008, 0.002, 0.0001),
}
MARITAL: Final[dict[str, str]] = {
    "1": "Belum kawin",
    "2": "Kawin",
    "3": "Cerai hidup",
    "4": "Cerai mati",
}
HEADS_ALONE: Final = (0.40, 0.21, 0.39)  # single, divorced, widowed
MARRIED_CHILDREN: Final = 0.14  # of children above 21 who are still listed
BLOOD_GROUPS: Final = ("A", "B", "AB", "O")
BLOOD_SHARES: Final = (0.16, 0.18, 0.05, 0.23)  # the rest is not recorded
CHANNELS: Final[dict[str, str]] = {
    "1": "Kantor cabang",
    "2": "Kolektif",
    "3": "Daring",
    "4": "Migrasi",
}

CHANNEL_SHARES: Final = (0.46, 0.30, 0.24)  # of those who were not migrated
WORKERS_AT_OFFICE: Final = 0.31  # the others are entered by their employers
INDEPENDENT_AT_OFFICE: Final = 0.79  # the others by themselves, in the application
CHANGED_BY_APP: Final = 0.11

# --- identifiers; operator prefixes are public, their weights follow subscriber shares roughly
PHONE_PREFIXES: Final[dict[str, float]] = {
    **dict.fromkeys(("0811",), 3), **dict.fromkeys(("0812", "0813", "0821", "0822", "0852"), 9),
    **dict.fromkeys(("0823", "0851", "0853"), 5),
    **dict.fromkeys(("0814",), 0.5), **dict.fromkeys(("0815", "0816", "0855", "0858"), 3),
    **dict.fromkeys(("0856", "0857"), 6),
    **dict.fromkeys(("0817", "0818", "0819", "0859", "0877", "0878"), 3), "0879": 0.2,
    **dict.fromkeys(("0831", "0838"), 3), **dict.fromkeys(("0832", "0833"), 1),
    **dict.fromkeys(("0895", "0896", "0897"), 4), **dict.fromkeys(("0898", "0899"), 2),
    **dict.fromkeys(("0881", "0882", "0883", "0884", "0885", "0886", "0887", "0888", "0889"), 0.7),
}  # fmt: skip
PHONE_MISSING: Final = 0.31  # this and the shares below are invented
PHONE_OF_HEAD: Final = 0.45  # dependants registered under the head's number
EMAIL_SHARE: Final = 0.06
NPWP_SHARE: Final = (0.01, 0.14, 0.38, 0.25)  # of heads, by segment kind
NIK_MISSING: Final = 0.02
NIK_MISSING_INFANT: Final = 0.35
NIK_DATE_MISMATCH: Final = 0.008
BORN_ELSEWHERE: Final = 0.17
OLD_CARD_SHARE: Final = 0.07
OLDER_CARD_SHARE: Final = 0.006

# --- time
HISTORY_START: Final = date(2019, 1, 1)
HISTORY_END: Final = date(2021, 6, 1)  # no change is recorded from here on
LAUNCH: Final = date(2014, 1, 1)  # the scheme began: the great migration of earlier schemes
POSTED_AT: Final = datetime(2021, 5, 12)  # noqa: DTZ001 - naive times are UTC in the inputs
NEWCOMERS: Final = 0.06  # families that joined during the history
WEEKDAYS: Final = (1.12, 1.06, 1.0, 0.98, 0.9, 0.16, 0.05)  # Monday first
HOURS: Final = (
    0.3, 0.2, 0.1, 0.1, 0.1, 0.2, 0.6, 3, 9, 12, 12, 9, 5, 8, 10, 9, 5, 2, 1.2, 1, 0.9, 0.8, 0.6,
    0.4,
)  # fmt: skip

# --- changes: up to MOVES slots a member over the whole history; expected number of each kind
SLOTS: Final = 5
NOTHING, LAPSE, RESUME, PHONE, OFFICE, MARRIED, FILLED, BIRTH, DEATH, LEFT = range(10)
CHANGES: Final = {  # per member in 29 months, by segment kind: aided, independent, workers, non
    LAPSE: (0.32, 1.00, 0.36, 0.05),
    RESUME: (0.34, 1.10, 0.40, 0.05),
    PHONE: (0.34, 0.42, 0.38, 0.25),
    OFFICE: (0.10, 0.16, 0.22, 0.12),
    MARRIED: (0.10, 0.10, 0.12, 0.04),
    FILLED: (0.20, 0.24, 0.22, 0.16),  # NIK, e-mail, tax number, blood group filled in
    BIRTH: (0.010, 0.010, 0.008, 0.006),  # birth date corrected
    DEATH: (0.020, 0.018, 0.012, 0.060),
    LEFT: (0.012, 0.010, 0.014, 0.006),  # struck off: the record is closed
}

DEATHS_OF_THE_YOUNG: Final = 1 / 8  # share of draws of death that count below 50
NEVER_UPDATED: Final = 0.31  # of records older than the history

# --- the case
TRUE_MEMBERS: Final = 222_400_000
CLAIMED_ROWS: Final = 279_000_000
SAMPLE_SHARE: Final = 1_000_000 / 2_224_000  # sample rows a member
