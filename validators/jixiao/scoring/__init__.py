"""Scoring: profiles and the few functions that every door calls. Standard library only, Python 3.9 syntax."""

from jixiao.scoring.profile import DEFAULT, Profile, profile_from, profile_names, shipped_profile
from jixiao.scoring.score import (
    MET,
    MISSED,
    MIXED,
    NO_ACTUAL,
    NO_TARGET,
    NO_WEIGHT,
    PARTIAL,
    WORDS,
    RowScore,
    execution_rate,
    score_execution,
    score_of_no_budget,
    score_row,
)

__all__ = [
    "DEFAULT",
    "MET",
    "MISSED",
    "MIXED",
    "NO_ACTUAL",
    "NO_TARGET",
    "NO_WEIGHT",
    "PARTIAL",
    "WORDS",
    "Profile",
    "RowScore",
    "execution_rate",
    "profile_from",
    "profile_names",
    "score_execution",
    "score_of_no_budget",
    "score_row",
    "shipped_profile",
]
