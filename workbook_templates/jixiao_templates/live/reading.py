"""A typed value read by formulas: the text of a cell → operator, number and unit, as `jixiao.values` reads it.

Each helper cell takes one step. Nothing depends on the locale: VALUE sees digits only, so that 3月5日 and 1/2 never
become dates, and the decimal point is taken out before. What would be no quantity there is none here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from jixiao.values import AT_LEAST
from jixiao.values.quantity import PREFIXES, SUFFIXES
from jixiao_templates.live.syntax import array, ends_with, group_of, has, has_any, is_one_of, replaced, text

# What a helper says where no operator is printed, and where a value is words.
NO_SIGN, WORDS = "无", "?"
# The operators in the order of their spellings; an operator helper holds one of these characters or NO_SIGN.
OPERATORS = "".join(PREFIXES)
_DIGITS = "0123456789"
# Spaces of every width, and what comes along with text from web pages.
_BLANKS = (" ", "\u3000", "\u00a0", "\u2002", "\u2003", "\u2009", "\u200b", "\ufeff", "CHAR(9)", "CHAR(10)", "CHAR(13)")
_QUOTES, _SINGLE_QUOTES = '＂"“”', "'‘’"
# Of the full-width characters those that a value is read by; the letters are those of known units.
_NARROWED = _DIGITS + "%'()+,-./:;<=>?!~*[]"
_LETTERS = "kgmhstin"
_TO_FULL_WIDTH = 0xFEE0
_LONGEST_TEXT, _LONGEST_TAIL, _LONGEST_UNIT = 200, 24, 10
# Beyond these a cell shows a number with an exponent.
_LARGEST, _SMALLEST = "1E21", "1E-9"
_FILLERS = "约为:¥￥"
_CURRENCY = "人民币"
_STRICT = {"≥": ">", "≤": "<"}
# As `jixiao.values.quantity` tells a sentence from a unit.
_SENTENCE = tuple(" ,;。；，、:!！?？") + tuple(
    "完成 达到 达标 不 无 按 有 为 已 及时 发放 左右 办结 到位 开展 正常".split()
)
_MONTHS = tuple("1 2 3 4 5 6 7 8 9 10 11 12".split())
_PARTS_OF_A_MONTH = ("月底", "月初", "月末", "月中", "月份")
_DECIMAL_MONTHS = (*_MONTHS, *(f"0{month}" for month in range(1, 10)))


def reading_formulas(cell: str, side: str, helpers: Mapping[str, str]) -> dict[str, str]:
    """The helper formulas that read one cell. side: "target" or "actual", before each helper's name."""

    def at(name: str) -> str:
        return helpers[f"{side}_{name}"]

    formulas = {
        "text": read_text(cell),
        "start": _start(at("text")),
        "run": _run(at("text"), at("start")),
        "digits": _digits(at("run")),
        "whole": f'LEFT({at("digits")},FIND(".",{at("digits")}&".")-1)',
        "decimals": f"MID({at('digits')},LEN({at('whole')})+2,60)",
        "before": _before(at("text"), at("start")),
        "sign": _sign(at("before")),
        "tail": _tail(at("text"), at("start"), at("digits")),
        "limit": _limit(at("sign"), at("tail")),
        "rest": _rest(at("tail"), at("limit")),
        "unit": _unit(cell, at),
        "number": _number(cell, at),
    }
    return {f"{side}_{name}": formula for name, formula in formulas.items()}


def read_text(cell: str) -> str:
    """Half-width and without blanks or quotation marks around; empty for a number, whose cell is read itself."""
    pairs = [(blank, "") for blank in _BLANKS]
    # A bar parts the words of our lists.
    pairs += [("|", "¦"), ("｜", "¦"), ("\ufe52", ".")]
    pairs += [(chr(ord(each) + _TO_FULL_WIDTH), each) for each in _NARROWED]
    pairs += [(quote, " ") for quote in _QUOTES]
    typed = f'IF(LEN({cell})>{_LONGEST_TEXT},"{WORDS}",TRIM({replaced(cell, pairs)}))'
    return f'IF(ISERROR({cell}),"{WORDS}",IF(ISTEXT({cell}),{typed},""))'


def _start(typed: str) -> str:
    """Where the first number starts, a point before its digits included; 0 without one."""
    first = f'SUMPRODUCT(MIN(FIND({array(_DIGITS)},{typed}&"{_DIGITS}")))'
    return f'IF({first}>LEN({typed}),0,{first}-(MID(" "&{typed},{first},1)="."))'


def _run(typed: str, start: str) -> str:
    """The digits with the points and commas among and behind them."""
    body = f"MID({typed},{start},60)"
    after = replaced(body, [(each, "") for each in (*_DIGITS, ",", ".")])
    return f'IF({start}=0,"",LEFT({body},FIND(LEFT({after}&"¤",1),{body}&"¤")-1))'


def _digits(run: str) -> str:
    """The digits; points and commas at their end, two at most, belong to what follows."""
    last, before = (_count(f"MID({run},LEN({run})-{place},1)", text(".,")) for place in (0, 1))
    return f'IF(LEN({run})=0,"",LEFT({run},LEN({run})-{last}*(1+{before})))'


def _count(part: str, whole: str) -> str:
    """1 where a text stands in another, else 0."""
    return f"COUNT(FIND({part},{whole}))"


def _before(typed: str, start: str) -> str:
    """What stands before the number and its sign + or -, without a quotation mark."""
    before = f"LEFT({typed},{start}-1-{_minus(typed, start)})"
    quote = _count(f'LEFT({before}&"#",1)', text(_SINGLE_QUOTES))
    return f'IF({start}<2,"",REPLACE({before},1,{quote},""))'


def _minus(typed: str, start: str) -> str:
    """1 where + or - stands before the number, else 0."""
    return _count(f'MID(" "&{typed},{start},1)', text("+-"))


def _sign(before: str) -> str:
    """The operator before the number: one of OPERATORS, NO_SIGN, or WORDS for anything else."""
    filler = (
        f'IF(RIGHT({before},{len(_CURRENCY)})="{_CURRENCY}",{len(_CURRENCY)},'
        f"{_count(f'RIGHT({before},1)', text(_FILLERS))})"
    )
    spelled = f"LEFT({before},LEN({before})-{filler})"
    groups = [spellings.split() for spellings in PREFIXES.values()]
    operator = f'MID("{WORDS}{OPERATORS}",1+{group_of(spelled, groups)},1)'
    # Where only 约 or ￥ stands before the number, there is nothing left to look up.
    return f'IF(LEN({before})=0,"{NO_SIGN}",IF(LEN({before})={filler},"{NO_SIGN}",{operator}))'


def _tail(typed: str, start: str, digits: str) -> str:
    """What follows the digits, without the punctuation at its end."""
    follows = f"MID({typed},{start}+LEN({digits}),{_LONGEST_TEXT})"
    last = _count(f'RIGHT("#"&{follows},1)', text(f"{_SINGLE_QUOTES}."))
    follows = f"LEFT({follows},LEN({follows})-{last})"
    follows = replaced(follows, [(chr(ord(each) + _TO_FULL_WIDTH), each) for each in _LETTERS])
    trimmed = replaced(follows, [(each, " ") for each in ("。", ";", ",", "、")])
    # The mark in front keeps punctuation that stands before other text: 5，个 is a sentence.
    trimmed = f'TRIM("#"&{trimmed})'
    return f'IF({start}=0,"",MID({trimmed},2,LEN({trimmed})-1-(RIGHT({trimmed},1)=".")))'


def _limit(sign: str, tail: str) -> str:
    """以上, 以内 and the like at the end, unless the operator in front contradicts."""
    lengths = []
    for meant in dict.fromkeys(SUFFIXES.values()):
        words = [word for word, operator in SUFFIXES.items() if operator == meant]
        agreeing = text(f"{NO_SIGN}={meant}{_STRICT[meant]}")
        length = ends_with(tail, (*words, *(f"{word}(含)" for word in words)))
        lengths.append(f"IF({has(sign, agreeing)},{length},0)")
    return f'IF(LEN({tail})=0,"",RIGHT({tail},{"+".join(lengths)}))'


def operator_formula(sign: str, limit: str) -> str:
    """The operator of a target: the one in front, or what 以上 and 以内 mean."""
    meant = f'IF({has(text("上"), limit)},"{AT_LEAST}","≤")'
    return f"IF(LEN({limit})=0,{sign},IF({has(sign, text(NO_SIGN + '='))},{meant},{sign}))"


def _rest(tail: str, limit: str) -> str:
    """What is left for the unit, without brackets all around."""
    rest = f"LEFT({tail},LEN({tail})-LEN({limit}))"
    return f'IF(AND(LEFT({rest},1)="(",RIGHT({rest},1)=")"),MID({rest},2,LEN({rest})-2),{rest})'


def _unit(cell: str, at: Callable[[str], str]) -> str:
    """The unit as typed, WORDS where the text is no quantity; % for a number that is shown as a percentage."""
    rest, tail = at("rest"), at("tail")
    plain = replaced(rest, [("m2", "m"), ("m3", "m")])
    words = [
        f"{at('start')}=0",
        f'{at("sign")}="{WORDS}"',
        f"LEN({tail})>{_LONGEST_TAIL}",
        f"LEN({plain})>{_LONGEST_UNIT}",
        f'RIGHT({rest},1)="前"',
        # The first sign of percent is not the last character.
        f'IFERROR(FIND("%",{rest}),99)<LEN({rest})',
        has_any(_SENTENCE, rest),
        has_any(_DIGITS, plain),
        f"AND({_minus(at('text'), at('start'))}=0,OR({','.join(_dates(at))}))",
    ]
    return f'IF(ISNUMBER({cell}),IF({_is_shown_as("P", cell)},"%",""),IF(OR({",".join(words)}),"{WORDS}",{rest}))'


def _dates(at: Callable[[str], str]) -> list[str]:
    """What makes 2023年底, 12月底, 3.15前, 12月, 2023.5 and 1季度 words; the last three only without an operator."""
    digits, whole, decimals, tail = at("digits"), at("whole"), at("decimals"), at("tail")
    is_whole = f"LEN({whole})=LEN({digits})"
    of_a_century = f'LEN({whole})=4,OR(LEFT({whole},2)="19",LEFT({whole},2)="20")'
    part_of_a_month = is_one_of(f"LEFT({tail},2)", _PARTS_OF_A_MONTH)
    third_of_a_month = is_one_of(f"LEFT({tail},3)", ("月上旬", "月下旬"))
    only_days = replaced(tail, [("日", ""), ("号", ""), ("前", "")])
    only_ends = replaced(tail, [("月", ""), ("底", ""), ("前", "")])
    is_month_and_day = f"LEN({whole})>0,LEN({whole})<=2,LEN({decimals})>0,LEN({decimals})<=2"
    is_month = f'AND({tail}="月",{is_one_of(digits, _MONTHS)})'
    is_year_and_month = f"AND({of_a_century},{is_one_of(decimals, _DECIMAL_MONTHS)},LEN({only_ends})=0)"
    is_quarter = f'AND(LEFT({tail},2)="季度",{is_one_of(digits, tuple("1234"))})'
    return [
        f'AND({is_whole},{of_a_century},LEFT({tail},1)="年")',
        f'AND({is_whole},LEN({digits})<=2,OR({part_of_a_month},{third_of_a_month},{tail}="月内"))',
        f"AND({is_month_and_day},LEN({tail})>0,LEN({only_days})=0)",
        f'AND({at("sign")}="{NO_SIGN}",OR({is_month},{is_year_and_month},{is_quarter}))',
    ]


def _is_shown_as(kind: str, cell: str) -> str:
    """Whether a number is shown as a percentage (P) or a date (D)."""
    return f'LEFT(CELL("format",{cell}),1)="{kind}"'


def _number(cell: str, at: Callable[[str], str]) -> str:
    """The number, blank where the cell holds none."""
    minus = f'IF(MID(" "&{at("text")},{at("start")},1)="-",-1,1)'
    typed = f'IF({is_well_formed(at("whole"), at("decimals"))},{minus}*{number_of(at("digits"), at("decimals"))},"")'
    return f'IF(ISNUMBER({cell}),{_numeric(cell)},IF({at("unit")}="{WORDS}","",{typed}))'


def is_well_formed(whole: str, decimals: str) -> str:
    """At most one point, no comma behind it, and commas only between thousands: 1,200.5 but not 1,2000."""
    bare = f'SUBSTITUTE({whole},",","")'
    count = f"LEN({bare})"
    grouped = (
        f'IF({count}>9,LEFT({bare},{count}-9)&",","")'
        f'&IF({count}>6,MID({bare},MAX(1,{count}-8),MIN(3,{count}-6))&",","")'
        f'&IF({count}>3,MID({bare},MAX(1,{count}-5),MIN(3,{count}-3))&",","")'
        f"&RIGHT({bare},3)"
    )
    is_grouped = f"IF({has(text(','), whole)},{whole}={grouped},TRUE)"
    no_more = f"NOT(OR({has(text(','), decimals)},{has(text('.'), decimals)}))"
    return f"AND({no_more},{is_grouped})"


def _only_digits(digits: str) -> str:
    return replaced(digits, [(",", ""), (".", "")])


def number_of(digits: str, decimals: str) -> str:
    """One division of whole numbers: the binary float nearest to the decimal, in every locale."""
    return f"VALUE({_only_digits(digits)})/10^LEN({decimals})"


def _numeric(cell: str) -> str:
    """A number as the cell shows it: 0.97 shown as 97% is 97; a date, or 2023.12 for December, is none."""
    hundredths = f"ROUND(({cell}-INT({cell}))*100,6)"
    # 2023.5 is shown as 2,023.50 or as 2023.50 by formats that make it no month.
    tenths = f'AND(CELL("format",{cell})<>"F2",{hundredths}>=10,MOD({hundredths},10)=0)'
    is_month = (
        f"AND({cell}>=1900,{cell}<2100,{hundredths}=INT({hundredths}),NOT({_is_shown_as(',', cell)}),"
        f"OR(AND({hundredths}>=1,{hundredths}<=12),{tenths}))"
    )
    shown = f'IF({_is_shown_as("P", cell)},ROUND({cell}*100,10),IF({is_month},"",{cell}))'
    with_exponent = f"ABS({cell})>={_LARGEST},AND({cell}<>0,ABS({cell})<{_SMALLEST})"
    return f'IF(OR(ISLOGICAL({cell}),{with_exponent},{_is_shown_as("D", cell)}),"",{shown})'


def plain_number(cell: str) -> str:
    """The amount in a cell, also typed as text (9.5, 9.5分); blank for anything else."""
    typed = replaced(cell, [(" ", ""), ("分", "")])
    others = replaced(typed, [(digit, "") for digit in _DIGITS])
    decimals = f'MID({typed},FIND(".",{typed}&".")+1,20)'
    # Nothing but digits and one point at most.
    text_value = f'IF(ISNUMBER(FIND({others}&"x",".x")),IFERROR({number_of(typed, decimals)},""),"")'
    return f'IF(ISNUMBER({cell}),{cell},IF(ISTEXT({cell}),{text_value},""))'


def points_number(cell: str) -> str:
    """The points in a cell, as they are shown: 10% is 10."""
    number = plain_number(cell)
    return f"IF(ISNUMBER({cell}),IF({_is_shown_as('P', cell)},ROUND({cell}*100,10),{cell}),{number})"
