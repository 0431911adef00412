"""Whether a workbook is whole: what a spreadsheet program would have to repair is found here first."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath
from xml.etree import ElementTree


def well_formed(data: bytes) -> None:
    """Every part parses, every relation leads somewhere, every part has a content type, no id is there twice."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        parts = {name: archive.read(name) for name in archive.namelist()}
        assert len(parts) == len(archive.namelist())
    types = parts.pop("[Content_Types].xml").decode()
    declared = re.findall(r'PartName="/([^"]+)"', types)
    assert len(declared) == len(set(declared))
    assert set(declared) <= parts.keys()
    for name, content in parts.items():
        assert name in declared or f'Extension="{name.rpartition(".")[2]}"' in types, name
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(content)
        if name.endswith(".rels"):
            _relations(name, content.decode(), parts)


def _relations(name: str, content: str, parts: dict[str, bytes]) -> None:
    ids = re.findall(r'\bId="([^"]+)"', content)
    assert len(ids) == len(set(ids)), name
    folder = PurePosixPath(name).parent.parent
    for target in re.findall(r'Target="([^"]+)"', content):
        path = target.lstrip("/") if target.startswith("/") else (folder / target).as_posix()
        assert re.sub(r"[^/]+/\.\./", "", path) in parts, target
