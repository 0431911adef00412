"""Amounts of the funds by formulas: what is typed as text counts as well (５０, 1,000), and what is no number is told.

An amount is read in two hidden cells of its row: its half-width text, then its number, UNREAD or NOTHING_TYPED. A sum
that would leave out what somebody typed stays blank: 100% executed of half the money earns full points.
"""

from __future__ import annotations

from collections.abc import Iterable

from jixiao.functions import AMOUNT_UNREAD
from jixiao.values.text import NOTHING
from jixiao_templates.live.reading import WORDS, is_well_formed, number_of, read_text
from jixiao_templates.live.syntax import replaced, text

# What an amount's helper says where nothing or a dash stands, and where it cannot be read: 80万元, an error value.
NOTHING_TYPED, UNREAD = "无", WORDS
# 无 and 一 may be words of an amount; the others are dashes, slashes and dots.
_DASHES = sorted(NOTHING - {"无", "一"})


def amount_text(cell: str) -> str:
    """The helper formula with the half-width text of an amount; empty for a number."""
    return read_text(cell)


def amount_number(cell: str, typed: str) -> str:
    """The helper formula with the number of an amount; typed: the cell of its `amount_text`."""
    others = replaced(typed, [(digit, "") for digit in "0123456789,"])
    whole = f'LEFT({typed},FIND(".",{typed}&".")-1)'
    decimals = f'MID({typed},FIND(".",{typed}&".")+1,60)'
    is_number = f'AND(ISNUMBER(FIND({others}&"x",".x")),{is_well_formed(whole, decimals)})'
    dashes = replaced(typed, [(dash, "") for dash in _DASHES])
    rest = f'IF(LEN({dashes})=0,"{NOTHING_TYPED}","{UNREAD}")'
    read = f'IF({is_number},IFERROR({number_of(typed, decimals)},"{UNREAD}"),{rest})'
    return f'IF(ISNUMBER({cell}),{cell},IF(LEN({typed})=0,"{NOTHING_TYPED}",{read}))'


def amounts_unread(amounts: str, read: str) -> str:
    """How many amounts of a range are neither numbers nor blank; read: the helpers beside them."""
    # A row put in without its helpers has blank ones: its texts count as unread too.
    texts = f"ISTEXT({amounts})*(1-ISNUMBER({read}))*({read}<>{text(NOTHING_TYPED)})"
    return f"SUMPRODUCT(ISERROR({amounts})+{texts})"


def amounts_sum(amounts: str, read: str) -> str:
    """The sum of a range of amounts; blank while nothing is typed and while something cannot be read."""
    total = f"SUM({amounts})+SUMPRODUCT(--ISTEXT({amounts}),{read})"
    return f'IF({amounts_unread(amounts, read)}>0,"",IF(COUNT({amounts})+COUNT({read})=0,"",{total}))'


def amounts_hint(unread: Iterable[str], otherwise: str) -> str:
    """What is to be said of amounts that are no numbers; unread: an `amounts_unread` for each column.

    otherwise: the formula of what is to be said where there are none.
    """
    return f"IF({'+'.join(unread)}>0,{text(AMOUNT_UNREAD)},{otherwise})"
