"""One way in: the formulas of an edition for a host."""

from __future__ import annotations

from jixiao.scoring import Profile
from jixiao_templates.live.called import called_form, called_row
from jixiao_templates.live.hints import hint_formula, saving_formula, unscored_formula
from jixiao_templates.live.points import points_formulas, score_formula
from jixiao_templates.live.reading import operator_formula, points_number, reading_formulas
from jixiao_templates.live.refs import HELPERS, FormFormulas, FormRefs, Helper, RowFormulas, RowRefs
from jixiao_templates.live.units import reached_formula, unit_formulas
from jixiao_templates.live.whole import whole_formulas

FORMULA, UDF = "formula", "udf"
EXCEL, CALC = "excel", "calc"


def helpers_of(edition: str) -> tuple[Helper, ...]:
    """The hidden helper cells that every row of an edition needs."""
    return HELPERS if edition == FORMULA else ()


def row_formulas(profile: Profile, refs: RowRefs, edition: str = FORMULA, host: str = EXCEL) -> RowFormulas:
    """The formulas of one indicator row.

    edition: "formula" or "udf"; host: "excel" or "calc", which matters to the udf edition only. A score that somebody
    types over its formula, as rows of words need, is counted like a computed one.
    """
    if edition == UDF:
        return called_row(profile, refs, host)
    helpers = refs.helpers
    formulas = {
        **reading_formulas(refs.target, "target", helpers),
        **reading_formulas(refs.actual, "actual", helpers),
        **unit_formulas("target", helpers),
        **unit_formulas("actual", helpers),
        "operator": operator_formula(helpers["target_sign"], helpers["target_limit"]),
        "points": points_number(refs.weight),
        "given": points_number(refs.score),
        "reached": reached_formula(helpers),
        **points_formulas(profile, helpers),
        "saving": saving_formula(profile, refs),
        "unscored": unscored_formula(refs),
    }
    return RowFormulas(
        {helper.name: formulas[helper.name] for helper in HELPERS},
        score_formula(profile, helpers),
        hint_formula(refs),
    )


def form_formulas(profile: Profile, refs: FormRefs, edition: str = FORMULA, host: str = EXCEL) -> FormFormulas:
    """The formulas of one form around its rows; see `row_formulas`."""
    return called_form(profile, refs, host) if edition == UDF else whole_formulas(profile, refs)
