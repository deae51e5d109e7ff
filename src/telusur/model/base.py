"""What every type of the findings is made of."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, model_validator


class Frozen(BaseModel):
    """A value: immutable, with no fields but its own."""

    # Fields named for a Python word (register, for, schema) carry an underscore here and their
    # contract name as alias; both are taken, the alias is written.
    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        allow_inf_nan=False,
        populate_by_name=True,
        serialize_by_alias=True,
    )


class Bilingual(Frozen):
    """The same sentence in Indonesian and in English."""

    id: str
    en: str

    def in_language(self, lang: str) -> str:
        """The text in ``lang`` (``"id"`` or ``"en"``)."""
        return self.id if lang == "id" else self.en


class Interval(Frozen):
    """A number with its interval and the method that made it."""

    value: float
    low: float
    high: float
    method: str = Field(description="name of the method and its confidence level")

    @model_validator(mode="after")
    def _ordered(self) -> Interval:
        if not self.low <= self.value <= self.high:
            raise ValueError("an interval must contain its own value")
        return self


class Rate(Interval):
    """A share between 0 and 1, with the counts behind it."""

    value: float = Field(ge=0, le=1)
    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)
    successes: int = Field(ge=0)
    trials: int = Field(ge=0, description="0 when nothing could be counted: the interval is [0, 1]")


class Notice(Frozen):
    """Something that the reader should know: a reason code and a line without personal values."""

    code: str
    text: str
