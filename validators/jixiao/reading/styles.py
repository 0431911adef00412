"""The styles part, of which only the number formats matter, and the formats that files do not spell out."""

from __future__ import annotations

from xml.parsers.expat import XMLParserType

from .limits import Limits, Refused
from .markup import MAIN, Attributes, integer, parse, unescaped
from .package import Package

BUILT_IN: dict[int, str] = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"¥"#,##0;"¥"\\-#,##0',
    6: '"¥"#,##0;[Red]"¥"\\-#,##0',
    7: '"¥"#,##0.00;"¥"\\-#,##0.00',
    8: '"¥"#,##0.00;[Red]"¥"\\-#,##0.00',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "yyyy/m/d",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"',
    28: 'm"月"d"日"',
    29: 'm"月"d"日"',
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"',
    36: 'yyyy"年"m"月"',
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    41: '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ ',
    42: '_ "¥"* #,##0_ ;_ "¥"* \\-#,##0_ ;_ "¥"* "-"_ ;_ @_ ',
    43: '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    44: '_ "¥"* #,##0.00_ ;_ "¥"* \\-#,##0.00_ ;_ "¥"* "-"??_ ;_ @_ ',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0",
    49: "@",
    50: 'yyyy"年"m"月"',
    51: 'm"月"d"日"',
    52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"',
    54: 'm"月"d"日"',
    55: '上午/下午h"时"mm"分"',
    56: '上午/下午h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
"""Number format ids that need no definition in the file, as a Chinese Excel shows them."""


def read_formats(package: Package, part: str, limits: Limits) -> dict[str, str]:
    """The number format code of every cell style, by its index as cells write it. Raises Refused."""
    formats: dict[str, str] = {}

    def attach(parser: XMLParserType, prefix: str, _: bytes) -> None:
        format_, styles_, style_ = f"{prefix}numFmt", f"{prefix}cellXfs", f"{prefix}xf"
        after = f"{prefix}cellStyles"
        codes = dict(BUILT_IN)

        def outside(name: str, attributes: Attributes) -> None:
            if name == styles_:
                parser.StartElementHandler = inside
            elif name == format_:
                codes[integer(attributes.get("numFmtId"))] = unescaped(attributes.get("formatCode", "General"))
                if len(codes) > limits.styles:
                    raise Refused("too-large", "number formats")

        def inside(name: str, attributes: Attributes) -> None:
            if name == style_:
                formats[str(len(formats))] = codes.get(integer(attributes.get("numFmtId"), 0), "General")
                if len(formats) > limits.styles:
                    raise Refused("too-large", "cell styles")
            elif name == after:
                parser.StartElementHandler = None

        parser.StartElementHandler = outside

    parse(package, part, limits, "styleSheet", MAIN, attach)
    return formats
