"""Profiles as files: TOML read, inheritance resolved, checked by JSON Schema, compiled for ``jixiao.scoring``.

``python -m jixiao.profiles`` writes the shipped ones to ``scoring/profiles.json``.
"""

from __future__ import annotations

import difflib
import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jixiao.scoring import Profile, profile_from, profile_names, shipped_profile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FOLDER = Path(__file__).parent
COMPILED = FOLDER.parent / "scoring" / "profiles.json"

# A local scale of grades or of weights must not keep the names of its parent's.
_WHOLE = frozenset(("grades", "with_cost", "without_cost"))
_TYPES = {"string": "文字", "number": "数", "object": "表", "array": "列表", "boolean": "true/false"}
_METHODS = (("execution", "tiers"), ("quantitative", "threshold"), ("quantitative", "step"))


class ProfileError(Exception):
    """A profile that cannot be used; ``problems`` name the file, the key and the nearest key."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def load(name_or_path: str) -> Profile:
    """A profile by its shipped name or from a TOML file; ProfileError with every problem found."""
    if name_or_path in profile_names():
        return shipped_profile(name_or_path)
    path = Path(name_or_path)
    if not path.is_file():
        hint = _near(name_or_path, profile_names())
        raise ProfileError(
            [f"没有名为“{name_or_path}”的评分口径{hint}；可用：{'、'.join(profile_names())}，或一个 .toml 文件。"]
        )
    return profile_from(read(path))


def read(path: Path) -> dict[str, Any]:
    """The complete data of a profile file: its parents' keys overlaid by its own, checked."""
    data = _resolved(path, ())
    problems = list(_problems(path, data))
    if problems:
        raise ProfileError(problems)
    return data


def compile_shipped() -> str:
    """The JSON text of all shipped profiles, as ``scoring/profiles.json`` holds it; parents first."""
    profiles = {path.stem: read(path) for path in sorted(FOLDER.glob("*.toml"), key=_descent)}
    return json.dumps(profiles, ensure_ascii=False, indent=1) + "\n"


def _descent(path: Path) -> tuple[int, str]:
    """Parents before those that extend them, else by name."""
    parent = tomllib.loads(path.read_text(encoding="utf-8")).get("extends")
    return (0 if parent is None else _descent(_parent_file(path, parent))[0] + 1), path.stem


def _resolved(path: Path, seen: tuple[Path, ...]) -> dict[str, Any]:
    if path in seen:
        circle = " → ".join(each.name for each in (*seen, path))
        raise ProfileError([f"{path.name}：extends 互相引用（{circle}）。"])
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ProfileError([f"{path.name}：不是可读的 TOML 文件（{error}）。"]) from error
    parent = data.pop("extends", None)
    if parent is None:
        return data
    return _overlaid(_resolved(_parent_file(path, str(parent)), (*seen, path)), data)


def _parent_file(path: Path, name: str) -> Path:
    places = (path.parent / name, path.parent / f"{name}.toml", FOLDER / f"{name}.toml")
    for place in places:
        if place.is_file():
            return place.resolve() if place.parent != FOLDER else place
    hint = _near(name, tuple(each.stem for each in FOLDER.glob("*.toml")))
    raise ProfileError([f"{path.name}：extends = “{name}” 找不到{hint}。"])


def _overlaid(parent: Mapping[str, Any], child: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(parent)
    for key, value in child.items():
        nested = isinstance(value, dict) and isinstance(merged.get(key), dict) and key not in _WHOLE
        merged[key] = _overlaid(merged[key], value) if nested else value
    return merged


def _problems(path: Path, data: Mapping[str, Any]) -> Iterator[str]:
    # jsonschema costs more to import than a workbook to check; shipped profiles come compiled and never get here.
    from jsonschema import Draft202012Validator

    schema = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))
    for error in sorted(
        Draft202012Validator(schema).iter_errors(data), key=lambda each: list(map(str, each.absolute_path))
    ):
        where = ".".join(map(str, error.absolute_path))
        if error.validator == "additionalProperties":
            known = error.schema.get("properties", {})
            for key in sorted(set(error.instance) - set(known)):
                yield f"{path.name}：不认识的键“{f'{where}.{key}' if where else key}”{_near(key, tuple(known))}。"
        elif error.validator == "required":
            # One error a missing key; its message alone says which: "'name' is a required property".
            key = error.message.split("'")[1]
            yield f"{path.name}：缺少键“{f'{where}.{key}' if where else key}”。"
        else:
            yield f"{path.name}：键“{where}”的值 {error.instance!r} 不对（{_expected(error)}）。"
    for part, method in _METHODS:
        table = data.get(part)
        if isinstance(table, dict) and table.get("method") == method and method not in table:
            yield f"{path.name}：{part}.method = “{method}” 时须有键“{part}.{method}”。"


def _expected(error: Any) -> str:
    if error.validator == "enum":
        near = difflib.get_close_matches(str(error.instance), [str(value) for value in error.validator_value], 1, 0.5)
        choices = "、".join(str(value) for value in error.validator_value)
        return f"可取：{choices}" + (f"；是不是“{near[0]}”" if near else "")
    if error.validator == "type":
        return f"应为{_TYPES.get(str(error.validator_value), error.validator_value)}"
    return f"{error.validator}：{error.validator_value}"


def _near(name: str, known: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(name, known, 1, 0.5)
    return f"，是不是“{close[0]}”" if close else ""
