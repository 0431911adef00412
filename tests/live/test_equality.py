"""The formula edition in a real LibreOffice gives what the engine gives: the small brother of ``make equality``."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from calc import Calc, calc
from comparison import MOST_UNSAID, SAID, UNSAID, WITHOUT_CAUSE, Outcome, compared
from office import needs_libreoffice
from rows import make_forms

from jixiao.functions import SCORE_OVER_WEIGHT, UNSCORED
from jixiao.scoring import DEFAULT, profile_names, shipped_profile

pytestmark = [pytest.mark.libreoffice, needs_libreoffice]
ROWS = {"zh-CN": 960, "en-US": 800}


@pytest.fixture(scope="module", params=ROWS)
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Calc]]:
    with calc(tmp_path_factory.mktemp("calc"), request.param) as session:
        yield request.param, session


@pytest.fixture(scope="module")
def outcome(running: tuple[str, Calc], tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    locale, session = running
    forms = make_forms(ROWS[locale], seed=len(locale) + ROWS[locale])
    return compared(session, tmp_path_factory.mktemp("bed"), shipped_profile(), forms, at_once=4)


def test_every_row_and_every_form_is_scored_alike(outcome: Outcome) -> None:
    assert outcome.mismatches == ()
    assert outcome.scored > outcome.rows / 2
    assert outcome.forms >= 100


def test_no_hint_is_given_that_the_function_would_not_give(outcome: Outcome) -> None:
    assert [hint for hint in outcome.hints if hint.startswith(WITHOUT_CAUSE)] == []
    assert outcome.hints["said: 请写偏差原因和改进措施"] > 100


def test_hardly_a_hint_of_the_function_is_left_unsaid(outcome: Outcome) -> None:
    said, unsaid = (
        sum(count for hint, count in outcome.hints.items() if hint.startswith(kind)) for kind in (SAID, UNSAID)
    )
    assert unsaid <= said * MOST_UNSAID, outcome.hints
    # Those that need no judgement are given in every case.
    never = {UNSAID + hint for hint in (UNSCORED, SCORE_OVER_WEIGHT)}
    assert not never & outcome.hints.keys(), outcome.hints


def test_every_other_profile_is_compiled_right(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("profiles")
    with calc(folder) as session:
        for name in profile_names():
            if name != DEFAULT:
                forms = make_forms(96, seed=7)
                assert compared(session, folder, shipped_profile(name), forms, at_once=2).mismatches == (), name
