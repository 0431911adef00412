"""The facts of a file as one line of text: how a worker hands them over, many times smaller than the file itself."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from jixiao.finding import Severity, Verdict
from jixiao.form import Kind
from jixiao.reports.facts import FileFacts, FormFacts, Item, Problem

# Of a problem in its own file all before this is known.
_OWN = Problem._fields.index("sheet")
_SEVERITY = Problem._fields.index("severity") - _OWN
_AMOUNTS = tuple(map(FormFacts._fields.index, ("printed", "computed", "budget", "spent", "rate", "lost")))
_KIND, _VERDICT = map(FormFacts._fields.index, ("kind", "verdict"))
_PROBLEMS, _ACKNOWLEDGED, _ITEMS = map(FormFacts._fields.index, ("problems", "acknowledged", "items"))
_PAIRS, _TEXTS = map(FormFacts._fields.index, ("not_checked", "spot_checks"))


def facts_text(file: FileFacts) -> str:
    """The facts as JSON text in one line; only those of a file by itself, without a word of earlier runs."""
    forms = [
        form._replace(problems=_packed(form.problems), acknowledged=_packed(form.acknowledged)) for form in file.forms
    ]
    data = (file.path, file.status, forms, _packed(file.beside))
    # A decimal is no float: sums of cents are to be sums of cents.
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str)


def facts_from(text: str) -> FileFacts:
    """What `facts_text` has written."""
    path, status, forms, beside = json.loads(text)
    return FileFacts(path, status, tuple(_form(form, path) for form in forms), _problems(beside, path))


def _packed(problems: tuple[Problem, ...]) -> Any:
    return [(problem.project, *problem[_OWN:]) for problem in problems]


def _problems(packed: list[list[Any]], path: str) -> tuple[Problem, ...]:
    files = (path,)
    found = []
    for project, *rest in packed:
        rest[_SEVERITY] = Severity(rest[_SEVERITY])
        found.append(Problem("", project, files, *rest))
    return tuple(found)


def _form(fields: list[Any], path: str) -> FormFacts:
    for each in _AMOUNTS:
        fields[each] = _decimal(fields[each])
    fields[_KIND], fields[_VERDICT] = Kind(fields[_KIND]), Verdict(fields[_VERDICT])
    fields[_PROBLEMS] = _problems(fields[_PROBLEMS], path)
    fields[_ACKNOWLEDGED] = _problems(fields[_ACKNOWLEDGED], path)
    fields[_ITEMS] = tuple(map(_item, fields[_ITEMS]))
    fields[_PAIRS] = tuple(map(tuple, fields[_PAIRS]))
    fields[_TEXTS] = tuple(fields[_TEXTS])
    return FormFacts(*fields)._replace(resolved=())


def _item(fields: list[Any]) -> Item:
    level1, level2, name, target, actual, weight, score, computed, reason, cell = fields
    amounts = (_decimal(weight), _decimal(score), _decimal(computed))
    return Item(level1, level2, name, target, actual, *amounts, reason, cell)


def _decimal(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None
