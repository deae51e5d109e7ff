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

    id: str = Field(description="in Indonesian")
    en: str = Field(description="in English")

    def in_language(self, lang: str) -> str:
        """The text in ``lang`` (``"id"`` or ``"en"``)."""
        return self.id if lang == "id" else self.en


class Interval(Frozen):
    """A number with its interval and the method that made it."""

    value: float = Field(description="the best estimate")
    low: float = Field(description="lower end")
    high: float = Field(description="upper end")
    method: str = Field(description="name of the method and its confidence level")

    @model_validator(mode="after")
    def _ordered(self) -> Interval:
        if not self.low <= self.value <= self.high:
            raise ValueError("an interval must contain its own value")
        return self


class Rate(Interval):
    """A share between 0 and 1, with the counts behind it."""

    value: float = Field(ge=0, le=1, description="successes / trials; 0 when there were no trials")
    low: float = Field(ge=0, le=1, description="lower end of the interval")
    high: float = Field(ge=0, le=1, description="upper end of the interval")
    successes: int = Field(ge=0, description="how many of the trials count")
    trials: int = Field(ge=0, description="0 when nothing could be counted: the interval is [0, 1]")


class Notice(Frozen):
    """Something that the reader should know: a reason code and a line without personal values."""

    code: str = Field(description="reason code, kebab-case")
    text: str = Field(description="one line, without personal values")
