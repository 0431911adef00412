"""The report as JUnit XML, which every build server shows: a file is a suite, a form a case."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as Xml

from jixiao.cross.gathering import KIND_WORDS
from jixiao.finding import Severity
from jixiao.words import message_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jixiao.check import CheckedFile, CheckedForm
    from jixiao.cross import CrossFinding
    from jixiao.finding import Finding

# What XML 1.0 has no way to hold, escaped or not.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_text(files: Sequence[CheckedFile], cross: Sequence[CrossFinding] = ()) -> str:
    """The report as XML text. A form with an error fails; warnings and hints are its output; an unread file errs."""
    root = Xml.Element("testsuites", name="jixiao")
    for file in files:
        suite = Xml.SubElement(root, "testsuite", name=_clean(file.path), time=f"{file.seconds:.4f}")
        if not file.forms:
            _case(suite, "文件", file.path, file.file_findings, "error")
        elif file.file_findings:
            _case(suite, "文件", file.path, file.file_findings, "failure")
        for form in file.forms:
            _case(suite, _name(form), file.path, form.findings, "failure")
        _count(suite)
    if cross:
        suite = Xml.SubElement(root, "testsuite", name="跨表核对")
        for each in cross:
            _case(suite, f"{each.finding.code} {each.finding.label}", "、".join(each.files), (each.finding,), "failure")
        _count(suite)
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode")


def _name(checked: CheckedForm) -> str:
    form = checked.form
    return f"{form.sheet} {KIND_WORDS[form.kind]} {form.project or form.text_of('unit')}".strip()


def _case(suite: Xml.Element, name: str, path: str, findings: Sequence[Finding], outcome: str) -> None:
    case = Xml.SubElement(suite, "testcase", name=_clean(name), classname=_clean(path))
    grave = [finding for finding in findings if finding.severity is Severity.ERROR]
    if grave:
        failed = Xml.SubElement(case, outcome, message=f"必须修改 {len(grave)} 处", type=grave[0].code)
        failed.text = _lines(grave)
    milder = [finding for finding in findings if finding.severity is not Severity.ERROR]
    if milder:
        Xml.SubElement(case, "system-out").text = _lines(milder)


def _lines(findings: Iterable[Finding]) -> str:
    return _clean("\n".join(f"{each.code} {message_of(each)}" for each in findings))


def _count(suite: Xml.Element) -> None:
    suite.set("tests", str(len(suite.findall("testcase"))))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", str(len(suite.findall("testcase/error"))))


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("�", text)
