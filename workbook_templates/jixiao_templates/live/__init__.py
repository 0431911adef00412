"""Live formulas: what a template's cells compute, compiled from a scoring profile for one of two editions.

The formula edition uses nothing newer than Excel 2007, reads a target and an actual value in hidden helper cells beside
its row and gives the scores of `jixiao.scoring` to the cent; the udf edition calls the cell functions of
`jixiao.functions`. All formulas are without their "=". See docs/decisions/0007-live-formulas.md.
"""

from jixiao_templates.live.amounts import amount_number, amount_text, amounts_hint, amounts_sum, amounts_unread
from jixiao_templates.live.editions import form_formulas, helpers_of, row_formulas
from jixiao_templates.live.refs import HELPERS, FormFormulas, FormRefs, Helper, RowFormulas, RowRefs

__all__ = [
    "HELPERS",
    "FormFormulas",
    "FormRefs",
    "Helper",
    "RowFormulas",
    "RowRefs",
    "amount_number",
    "amount_text",
    "amounts_hint",
    "amounts_sum",
    "amounts_unread",
    "form_formulas",
    "helpers_of",
    "row_formulas",
]
