"""``register.toml`` into a ``RegisterSpec``, with errors that name file, key, got and expected."""

from __future__ import annotations

import stat
import tomllib
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel, ValidationError

from telusur.errors import RegisterError
from telusur.model.explain import did_you_mean, explain, shape, unknown_key
from telusur.model.register import RegisterSpec
from telusur.vocabulary.identifiers import ALL_TYPES, TEXT, is_known

if TYPE_CHECKING:
    from pathlib import Path

# A description is written by hand; a larger file is data under a wrong name.
MAX_TOML_BYTES = 4 * 1024 * 1024


def is_description(given: Path) -> bool:
    """Whether ``given`` is a ``register.toml`` (by its suffix) rather than a data file."""
    return given.suffix.lower() == ".toml"


def describe(given: Path) -> RegisterSpec:
    """The description in ``given``.

    Raises:
        RegisterError: ``register-missing``, ``register-not-toml``, ``register-invalid`` or
            ``source-not-supported``.
    """
    require_file(given)
    content = _parsed(given)
    if "inferred" in content:  # ours to set, not the writer's
        raise _invalid(given, "inferred", "an unknown key", "a known key", None)
    try:
        spec = RegisterSpec.model_validate(content)
    except ValidationError as error:
        problem = explain(error)
        raise _invalid(
            given, problem.key, problem.got, problem.expected, _hint(error, problem.key)
        ) from None
    for name, column in spec.columns.items():
        if column.type is not None and column.type != TEXT and not is_known(column.type):
            raise _invalid(
                given,
                f"columns.{name}.type",
                shape(column.type),
                "the name of a semantic type",
                did_you_mean(column.type, [kind.name for kind in ALL_TYPES]),
            )
    if spec.source is not None and spec.source.uri is not None:
        raise RegisterError(
            "source-not-supported",
            f"{given.name}: a database is not named by a URI, which can hold a password",
            got="[source] uri",
            expected="[source.postgresql] with service, or host and dbname",
            hint="see docs/guides/postgresql.md; from another database export to Parquet",
        )
    return spec


def has_wildcard(text: str) -> bool:
    """Whether ``text`` is a glob pattern."""
    return any(sign in text for sign in "*?[")


def require_file(given: Path) -> None:
    """Refuse what is not a file.

    Raises:
        RegisterError: ``register-missing`` or ``register-is-directory``.
    """
    try:
        mode = given.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise RegisterError("register-missing", f"{given} does not exist") from None
    except (OSError, ValueError) as error:  # too long a name, no permission, a NUL in it
        raise RegisterError(
            "register-missing", "the register cannot be looked up", got=type(error).__name__
        ) from None
    if stat.S_ISDIR(mode):
        raise RegisterError(
            "register-is-directory",
            f"{given} is a directory",
            expected="a register.toml or a data file",
            hint='write a register.toml whose [source] has path = "*.parquet"',
        )
    if not stat.S_ISREG(mode):
        raise RegisterError("register-missing", f"{given} is no regular file")


def _parsed(given: Path) -> dict[str, Any]:
    if given.stat().st_size > MAX_TOML_BYTES:
        raise RegisterError(
            "register-not-toml",
            f"{given.name} is too large for a description",
            got=f"{given.stat().st_size} bytes",
            expected=f"at most {MAX_TOML_BYTES}",
        )
    try:
        return tomllib.loads(given.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise RegisterError(
            "register-not-toml", f"{given.name} is not text in UTF-8", expected="a register.toml"
        ) from None
    except tomllib.TOMLDecodeError as error:
        # tomllib says what it expected and where; it does not quote values
        raise RegisterError("register-not-toml", f"{given.name} is not TOML: {error}") from None
    except OSError as error:
        raise RegisterError(
            "register-missing", f"{given.name} cannot be read", got=type(error).__name__
        ) from None


def _invalid(given: Path, key: str, got: str, expected: str, hint: str | None) -> RegisterError:
    where = f"{given.name}: {key}" if key else given.name
    return RegisterError(
        "register-invalid", f"{where} is not valid", got=got, expected=expected, hint=hint
    )


def _hint(error: ValidationError, key: str) -> str | None:
    name = unknown_key(error)
    if name is None:
        return None
    return did_you_mean(name, _known_beside(key)) or "see docs/reference/register-toml.md"


def _known_beside(key: str) -> list[str]:
    """Names that may stand where the unknown last part of dotted ``key`` stands."""
    model: type[BaseModel] = RegisterSpec
    for part in key.split(".")[:-1]:
        name = part.split("[")[0]
        field = next((f for n, f in model.model_fields.items() if name in (n, f.alias)), None)
        inner = _model_in(field.annotation) if field else None
        if inner is not None:
            model = inner  # a part that is no field is the name of a column: same model below
    return [field.alias or name for name, field in model.model_fields.items() if name != "inferred"]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in get_args(annotation):
        found = _model_in(inner)
        if found is not None:
            return found
    return None
