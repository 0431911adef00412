"""Streaming XML: a part is fed to expat piece by piece, under limits, with handlers of the caller.

Documents almost always bind the namespace that matters as the default one; then elements are known by their
bare names, which expat hands over cheaply. Any other document is parsed again with full namespace
processing, in which elements are known as "URI name". Callers write their names as prefix + "name" and
serve both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import chain
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from .limits import Limits, Refused
from .package import Package

Attributes = dict[str, str]
Finish = Callable[[], None]
Attach = Callable[[XMLParserType, str, bytes], Finish | None]
"""Sets the handlers for what is inside the root element; gets the parser, the prefix of the names and the
first chunk of the part. Returns what is left to do when the part has ended."""

MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
RELATIONS = ("http://schemas.openxmlformats.org/package/2006/relationships",)

_OFF = False
_LAST = True
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_SURROGATE = re.compile("[\ud800-\udfff]")


class _OtherNamespaces(Exception):
    """The root element does not bind the namespace as the default one alone."""


def _no_doctype(*_: object) -> None:
    raise Refused("doctype")


def parse(
    package: Package,
    part: str,
    limits: Limits,
    root: str,
    namespaces: tuple[str, ...],
    attach: Attach,
    after_chunk: Callable[[], None] | None = None,
) -> None:
    """Feed a part to expat.

    attach is called at the root element, which must have the name `root` in one of the namespaces; it may
    be called a second time, but then nothing but the root has been seen before. after_chunk is called every
    64 KiB and at the end. Raises Refused.
    """
    try:
        _parse(package, part, limits, root, namespaces, attach, after_chunk, None)
    except _OtherNamespaces:
        _parse(package, part, limits, root, namespaces, attach, after_chunk, " ")


def _parse(
    package: Package,
    part: str,
    limits: Limits,
    root: str,
    namespaces: tuple[str, ...],
    attach: Attach,
    after_chunk: Callable[[], None] | None,
    separator: str | None,
) -> None:
    parser = ParserCreate(None, separator)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_doctype
    chunks = package.chunks(part)
    head = next(chunks, b"")
    finish: Finish | None = None

    def first_element(name: str, attributes: Attributes) -> None:
        nonlocal finish
        if separator is None:
            prefix = _plain_prefix(name, attributes, root, namespaces)
        else:
            uri, _, local = name.rpartition(separator)
            if uri not in namespaces or local != root:
                raise Refused("corrupt-xml", f"{part}: root element {name[:99]}")
            prefix = uri + separator
        parser.StartElementHandler = None
        finish = attach(parser, prefix, head)

    parser.StartElementHandler = first_element
    try:
        _feed(parser, chain((head,), chunks), limits, part, after_chunk)
    except (ExpatError, LookupError, ValueError) as error:
        # The latter two are for an encoding that pyexpat does not know or cannot use.
        raise Refused("corrupt-xml", f"{part}: {error}") from None
    finally:
        # Handlers refer to the parser and it to them: nothing of the file shall wait for the garbage collector.
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
    if finish is not None:
        finish()
    if after_chunk is not None:
        after_chunk()


def _plain_prefix(name: str, attributes: Attributes, root: str, namespaces: tuple[str, ...]) -> str:
    bindings = [attribute for attribute, value in attributes.items() if value in namespaces]
    if name != root or bindings != ["xmlns"]:
        raise _OtherNamespaces
    return ""


def _feed(
    parser: XMLParserType,
    chunks: Iterable[bytes],
    limits: Limits,
    part: str,
    after_chunk: Callable[[], None] | None,
) -> None:
    if hasattr(parser, "SetReparseDeferralEnabled"):
        # The rule on tokens below already bounds what deferral guards against.
        parser.SetReparseDeferralEnabled(_OFF)
    fed = 0
    for chunk in chunks:
        parser.Parse(chunk)
        fed += len(chunk)
        # expat scans an unfinished token again with every piece: unbounded, that is quadratic.
        if fed - parser.CurrentByteIndex > limits.token:
            raise Refused("too-large", f"{part}: one tag or comment")
        if after_chunk is not None:
            after_chunk()
    parser.Parse(b"", _LAST)


def unescaped(text: str) -> str:
    """Text with `_x000D_`-style escapes resolved; they stand for characters that XML cannot hold."""
    if "_x" not in text:
        return text
    text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    if _SURROGATE.search(text):
        # Two escapes may make up one character; one alone could not be written to any file later on.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def flag(attributes: Attributes, name: str) -> bool:
    """The value of a boolean attribute, False when it is absent."""
    return attributes.get(name) in ("1", "true")


def integer(text: str | None, default: int = -1) -> int:
    """The number that an attribute holds; the default when it is absent or not a plain number."""
    if text is not None and len(text) <= 10 and text.isascii() and text.isdigit():
        return int(text)
    return default
