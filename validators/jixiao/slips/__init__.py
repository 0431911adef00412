"""退回说明: for each unit one page that says what to correct and what to explain, to be sent with its workbooks."""

from jixiao.slips.content import Item, Slip, slips_of
from jixiao.slips.files import file_stems, write_slips
from jixiao.slips.page import lines_of

__all__ = ["Item", "Slip", "file_stems", "lines_of", "slips_of", "write_slips"]
