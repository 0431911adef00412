"""Whether a form is still the one that somebody looked at: a short digest of all that it prints."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from typing import TYPE_CHECKING

from jixiao.form import Cell, FundRow, Indicator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jixiao.form import Form

_LENGTH = 16


def fingerprint_of(form: Form) -> str:
    """The digest of the printed texts; places, colours and the file around them count for nothing."""
    printed = (form.head, form.years, form.funds, form.goals, form.indicators, form.total, form.remarks)
    texts = "\x1f".join(_texts((*printed, form.execution_remarks, form.monitoring)))
    return hashlib.sha256(texts.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, Cell):
        yield value.text
    elif isinstance(value, dict):
        for name in sorted(value):
            yield str(name)
            yield from _texts(value[name])
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, (Indicator, FundRow)):
        # What is worked out from the cells says nothing more.
        for field in fields(value):
            if field.init:
                yield from _texts(getattr(value, field.name))
    else:
        yield str(value)
