"""What a 退回说明 says, as values: whose it is, what must be corrected, what must be explained, what is in order."""

from __future__ import annotations

from collections import defaultdict
from operator import attrgetter, itemgetter
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from jixiao.cross.identity import unit_key
from jixiao.finding import Severity, Verdict
from jixiao.form import Kind
from jixiao.reports.form_facts import file_facts, one_line, problem_of
from jixiao.resubmission import NO_HISTORY, Decision
from jixiao.resubmission.changes import FormKey
from jixiao.roster import day_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from jixiao.cross import CrossFinding, Gathering
    from jixiao.reports.facts import FileFacts, FormFacts, Problem
    from jixiao.resubmission import Decided, History

NAMELESS = "（未能识别单位）"
# Who did not send anything is reminded apart from this page, which is about what was sent.
_NOT_OF_A_RETURN = frozenset(("JX904",))


class Item(NamedTuple):
    """One thing to do: project → cell → action. cell is empty where the whole file or form is meant.

    in_copy: the file has a marked copy, and that says it too.
    """

    project: str
    file: str
    cell: str
    problem: str
    action: str
    code: str
    in_copy: bool = False


class Slip(NamedTuple):
    """The page of one unit. forms: how many came in; accepted: the names of those that are in order."""

    unit: str
    forms: int
    correct: tuple[Item, ...]
    explain: tuple[Item, ...]
    accepted: tuple[str, ...]
    due: str = ""
    contact: str = ""


class _Returned(NamedTuple):
    """A form that came in, or a file without any; only what the slip says, for thousands are looked at together."""

    path: str
    project: str
    file: str
    is_form: bool
    is_accepted: bool
    correct: tuple[Item, ...]
    explain: tuple[Item, ...]
    sheet: str = ""
    is_settled: bool = False


def slips_of(
    gathering: Gathering,
    cross: Sequence[CrossFinding] = (),
    history: History = NO_HISTORY,
    tops: Container[str] = (),
    known: Iterable[FileFacts] | None = None,
    copies: Container[str] = (),
) -> tuple[Slip, ...]:
    """A slip for every unit that has something to correct or to explain, by the names of the units.

    What a person accepted or let stand is no longer asked for; what a person sends back says why. tops: the folders
    that were given; in those lie the files of many units, and none says whose a file is. known: the facts of every
    file, where they were made already. copies: the paths of the files of which there is a marked copy.
    """
    files = known if known is not None else (file_facts(file, with_items=False) for file in gathering.files)
    names: dict[str, str] = {}
    returned: dict[str, list[_Returned]] = defaultdict(list)
    for key, name, each in _by_unit(files, gathering, history, tops, copies):
        names.setdefault(key, name)
        returned[key].append(each)
    owners = {each.path: key for key, group in returned.items() for each in group}
    between: dict[str, list[CrossFinding]] = defaultdict(list)
    for found in cross:
        if found.finding.code not in _NOT_OF_A_RETURN:
            for key in dict.fromkeys(owners[path] for path in found.files if path in owners):
                between[key].append(found)
    terms = _terms(gathering)
    slips = (_slip(names[key], group, between[key], *terms.get(key, ("", ""))) for key, group in returned.items())
    return tuple(sorted((slip for slip in slips if slip.correct or slip.explain), key=lambda slip: slip.unit))


def _slip(unit: str, returned: Sequence[_Returned], between: Sequence[CrossFinding], due: str, contact: str) -> Slip:
    # What is said of a form between files stands with what is said of it alone.
    places = {id(each): number for number, each in enumerate(returned)}
    correct = [(places[id(each)], item) for each in returned for item in each.correct]
    explain = [(places[id(each)], item) for each in returned for item in each.explain]
    by_path: dict[str, list[_Returned]] = defaultdict(list)
    for each in returned:
        by_path[each.path].append(each)
    for found in between:
        near = _asked(found, by_path)
        if near is None:
            continue
        item = _item(problem_of(found.finding, found.files), near.project, near.file)
        if found.finding.severity is Severity.ERROR:
            correct.append((places[id(near)], item))
        elif found.finding.severity is Severity.WARNING:
            explain.append((places[id(near)], item))
    troubled = {item.file for _, item in (*correct, *explain)}
    accepted = tuple(each.project for each in returned if each.is_accepted and each.file not in troubled)
    forms = sum(each.is_form for each in returned)
    return Slip(unit, forms, _placed(correct), _placed(explain), accepted, one_line(due), one_line(contact))


def _placed(items: Iterable[tuple[int, Item]]) -> tuple[Item, ...]:
    return tuple(item for _, item in sorted(items, key=itemgetter(0)))


def _asked(found: CrossFinding, by_path: Mapping[str, Sequence[_Returned]]) -> _Returned | None:
    """Of the unit's forms the one that a finding between files asks about; None where a person has settled it."""
    for path in found.files:
        forms = by_path.get(path, ())
        own = [each for each in forms if path == found.files[0] and each.sheet == found.finding.sheet] or forms
        if path == found.files[0] and own and all(each.is_settled for each in own):
            return None
        for each in own:
            if not each.is_settled:
                return each
    return None


def _item(found: Problem, project: str, file: str, in_copy: bool = False) -> Item:
    return Item(project, file, found.cell, found.problem, found.action, found.code, in_copy)


def _by_unit(
    files: Iterable[FileFacts],
    gathering: Gathering,
    history: History,
    tops: Container[str],
    copies: Container[str],
) -> Iterator[tuple[str, str, _Returned]]:
    """Everything returned with its unit's key and name; a file without forms is of its folder's unit, if of one."""
    homes: dict[PurePath, dict[str, str]] = defaultdict(dict)
    strays = []
    for file in files:
        if file.path in gathering.repeated:
            continue
        path, in_copy = PurePath(file.path), file.path in copies
        named = one_line(path.name)
        for index, form in enumerate(file.forms):
            key = FormKey.parsed(form.key)
            if form.kind is Kind.GOALS or key is None:
                continue
            name = _unit_of(form)
            homes[path.parent].setdefault(key.place, name)
            label = f"{named}“{one_line(form.sheet)}”" if len(file.forms) > 1 else named
            problems = (*(file.beside if index == 0 else ()), *sorted(form.problems, key=attrgetter("order")))
            decided = history.verdicts.about(key, form.fingerprint) if history.verdicts is not None else None
            yield key.place, name, _decided(_returned(file.path, label, form, problems, in_copy), decided)
        if not file.forms:
            strays.append(_returned(file.path, named, None, file.beside, in_copy))
    for stray in strays:
        folder = PurePath(stray.path).parent
        home = homes.get(folder, {}) if str(folder) not in tops else {}
        place, name = next(iter(home.items())) if len(home) == 1 else ("", NAMELESS)
        yield place, name, stray


def _unit_of(form: FormFacts) -> str:
    """The unit as printed, or else the department: what names nobody (/ or ……) has no key either."""
    return next((name for name in map(one_line, (form.unit, form.department)) if unit_key(name)), NAMELESS)


def _decided(returned: _Returned, decided: Decided | None) -> _Returned:
    if decided is None:
        return returned
    if decided.decision is not Decision.RETURN:
        return returned._replace(is_accepted=True, is_settled=True, correct=(), explain=())
    said = f"审核意见：{decided.reason.rstrip('。')}。" if decided.reason else "审核人退回本表。"
    item = Item(returned.project, returned.file, "", said, "请按审核意见修改。", "")
    return returned._replace(is_accepted=False, correct=(item, *returned.correct))


def _returned(path: str, label: str, form: FormFacts | None, problems: Sequence[Problem], in_copy: bool) -> _Returned:
    project = one_line(form.called) if form is not None else ""
    accepted = form is not None and form.verdict is Verdict.ACCEPT
    correct = tuple(_item(each, project, label, in_copy) for each in problems if each.severity is Severity.ERROR)
    explain = tuple(_item(each, project, label, in_copy) for each in problems if each.severity is Severity.WARNING)
    return _Returned(path, project, label, form is not None, accepted, correct, explain, form.sheet if form else "")


def _terms(gathering: Gathering) -> dict[str, tuple[str, str]]:
    """By unit the first date by which it is to return something, and its own contact, as the roster has them."""
    terms: dict[str, tuple[str, str]] = {}
    if gathering.roster is None:
        return terms
    matches = gathering.matches
    # A roster may tell units by their codes alone; what came in says which unit a code is.
    coded = {match.row.unit_code: match.certain[0].identity.place for match in reversed(matches) if match.certain}
    for match in matches:
        row = match.row
        named = unit_key(row.unit) or (coded.get(row.unit_code, "") if row.unit_code else "")
        for key in dict.fromkeys((named, *(each.identity.place for each in match.certain))):
            if key:
                due, contact = terms.get(key, ("", ""))
                terms[key] = min(filter(None, (due, row.due)), key=day_of, default=""), contact or row.contact
    return terms
