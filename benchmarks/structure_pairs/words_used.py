"""F1 of each base without the words that no other base uses: was one table in view?"""

from __future__ import annotations

import tomllib
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from statistics import mean
from typing import TYPE_CHECKING

from benchmarks.structure_pairs.make import FIELDS
from telusur.structure.signals import names as by_names
from telusur.structure.signals import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from benchmarks.structure_pairs.score import Told


def report(told: Sequence[Told]) -> None:
    """Print a row a base: the forms that it alone uses, F1 with and without them."""
    bases = sorted({each.base for each in told})
    used = {base: _used(base) for base in bases}
    shared = Counter(form for forms in used.values() for form in forms)
    print("\n| base | forms used by it alone | F1 | F1 without them | by names alone | without |")
    print("|---|---|---|---|---|---|")
    for base in bases:
        mine = [each for each in told if each.base == base and each.header]
        alone = {form for form in used[base] if shared[form] == 1}
        with _without(alone):
            poorer = [renamed(each) for each in mine]
        cells = [mean(each.f1 for each in kept) for kept in (mine, poorer)]
        cells += [mean(_header_only(each).f1 for each in kept) for kept in (mine, poorer)]
        print(f"| {base} | {len(alone)} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |")


def renamed(told: Told) -> Told:
    """The same with the names read anew."""
    sides = told.sides
    told_by_names = by_names.names(
        sides.dump.columns, sides.register.columns, sides.register.spec.columns
    )
    return replace(told, signals=[told_by_names, *told.signals[1:]])


def _header_only(told: Told) -> Told:
    return replace(told, signals=told.signals[:1])


def _used(base: str) -> set[str]:
    """Forms of the vocabulary by which the base's names and renamings are read."""
    fields = tomllib.loads((FIELDS / f"{base}.toml").read_text(encoding="utf-8"))
    written = [
        name
        for column, field in fields.items()
        for name in (column, *(w for kind in ("same", "other", "short") for w in field[kind]))
    ]
    found: set[str] = set()
    vocabulary = words.vocabulary()
    known = {**vocabulary.skeletons, **vocabulary.forms}
    for name in written:
        read = words.read_name(name)
        runs = read.pieces
        joined = ["".join(runs[a:b]) for a in range(len(runs)) for b in range(a + 1, len(runs) + 1)]
        found |= {run for run in joined if run in known}
    return found


@contextmanager
def _without(forms: Iterable[str]) -> Iterator[None]:
    """The vocabulary for a while without some forms, as written or without their vowels."""
    full: Callable[[], words.Vocabulary] = words.vocabulary
    left = words.Vocabulary(
        {form: of for form, of in full().forms.items() if form not in forms},
        {form: of for form, of in full().skeletons.items() if form not in forms},
        full().weights,
    )
    words.vocabulary = lambda: left  # type: ignore[assignment]
    _forget()
    try:
        yield
    finally:
        words.vocabulary = full
        _forget()


def _forget() -> None:
    words.read_name.cache_clear()
    words._segmented.cache_clear()  # noqa: SLF001
