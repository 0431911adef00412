"""What would make Excel refuse or repair an add-in, or leave a button dead: looked for in its package."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from vba_parts import VBA_PART, directory_of, parts_of, sources_of, streams_of

ADD_IN = "application/vnd.ms-excel.addin.macroEnabled.main+xml"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LONGEST_LINE, _MOST_CONTINUATIONS = 1023, 24
_PROCEDURE = re.compile(r"^(Public |Private |)(?:Sub|Function) (\w+)\((.*)\)", re.MULTILINE)


def problems(package: bytes) -> list[str]:
    """Everything that is wrong, in words; empty for a sound add-in."""
    parts = parts_of(package)
    # What is broken so far cannot be looked into further.
    broken = [*_malformed(parts), *_streams(parts)]
    if broken:
        return broken
    return [
        *_content_types(parts),
        *_relations(parts),
        *_project(parts),
        *_sources(sources_of(package)),
        *_code_names(package, parts),
        *_ribbon(package, parts),
    ]


def _malformed(parts: Mapping[str, bytes]) -> Iterator[str]:
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            try:
                ElementTree.fromstring(content)
            except ElementTree.ParseError as error:
                yield f"{name} is no XML: {error}"


def _content_types(parts: Mapping[str, bytes]) -> Iterator[str]:
    root = ElementTree.fromstring(parts["[Content_Types].xml"])
    endings = {each.get("Extension") for each in root.iter(f"{_TYPES}Default")}
    named = {str(each.get("PartName")).lstrip("/"): each.get("ContentType") for each in root.iter(f"{_TYPES}Override")}
    for name in sorted(set(parts) - {"[Content_Types].xml"} - set(named)):
        if name.rpartition(".")[2] not in endings:
            yield f"{name} has no content type"
    yield from (f"a content type for {name}, which is not there" for name in sorted(set(named) - set(parts)))
    if named.get("xl/workbook.xml") != ADD_IN:
        yield "the workbook is not declared as an add-in"


def _relations(parts: Mapping[str, bytes]) -> Iterator[str]:
    for name in sorted(each for each in parts if each.endswith(".rels")):
        folder = posixpath.dirname(posixpath.dirname(name))
        relations = list(ElementTree.fromstring(parts[name]).iter(_RELATION))
        for each, count in Counter(relation.get("Id") for relation in relations).items():
            if count > 1:
                yield f"{name}: {each} twice"
        for relation in relations:
            target = posixpath.normpath(posixpath.join(folder, str(relation.get("Target")).lstrip("/")))
            if relation.get("TargetMode") != "External" and target not in parts:
                yield f"{name} leads to {target}, which is not there"
    kinds = {str(each.get("Type")).rpartition("/")[2] for each in _all_relations(parts)}
    yield from (f"nothing leads to the {kind}" for kind in ("extensibility", "vbaProject") if kind not in kinds)


def _all_relations(parts: Mapping[str, bytes]) -> Iterator[ElementTree.Element]:
    for name, content in parts.items():
        if name.endswith(".rels"):
            yield from ElementTree.fromstring(content).iter(_RELATION)


def _streams(parts: Mapping[str, bytes]) -> Iterator[str]:
    """Every module that dir names has its stream, and every stream its module."""
    streams = streams_of(parts[VBA_PART])
    listed = [record.data.decode("ascii") for record in directory_of(streams) if record.kind == 0x19]
    stored = {path.removeprefix("VBA/") for path in streams if path.startswith("VBA/")} - {"dir", "_VBA_PROJECT"}
    if stored != set(listed):
        yield f"dir names {listed}, stored are {sorted(stored)}"


def _project(parts: Mapping[str, bytes]) -> Iterator[str]:
    """PROJECT, PROJECTwm, dir and the streams name the same modules; none has compiled code before its source."""
    streams = streams_of(parts[VBA_PART])
    directory = directory_of(streams)
    listed = [record.data.decode("ascii") for record in directory if record.kind == 0x19]
    text = streams["PROJECT"].decode("ascii")
    said = re.findall(r"^(?:Module|Class|Document)=(\w+)", text, re.MULTILINE)
    if sorted(said) != sorted(listed):
        yield f"PROJECT names {said}, dir names {listed}"
    names = b"".join(name.encode("ascii") + b"\0" + name.encode("utf-16-le") + b"\0\0" for name in listed) + b"\0\0"
    if streams["PROJECTwm"] != names:
        yield "PROJECTwm names other modules than dir"
    if any(int.from_bytes(record.data, "little") for record in directory if record.kind == 0x31):
        yield "a module's source does not start at once"
    if streams["VBA/_VBA_PROJECT"][2:4] != b"\xff\xff":
        yield "_VBA_PROJECT claims compiled code"


def _sources(sources: Mapping[str, str]) -> Iterator[str]:
    for name, source in sources.items():
        if not source.startswith(f'Attribute VB_Name = "{name}"\r\n'):
            yield f"{name}: the source has another name"
        if not source.isascii():
            yield f"{name}: not ASCII"
        if source.count("\r\n") != source.count("\n") or source.count("\r\n") != source.count("\r"):
            yield f"{name}: a line does not end with CR LF"
        if not source.endswith("\r\n"):
            yield f"{name}: the last line does not end"
        if max(map(len, source.splitlines())) > _LONGEST_LINE:
            yield f"{name}: a line is too long for VBA"
        if _longest_continuation(source) > _MOST_CONTINUATIONS:
            yield f"{name}: a statement has too many lines for VBA"
        if "Option Explicit" not in source and _PROCEDURE.search(source):
            yield f"{name}: no Option Explicit"
    public = Counter(
        match[2]
        for source in sources.values()
        for match in _PROCEDURE.finditer(source.replace("\r", ""))
        if "b" in match[1]
    )
    # Watch is a method, once of a class and once of the workbook.
    yield from (f"two procedures are named {name}" for name, count in public.items() if count > 1 and name != "Watch")


def _longest_continuation(source: str) -> int:
    return max((len(run.splitlines()) for run in re.findall(r"(?:.* _\r\n)+", source)), default=0)


def _code_names(package: bytes, parts: Mapping[str, bytes]) -> Iterator[str]:
    """Every sheet and the workbook have a document module, and the other way round."""
    workbook = ElementTree.fromstring(parts["xl/workbook.xml"]).find(f"{_MAIN}workbookPr")
    assert workbook is not None
    sheets = [
        str(properties.get("codeName"))
        for name in parts
        if name.startswith("xl/worksheets/sheet")
        for properties in ElementTree.fromstring(parts[name]).iter(f"{_MAIN}sheetPr")
    ]
    project = streams_of(parts[VBA_PART])["PROJECT"].decode("ascii")
    documents = re.findall(r"^Document=(\w+)", project, re.MULTILINE)
    if sorted([str(workbook.get("codeName")), *sheets]) != sorted(documents):
        yield f"code names {workbook.get('codeName')}, {sheets}; document modules {documents}"
    for name, source in sources_of(package).items():
        is_document = "{0002081" in source or "{0002082" in source
        if is_document != (name in documents):
            yield f"{name}: its attributes and its place in PROJECT disagree"


def _ribbon(package: bytes, parts: Mapping[str, bytes]) -> Iterator[str]:
    if "customUI/customUI.xml" not in parts:
        yield "there is no ribbon"
        return
    elements = list(ElementTree.fromstring(parts["customUI/customUI.xml"]).iter())
    yield from (
        f"two controls are named {name}"
        for name, count in Counter(each.get("id") for each in elements if each.get("id")).items()
        if count > 1
    )
    buttons = [each for each in elements if each.tag.endswith("}button")]
    procedures = {
        match[2]: match
        for source in sources_of(package).values()
        for match in _PROCEDURE.finditer(source.replace("\r", ""))
    }
    for button in buttons:
        macro, match = str(button.get("onAction")), procedures.get(str(button.get("onAction")))
        if match is None:
            yield f"the button {button.get('id')} calls {macro}, which is not there"
        elif match[1] != "Public " or match[3] != "control As IRibbonControl" or "Sub" not in match[0]:
            yield f"{macro} cannot be called by a button"
        if not button.get("label") or not button.get("imageMso"):
            yield f"the button {button.get('id')} has no label or no picture"
    called = {button.get("onAction") for button in buttons}
    yield from (
        f"no button calls {name}"
        for name, each in procedures.items()
        if "IRibbonControl" in each[3] and name not in called
    )
