"""The check digit of ISO/IEC 7812-1 annex B (Luhn), as vectorised SQL."""

from __future__ import annotations


def luhn(expr: str, longest: int) -> str:
    """BOOLEAN: ``expr``, at most ``longest`` decimal digits, passes Luhn's check.

    Zeros put before the number change nothing, so every length is read at fixed places: every
    second digit from the right is doubled and its digits added (8 -> 16 -> 7).
    """
    padded = f"lpad({expr}, {longest}, '0')"
    terms = []
    for place in range(1, longest + 1):
        digit = f"substr({padded}, {place}, 1)"
        if (longest - place) % 2:
            digit = f"translate({digit}, '123456789', '246813579')"
        terms.append(f"TRY_CAST({digit} AS INTEGER)")
    return f"({' + '.join(terms)}) % 10 = 0"
