"""A workbook with all that editing libraries lose: buttons, pictures, sparklines, conversations, macros."""

from __future__ import annotations

import struct
import zlib

from packages import MAIN, OFFICE, PACKAGE, STYLES, TYPES, packed

_SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_MS = "http://schemas.microsoft.com/office"
VBA = bytes(range(256)) * 20

# As Excel writes a button: the break in its caption is not closed.
BUTTONS = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    '</o:shapelayout><v:shapetype id="_x0000_t201" coordsize="21600,21600" o:spt="201" '
    'path="m,l,21600r21600,l21600,xe">'
    '</v:shapetype><v:shape id="_x0000_s1025" type="#_x0000_t201" style="position:absolute;width:60pt;height:20pt" '
    'o:button="t"><v:textbox><div>按钮<br>一</div></v:textbox><x:ClientData ObjectType="Button"><x:Anchor>7, '
    "0, 0, 0, 8, 0, "
    '1, 0</x:Anchor></x:ClientData></v:shape><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"></v:shapetype><v:shape id="_x0000_s1030" type="#_x0000_t202" '
    "style='position:absolute;visibility:hidden'><x:ClientData ObjectType=\"Note\"><x:Anchor>3, 15, 1, 2, 5, 30, 4, 9"
    "</x:Anchor><x:Row>1</x:Row><x:Column>2</x:Column></x:ClientData></v:shape>"
    '<v:shape id="_x0000_s1031" type="#_x0000_t202" style="visibility:hidden"><x:ClientData ObjectType="Note"><x:Row>2'
    "</x:Row><x:Column>0</x:Column></x:ClientData></v:shape></xml>"
)
NOTES = (
    f'<comments xmlns="{MAIN}"><authors><author>王会计</author><author>tc={{A0}}</author></authors><commentList>'
    '<comment ref="C2" authorId="0" shapeId="0"><text><r><rPr><b/><sz val="9"/><rFont '
    'val="黑体"/></rPr><t>王会计:</t></r>'
    '<r><rPr><sz val="9"/><rFont val="宋体"/></rPr><t xml:space="preserve">\n与合同核对过</t></r></text></comment>'
    '<comment ref="A3" authorId="1" shapeId="0"><text><t>[线程批注]</t></text></comment></commentList></comments>'
)
THREADS = (
    f'<ThreadedComments xmlns="{_MS}/spreadsheetml/2018/threadedcomments"><threadedComment ref="A3" '
    f'dT="2024-01-05T08:00:00" '
    'personId="{P1}" id="{A0}"><text>请看这里</text></threadedComment></ThreadedComments>'
)
SHEET = (
    f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}" '
    f'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    f'xmlns:x14="{_MS}/spreadsheetml/2009/9/main" mc:Ignorable="x14"><dimension ref="A1:C9"/><sheetViews>'
    '<sheetView tabSelected="1" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" state="frozen"/></sheetView>'
    '</sheetViews><sheetFormatPr defaultRowHeight="14.4"/><cols><col min="1" max="3" width="14" '
    'customWidth="1"/></cols>'
    '<sheetData><row r="1" ht="30" customHeight="1"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1" s="1"/></row>'
    '<row r="2"><c r="A2" s="4"><v>3</v></c><c r="B2" s="3"><f>A2*2</f><v>6</v></c><c r="C2" t="s"><v>1</v></c></row>'
    '<row r="3"><c r="A3"><v>5</v></c><c r="B3" t="str"><f>IF(A3=5,"是","")</f><v>是</v></c><c r="C3" '
    's="5"><v>7</v></c></row>'
    '</sheetData><sheetProtection sheet="1" objects="1"/><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
    '<conditionalFormatting sqref="A2:A3"><cfRule type="expression" dxfId="0" priority="1"><formula>$A2&gt;4</formula>'
    '</cfRule></conditionalFormatting><dataValidations count="1"><dataValidation type="list" sqref="C2:C3"><formula1>'
    '"甲,乙"</formula1></dataValidation></dataValidations><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" '
    'header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="portrait" r:id="rId9"/><drawing r:id="rId1"/>'
    '<legacyDrawing r:id="rId2"/><picture r:id="rId3"/><tableParts count="0"/><extLst><ext '
    'uri="{05C60535-1F16-4fd2-B633-'
    'F4F36F0B64E0}"><x14:sparklineGroups '
    'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:sparklineGroup>'
    "<x14:sparklines><x14:sparkline><xm:f>自评表!A2:A3</xm:f><xm:sqref>C9</xm:sqref></x14:sparkline></x14:sparklines>"
    "</x14:sparklineGroup></x14:sparklineGroups></ext></extLst></worksheet>"
)
_STYLES = STYLES.replace(
    '<fills count="2">',
    '<fills count="4">',
).replace(
    "</fills>",
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE2EFDA"/><bgColor indexed="64"/></patternFill></fill>'
    '<fill><patternFill patternType="solid"><fgColor theme="4" tint="0.7999"/><bgColor '
    'indexed="64"/></patternFill></fill>'
    "</fills>",
)
_STYLES = _STYLES.replace('<cellXfs count="4">', '<cellXfs count="6">').replace(
    "</cellXfs>",
    '<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFill="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="3" borderId="0" xfId="0" applyFill="1"/></cellXfs>',
)
_STYLES += '<dxfs count="1"><dxf><fill><patternFill><bgColor rgb="FFFFFF00"/></patternFill></fill></dxf></dxfs>'
_DRAWING = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:oneCellAnchor><xdr:from><xdr:col>4</xdr:col>'
    "<xdr:colOff>0</xdr:colOff><xdr:row>0</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext cx='600000' "
    "cy='300000'/>"
    "<xdr:sp macro='' textlink=''><xdr:nvSpPr><xdr:cNvPr id='2' name='文本框 1'/><xdr:cNvSpPr "
    "txBox='1'/></xdr:nvSpPr><xdr:spPr>"
    "<a:prstGeom "
    "prst='rect'><a:avLst/></a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr/><a:p><a:r><a:t>盖章处</a:t></a:r></a:p>"
    "</xdr:txBody></xdr:sp><xdr:clientData/></xdr:oneCellAnchor></xdr:wsDr>"
)


_COLOURS = "dk1 000000 lt1 FFFFFF dk2 44546A lt2 E7E6E6 accent1 4472C4 accent2 ED7D31 accent3 A5A5A5 accent4 FFC000 "
_COLOURS += "accent5 5B9BD5 accent6 70AD47 hlink 0563C1 folHlink 954F72"
_THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Office"><a:themeElements>'
    '<a:clrScheme name="Office">'
    + "".join(
        f'<a:{name}><a:srgbClr val="{digits}"/></a:{name}>'
        for name, digits in zip(_COLOURS.split()[::2], _COLOURS.split()[1::2], strict=True)
    )
    + "</a:clrScheme></a:themeElements></a:theme>"
)


def _png() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    size = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", size)
        + chunk(b"IDAT", zlib.compress(b"\0\xff\xff\xff"))
        + chunk(b"IEND", b"")
    )


def rich_workbook(more: dict[str, str | bytes] | None = None) -> bytes:
    """A macro workbook of two sheets, 自评表 with everything and 附表 with a note. more: parts, or others for these."""
    kinds = {
        "xl/workbook.xml": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        "xl/worksheets/sheet1.xml": f"{_SHEETML}.worksheet+xml",
        "xl/worksheets/sheet2.xml": f"{_SHEETML}.worksheet+xml",
        "xl/styles.xml": f"{_SHEETML}.styles+xml",
        "xl/sharedStrings.xml": f"{_SHEETML}.sharedStrings+xml",
        "xl/calcChain.xml": f"{_SHEETML}.calcChain+xml",
        "xl/comments1.xml": f"{_SHEETML}.comments+xml",
        "xl/comments2.xml": f"{_SHEETML}.comments+xml",
        "xl/drawings/drawing1.xml": "application/vnd.openxmlformats-officedocument.drawing+xml",
        "xl/threadedComments/threadedComment1.xml": "application/vnd.ms-excel.threadedcomments+xml",
        "xl/persons/person.xml": "application/vnd.ms-excel.person+xml",
        "xl/vbaProject.bin": "application/vnd.ms-office.vbaProject",
        "xl/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
    }
    types = "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in kinds.items())
    second = NOTES.replace("tc={A0}", "李工").replace("[线程批注]", "附表的批注")
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default '
        'Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/><Default '
        'Extension="png" '
        'ContentType="image/png"/><Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.'
        f'spreadsheetml.printerSettings"/>{types}</Types>',
        "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr '
        f'codeName="ThisWorkbook"/><bookViews>'
        '<workbookView firstSheet="0" activeTab="0"/></bookViews><sheets><sheet name="自评表" sheetId="3" r:id="rId1"/>'
        '<sheet name="附表" sheetId="7" r:id="rId2"/></sheets><definedNames><definedName name="_xlnm.Print_Area" '
        'localSheetId="1">附表!$A$1:$C$3</definedName></definedNames><calcPr calcId="191029"/></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            ("worksheet", "worksheets/sheet1.xml"),
            ("worksheet", "worksheets/sheet2.xml"),
            ("styles", "styles.xml"),
            ("sharedStrings", "sharedStrings.xml"),
            ("calcChain", "calcChain.xml"),
            ("theme", "theme/theme1.xml"),
        ).replace(
            "</Relationships>",
            '<Relationship Id="rId8" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
            'Target="vbaProject.bin"/><Relationship Id="rId9" Type="http://schemas.microsoft.com/office/2017/10/'
            'relationships/person" Target="persons/person.xml"/></Relationships>',
        ),
        "xl/worksheets/sheet1.xml": SHEET,
        "xl/worksheets/_rels/sheet1.xml.rels": _relations(
            ("drawing", "../drawings/drawing1.xml"),
            ("vmlDrawing", "../drawings/vmlDrawing1.vml"),
            ("image", "../media/image1.png"),
            ("comments", "../comments1.xml"),
        ).replace(
            "</Relationships>",
            '<Relationship Id="rId8" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" '
            'Target="../threadedComments/threadedComment1.xml"/><Relationship Id="rId9" '
            f'Type="{OFFICE}/printerSettings" Target="../printerSettings/printerSettings1.bin"/></Relationships>',
        ),
        "xl/worksheets/sheet2.xml": f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c '
        f'r="A1"><v>1</v></c></row></sheetData>'
        f'<legacyDrawing xmlns:q="{OFFICE}" q:id="rId1"/></worksheet>',
        "xl/worksheets/_rels/sheet2.xml.rels": _relations(
            ("vmlDrawing", "../drawings/vmlDrawing2.vml"), ("comments", "../comments2.xml")
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{_STYLES}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>绩效自评</t></si><si><t>=36万元</t></si></sst>',
        "xl/calcChain.xml": f'<calcChain xmlns="{MAIN}"><c r="B2" i="3"/><c r="B3" i="3"/></calcChain>',
        "xl/comments1.xml": NOTES,
        "xl/comments2.xml": second,
        "xl/drawings/drawing1.xml": _DRAWING,
        "xl/drawings/vmlDrawing1.vml": BUTTONS,
        "xl/drawings/vmlDrawing2.vml": BUTTONS.replace('data="1"', 'data="2"')
        .replace("_s10", "_s20")
        .replace("<br>", ""),
        "xl/media/image1.png": _png(),
        "xl/printerSettings/printerSettings1.bin": b"\1\2\3" * 90,
        "xl/threadedComments/threadedComment1.xml": THREADS,
        "xl/persons/person.xml": f'<personList xmlns="{_MS}/spreadsheetml/2018/threadedcomments"><person '
        f'displayName="审核" '
        'id="{P1}" userId="1" providerId="None"/></personList>',
        "xl/vbaProject.bin": VBA,
        "xl/theme/theme1.xml": _THEME,
        "customXml/item1.xml": "<record><code>A-1</code></record>",
        "xl/cellimages.xml": "<etc:cellImages xmlns:etc='http://www.wps.cn/officeDocument/2017/etCustomData'/>",
    }
    return packed({**parts, **(more or {})})


def _relations(*relations: tuple[str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(relations, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{lines}</Relationships>'
