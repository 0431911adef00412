"""Whatever happens to a file, nothing but `Refused` comes out of the reader."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator

import pytest

from jixiao.reading import CODES, Refused, displayed, exact, read_workbook

Parts = dict[str, str | bytes]
SECONDS = 2.0
SHEET = (
    '<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="3" width="9" hidden="1"/></cols><sheetData>'
    '<row r="1" ht="20" customHeight="1"><c r="A1" s="1" t="s"><v>0</v></c>'
    '<c r="B1" s="2"><f>SUM(A1:A3)</f><v>3.5</v></c>'
    '<c r="C1" t="inlineStr"><is><r><t>甲</t></r></is></c><c r="D1" t="b"><v>1</v></c></row>'
    '<row r="2" hidden="1">'
    '<c r="A2" t="str"><f t="shared" ref="A2:A3" si="0">A1&amp;"元"</f><v>3元</v></c><c s="1"/></row>'
    '<row r="3"><c r="A3" t="str"><f t="shared" si="0"/><v/></c><c r="B3" s="3"><v>45000</v></c></row>'
    '</sheetData><sheetProtection sheet="1"/><mergeCells><mergeCell ref="A1:B2"/></mergeCells>'
)


@pytest.fixture(scope="module")
def parts(parts_of: Callable[..., Parts]) -> Parts:
    """A workbook with something of everything."""
    return parts_of(
        SHEET,
        strings='<si><t>项目_x000D_</t></si><si><r><t>a</t></r><rPh sb="0" eb="1"><t>b</t></rPh></si>',
        styles='<numFmts><numFmt numFmtId="176" formatCode="0.0&quot;万&quot;"/></numFmts><cellXfs><xf/>'
        '<xf numFmtId="10"/><xf numFmtId="176"/><xf numFmtId="14"/></cellXfs>',
        book='<workbookPr date1904="0"/>'
        '<definedNames><definedName name="a" localSheetId="0">1</definedName></definedNames>',
    )


def read_to_the_end(content: bytes) -> str:
    """The code of the refusal, or "read" once every cell has been shown."""
    try:
        book = read_workbook(content)
    except Refused as refusal:
        return refusal.code
    for sheet in book.sheets:
        for cell in sheet.cells.values():
            displayed(cell).encode("utf-8")
            exact(cell)
    return "read"


def mutated(content: bytes, choose: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(choose.choice([1, 1, 2, 5, 20])):
        at = choose.randrange(len(changed))
        what = choose.randrange(5)
        if what == 0:
            changed[at] = choose.randrange(256)
        elif what == 1:
            changed[at] ^= 1 << choose.randrange(8)
        elif what == 2:
            del changed[at : at + choose.randrange(1, 9)]
        elif what == 3:
            changed[at:at] = changed[at : at + choose.randrange(1, 40)]
        else:
            other = choose.randrange(len(changed))
            changed[at : at + 4] = changed[other : other + 4]
        if not changed:
            break
    return bytes(changed)


def rounds(seconds: float) -> Iterator[int]:
    """Round numbers until the time is up; at least two hundred."""
    end = time.process_time() + seconds
    number = 0
    while number < 200 or time.process_time() < end:
        yield number
        number += 1


def test_mutated_files(parts: Parts, pack: Callable[[Parts], bytes]) -> None:
    content = pack(parts)
    assert read_to_the_end(content) == "read"
    outcomes = {read_to_the_end(mutated(content, random.Random(number))) for number in rounds(SECONDS)}
    assert {"read", "damaged"} <= outcomes <= CODES | {"read"}


def test_mutated_parts(parts: Parts, pack: Callable[[Parts], bytes]) -> None:
    outcomes = set()
    for number in rounds(SECONDS):
        choose = random.Random(number)
        name = choose.choice(sorted(parts))
        part = parts[name]
        assert isinstance(part, str)
        outcomes.add(read_to_the_end(pack({**parts, name: mutated(part.encode(), choose)})))
    assert {"read", "corrupt-xml"} <= outcomes <= CODES | {"read"}


def test_mutated_words_of_the_xml(parts: Parts, pack: Callable[[Parts], bytes]) -> None:
    words = [
        "-1",
        "0",
        "99999999999",
        "",
        "A1",
        "XFD1048577",
        "é",
        "1e999",
        " ",
        "s",
        "str",
        "true",
        "٣",
        "_xD800_",
        "&#10;",
    ]
    outcomes = set()
    for number in rounds(SECONDS / 2):
        choose = random.Random(number)
        name = choose.choice(sorted(parts))
        pieces = str(parts[name]).split('"')
        at = choose.randrange(1, len(pieces), 2)
        pieces[at] = choose.choice(words)
        outcomes.add(read_to_the_end(pack({**parts, name: '"'.join(pieces)})))
    assert {"read", "corrupt-xml", "bad-reference", "missing-part"} <= outcomes <= CODES | {"read"}
