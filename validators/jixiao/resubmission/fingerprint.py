"""Whether a form is still the one that somebody looked at: a short digest of all that it prints."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING

from jixiao.form import Cell, FundRow, Indicator

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jixiao.form import Form

_LENGTH = 16
# What is worked out from the cells says nothing more.
_PRINTED: dict[type, attrgetter[tuple[object, ...]]] = {
    kind: attrgetter(*(each.name for each in fields(kind) if each.init)) for kind in (Indicator, FundRow)
}


def fingerprint_of(form: Form) -> str:
    """The digest of the printed texts; places, colours and the file around them count for nothing."""
    printed = (form.head, form.years, form.funds, form.goals, form.indicators, form.total, form.remarks)
    texts: list[str] = []
    _take((*printed, form.execution_remarks, form.monitoring), texts)
    return hashlib.sha256("\x1f".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


def _take(values: Iterable[object], texts: list[str]) -> None:
    for value in values:
        kind = type(value)
        # A form has some four hundred of these: what is most frequent is asked first.
        if isinstance(value, Cell):
            texts.append(value.text)
        elif value is None or kind is str:
            texts.append(str(value))
        elif kind in _PRINTED:
            _take(_PRINTED[kind](value), texts)
        elif isinstance(value, dict):
            for name in sorted(value):
                texts.append(str(name))
                _take((value[name],), texts)
        elif isinstance(value, tuple):
            _take(value, texts)
        else:
            texts.append(str(value))
