"""``claim.toml`` as a Claim: what the seller says, checked for type and for contradiction."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from telusur.errors import ClaimError
from telusur.model.claim import Claim
from telusur.model.explain import did_you_mean, explain, shape, unknown_key

if TYPE_CHECKING:
    from pathlib import Path

# A claim is a page of text; a larger file is a dump given by mistake.
MAX_BYTES = 1 << 20

# (the smaller, the larger, why): the first may not exceed the second.
AT_MOST = (
    ("sample_rows", "rows_claimed", "a sample is a part of what is offered"),
    ("people_claimed", "rows_claimed", "each person claimed takes at least one row"),
)


def read_claim(path: Path) -> Claim:
    """The claim in ``path``.

    Raises:
        ClaimError: ``claim-not-readable``, ``claim-not-toml``, ``claim-invalid``,
            ``claim-contradictory``; each names the file and, where there is one, the key.
    """
    given = _parse(path)
    given = given.get("claim", given) if isinstance(given.get("claim"), dict) else given
    try:
        claim = Claim.model_validate(given)
    except ValidationError as error:
        raise _invalid(path, error) from None
    _check_coherence(path, claim)
    return claim


def _parse(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ClaimError(
            "claim-not-readable",
            f"{path.name} cannot be read",
            got="a directory" if isinstance(error, IsADirectoryError) else type(error).__name__,
            expected="a claim.toml",
            hint="check the path given with --claim",
        ) from None
    if len(content) > MAX_BYTES:
        raise ClaimError(
            "claim-not-toml",
            f"{path.name} is too large for a claim",
            got=f"more than {MAX_BYTES:,} bytes",
            expected="a page of TOML",
            hint="--claim takes the description of the dump, not the dump",
        )
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ClaimError(
            "claim-not-toml", f"{path.name} is not text in UTF-8", hint="save it as UTF-8"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise ClaimError(
            "claim-not-toml",
            f"{path.name} is not TOML",
            got=_where(str(error)),
            expected='lines such as rows_claimed = 279_000_000 or venue = "a forum"',
        ) from None


def _where(text: str) -> str:
    """What tomllib says, without the text that it may quote."""
    _, bracket, place = text.rpartition("(at ")
    return f"an error at {place.rstrip(')')}" if bracket else "an error"


def _invalid(path: Path, error: ValidationError) -> ClaimError:
    key, got, expected = explain(error)
    unknown = unknown_key(error)
    hint = did_you_mean(unknown, Claim.model_fields) if unknown else None
    if unknown and not hint:
        hint = f"known keys: {', '.join(Claim.model_fields)}"
    return ClaimError("claim-invalid", f"{path.name}: {key}", got=got, expected=expected, hint=hint)


def _check_coherence(path: Path, claim: Claim) -> None:
    for smaller, larger, why in AT_MOST:
        low, high = getattr(claim, smaller), getattr(claim, larger)
        if low is not None and high is not None and low > high:
            raise ClaimError(
                "claim-contradictory",
                f"{path.name}: {smaller} is larger than {larger}",
                got=f"{smaller} = {low}, {larger} = {high}",
                expected=f"{smaller} of at most {larger}: {why}",
                hint="leave out the figure that is not known",
            )
    if claim.currency is not None and claim.price is None:
        raise ClaimError(
            "claim-contradictory",
            f"{path.name}: currency is given without a price",
            got=f"currency = {shape(claim.currency)}",
            expected="price and currency together, or neither",
        )
