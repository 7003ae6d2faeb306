"""The base of every record and the plain values that records are made of.

Values come from the strict YAML reader: text, whole numbers, true/false, null, lists and maps.
Nothing is converted silently: ``"12"`` is not a number and ``7.0`` is not a whole number, so that
the models and the JSON Schemas derived from them give the same verdict.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict, WithJsonSchema

_END = r"(?!\n)$"
ID_PATTERN = rf"^[a-z0-9]+(-[a-z0-9]+)*{_END}"
VERSION_PATTERN = rf"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*){_END}"
DIGEST_PATTERN = rf"^sha256:[0-9a-f]{{64}}{_END}"
_UPTO_999 = "[1-9][0-9]{0,2}"
DURATION_PATTERN = rf"^P(?=[0-9])({_UPTO_999}Y)?({_UPTO_999}M)?({_UPTO_999}W)?({_UPTO_999}D)?{_END}"
SCHOOL_YEAR_PATTERN = rf"^[0-9]{{4}}-[0-9]{{4}}{_END}"
MONTH_DAY_PATTERN = rf"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]){_END}"
PERIOD_PATTERN = rf"^[0-9]{{4}}-(0[1-9]|1[0-2]){_END}"
HTTPS_PATTERN = rf"^https?://[A-Za-z0-9.-]+(:[0-9]{{1,5}})?([/?#][^\s]*)?{_END}"
LINE_PATTERN = rf"^[^\n]*[^\s][^\n]*{_END}"

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(value: Any) -> Any:
    """Accept only ``YYYY-MM-DD`` written with ASCII digits (ISO 8601)."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("geen datum in de vorm JJJJ-MM-DD")
    return date.fromisoformat(value)


Id = Annotated[str, Field(pattern=ID_PATTERN, max_length=80)]
Line = Annotated[str, Field(pattern=LINE_PATTERN, max_length=400)]
Text = Annotated[str, Field(min_length=1, max_length=20_000)]
Version = Annotated[str, Field(pattern=VERSION_PATTERN)]
Digest = Annotated[str, Field(pattern=DIGEST_PATTERN)]
Duration = Annotated[str, Field(pattern=DURATION_PATTERN)]
SchoolYear = Annotated[str, Field(pattern=SCHOOL_YEAR_PATTERN)]
MonthDay = Annotated[str, Field(pattern=MONTH_DAY_PATTERN)]
Period = Annotated[str, Field(pattern=PERIOD_PATTERN)]
Url = Annotated[str, Field(pattern=HTTPS_PATTERN, max_length=2_000)]
Number = Annotated[int, Strict(), Field(ge=0, le=10**9)]
Percentage = Annotated[int, Strict(), Field(ge=0, le=100)]
Flag = Annotated[bool, Strict()]
Format = Annotated[  # not Literal[1], which takes true for 1
    int, Strict(), Field(ge=1, le=1), WithJsonSchema({"const": 1, "type": "integer"})
]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]


class Record(BaseModel):
    """A frozen value; unknown keys are refused so that a typing error is found."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", regex_engine="python-re", hide_input_in_errors=True
    )
