"""评分口径 as files: inheritance, and messages that name the file, the key and the nearest key."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from jixiao.profiles import COMPILED, ProfileError, compile_shipped, load
from jixiao.scoring import DEFAULT, profile_names, shipped_profile

LOCAL = 'extends = "mof-2021"\nname = "local"\ntitle = "本地口径"\nbasis = "本地通知"\n'


def written(folder: Path, text: str, name: str = "local.toml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def problems(name_or_path: str) -> list[str]:
    with pytest.raises(ProfileError) as refused:
        load(name_or_path)
    return refused.value.problems


def test_the_compiled_profiles_are_those_of_the_files() -> None:
    assert COMPILED.read_text(encoding="utf-8") == compile_shipped()


def test_the_shipped_names_begin_with_the_default() -> None:
    assert profile_names()[0] == DEFAULT == "mof-2021"
    assert "mof-2020" in profile_names()


@pytest.mark.parametrize("name", profile_names())
def test_a_shipped_profile_is_consistent(name: str) -> None:
    profile = shipped_profile(name)
    assert profile.name == name
    assert [tier.start for tier in profile.tiers] == sorted((tier.start for tier in profile.tiers), reverse=True)
    assert profile.grades[-1].start == 0
    for weights in (profile.weights_with_cost, profile.weights_without_cost):
        # 宁德's 投入 holds the execution row itself.
        execution = 0 if "投入" in weights else profile.execution_weight
        assert not weights or sum(weights.values()) + execution == 100


@pytest.mark.parametrize(
    ("total", "grade"),
    [
        *(("100", "优"), ("90", "优"), ("89.99", "良"), ("80", "良")),
        *(("79.99", "中"), ("60", "中"), ("59.99", "差"), ("0", "差")),
    ],
)
def test_grades(total: str, grade: str) -> None:
    assert shipped_profile().grade_of(Decimal(total)) == grade


def test_bands_go_by_the_exact_phrase() -> None:
    band = shipped_profile().band_of("基本达成目标")
    assert band is not None
    assert (band.low, band.high) == (Decimal("0.8"), Decimal(1))
    assert shipped_profile().band_of("已基本完成") is None


# -- local profiles ------------------------------------------------------------


def test_a_local_profile_overlays_its_parent(tmp_path: Path) -> None:
    own = "[explanations]\nexecution_floor = 90\n[direction]\nceiling = ['退件数']\n"
    profile = load(written(tmp_path, LOCAL + own))
    parent = shipped_profile("mof-2021")
    assert profile.name == "local"
    assert profile.execution_floor == 90
    assert (profile.over_achievement, profile.tiers, profile.threshold) == (
        parent.over_achievement,
        parent.tiers,
        parent.threshold,
    )
    assert "退件数" in profile.words.ceiling
    assert "退件数" not in parent.words.ceiling


def test_a_local_scale_of_grades_replaces_the_parent_s(tmp_path: Path) -> None:
    profile = load(written(tmp_path, LOCAL + '[grades]\n"合格" = 60\n"不合格" = 0\n'))
    assert [grade.name for grade in profile.grades] == ["合格", "不合格"]
    assert profile.grade_of(Decimal(95)) == "合格"


def test_local_weights_replace_the_parent_s(tmp_path: Path) -> None:
    profile = load(written(tmp_path, LOCAL + '[weights.without_cost]\n"产出" = 60\n"效益" = 30\n'))
    assert profile.weights_without_cost == {"产出": 60, "效益": 30}
    assert profile.weights_with_cost == shipped_profile("mof-2021").weights_with_cost


def test_parents_come_before_those_that_extend_them() -> None:
    names = profile_names()
    assert names[:2] == ("mof-2021", "mof-2020")
    assert set(names[2:]) == {"hubei", "ningde-2018", "sichuan", "yichun-2022"}


def test_a_profile_may_extend_another_local_one(tmp_path: Path) -> None:
    written(tmp_path, LOCAL + "[explanations]\nexecution_floor = 90\n", "county.toml")
    profile = load(written(tmp_path, 'extends = "county.toml"\nname = "town"\n', "town.toml"))
    assert (profile.name, profile.title) == ("town", "本地口径")
    assert profile.execution_floor == 90


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[explanation]\nexecution_floor = 90\n", ["不认识的键“explanation”", "是不是“explanations”"]),
        ("[explanations]\nexecution_flor = 90\n", ["“explanations.execution_flor”", "是不是“execution_floor”"]),
        ("[explanations]\nexecution_floor = '九十'\n", ["键“explanations.execution_floor”", "'九十'", "应为数"]),
        ("[explanations]\nover_achievement = 1\n", ["键“explanations.over_achievement”"]),
        ("[execution]\nmethod = 'tier'\n", ["键“execution.method”", "'tier'", "可取：tiers、linear", "是不是“tiers”"]),
        ("[quantitative]\nthreshold = true\n", ["键“quantitative.threshold”", "应为数"]),
        ("[qualitative]\nbands = [{ phrases = ['较好'], from = 0.8 }]\n", ["缺少键“qualitative.bands.0.to”"]),
        ("[rounding]\nquantum = 0.05\n", ["键“rounding.quantum”", "0.01"]),
        ("[grades]\n'优' = 'A'\n", ["键“grades.优”", "应为数"]),
        ("[execution]\nzero_budgt = 'full'\n", ["“execution.zero_budgt”", "是不是“zero_budget”"]),
        ("[quantitative]\noverrun = 'inversed'\n", ["键“quantitative.overrun”", "是不是“inverse”"]),
        ("[quantitative]\nmethod = 'step'\n", ["quantitative.method = “step”", "“quantitative.step”"]),
        (
            "[quantitative]\nstep = { share = 0.1, points = 1, point = 1 }\n",
            ["“quantitative.step.point”", "是不是“points”"],
        ),
        ("layouts = 'hubei'\n", ["键“layouts”", "应为列表"]),
    ],
)
def test_a_wrong_key_or_value_is_named(text: str, words: list[str], tmp_path: Path) -> None:
    (problem,) = problems(written(tmp_path, LOCAL + text))
    assert problem.startswith("local.toml：")
    assert problem.endswith("。")
    assert [word for word in words if word not in problem] == []


def test_every_problem_is_named_at_once(tmp_path: Path) -> None:
    text = LOCAL + "[explanations]\nexecution_flor = 90\nsmall_target = '五'\n[rounding]\nquantums = 1\n"
    assert len(problems(written(tmp_path, text))) == 3


def test_a_profile_without_a_parent_lacks_keys(tmp_path: Path) -> None:
    found = problems(written(tmp_path, 'name = "local"\ntitle = "本地"\nbasis = "本地"\n'))
    assert "local.toml：缺少键“execution”。" in found
    assert "local.toml：缺少键“grades”。" in found
    assert len(found) == len(set(found))


def test_a_missing_method_s_key_is_asked_for(tmp_path: Path) -> None:
    base = written(tmp_path, LOCAL, "base.toml")
    assert load(base).tiers
    text = Path(base).read_text(encoding="utf-8").replace('extends = "mof-2021"\n', "")
    rest = (
        "[execution]\nmethod = 'tiers'\nweight = 10\n[quantitative]\nmethod = 'threshold'\n[qualitative]\nbands = []\n"
        "[satisfaction]\n[rounding]\nquantum = 0.01\n[grades]\n'优' = 0\n[weights]\n"
        "[explanations]\nexecution_floor = 60\nover_achievement = 1.3\nsmall_target = 5\nsmall_margin = 3\n"
        "[direction]\n"
    )
    tiers, threshold = problems(written(tmp_path, text + rest))
    assert "execution.tiers" in tiers
    assert "quantitative.threshold" in threshold


@pytest.mark.parametrize(
    ("name", "hint"), [("mof2021", "是不是“mof-2021”"), ("mof-2201", "是不是“mof-2"), ("随便", "可用：mof-2021")]
)
def test_an_unknown_name_gets_the_nearest(name: str, hint: str) -> None:
    (problem,) = problems(name)
    assert f"没有名为“{name}”的评分口径" in problem
    assert hint in problem


def test_a_missing_parent_gets_the_nearest(tmp_path: Path) -> None:
    (problem,) = problems(written(tmp_path, LOCAL.replace("mof-2021", "mof-201")))
    assert problem.startswith("local.toml：extends = “mof-201” 找不到")
    assert "是不是“mof-20" in problem


def test_a_circle_of_parents_is_named(tmp_path: Path) -> None:
    written(tmp_path, 'extends = "second.toml"\nname = "first"\n', "first.toml")
    second = written(tmp_path, 'extends = "first.toml"\nname = "second"\n', "second.toml")
    (problem,) = problems(second)
    assert "extends 互相引用" in problem
    assert "second.toml → first.toml → second.toml" in problem


def test_a_profile_that_extends_itself_is_a_circle(tmp_path: Path) -> None:
    (problem,) = problems(written(tmp_path, 'extends = "local.toml"\nname = "local"\n'))
    assert "extends 互相引用" in problem


@pytest.mark.parametrize("content", [b"name = ", b"\xff\xfe\x00", b"extends = 5"])
def test_what_is_no_toml_is_said_to_be_none(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "local.toml"
    path.write_bytes(content)
    assert all(problem.startswith("local.toml：") for problem in problems(str(path)))
