"""`jixiao check -`: a workbook as data on standard input gives what its file gives."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
from grids import grid_of
from hypothesis import given
from hypothesis import strategies as st
from places import WORKBOOKS

from jixiao.check import Choice, check_file
from jixiao.cli import main
from jixiao.finding import Severity
from jixiao.reading import read_workbook
from jixiao.reading.given import GridError, workbook_from
from jixiao.scoring import shipped_profile
from jixiao_addin.buttons.engine import Here
from jixiao_addin.buttons.outcome import outcome_from

FORMS = sorted(WORKBOOKS.rglob("*.xlsx"))
SCHEMA = json.loads(files("jixiao.reading").joinpath("grid.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
CHOICE = Choice(shipped_profile("mof-2021"))

Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Ask:
    """Run `jixiao check -` on some standard input."""

    def asked(given_input: bytes, *options: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given_input)))
        code = main(["check", "-", *options])
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return asked


def as_input(grid: dict[str, Any]) -> bytes:
    return json.dumps(grid, ensure_ascii=False).encode()


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem[:2])
def test_a_grid_is_the_workbook_again_and_fits_the_schema(path: Any) -> None:
    workbook = read_workbook(path)
    grid = grid_of(workbook)
    VALIDATOR.validate(json.loads(as_input(grid)))
    assert workbook_from(json.loads(as_input(grid))) == workbook


def test_the_report_is_the_same_contract(ask: Ask) -> None:
    path = FORMS[-1]
    code, out, _ = ask(as_input(grid_of(read_workbook(path), "甲.xlsx")), "--format", "json")
    report = json.loads(out)
    schema = json.loads(files("jixiao.reports").joinpath("check.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(report, schema)
    (file,) = report["files"]
    assert file["path"] == "甲.xlsx"
    expected = check_file(path, CHOICE).findings
    assert [(each["code"], each["cell"]) for each in file["findings"]] == [(each.code, each.cell) for each in expected]
    assert code == int(any(finding.severity is Severity.ERROR for finding in expected))


def test_text_is_for_people(ask: Ask) -> None:
    code, out, _ = ask(as_input(grid_of(read_workbook(FORMS[0]), "甲.xlsx")))
    assert out.startswith("甲.xlsx\n") and "结论" in out
    assert code in (0, 1)


def test_marks_are_what_the_buttons_would_get_in_process(ask: Ask) -> None:
    grid = grid_of(read_workbook(FORMS[-1]), "甲.xlsx")
    _, out, _ = ask(as_input(grid), "--format", "marks")
    here, there = Here().check(grid), outcome_from(json.loads(out))
    # But for the minute in which it was checked.
    assert there._replace(head=there.head[1:]) == here._replace(head=here.head[1:])
    assert there.marks


def test_codes_may_be_chosen(ask: Ask) -> None:
    grid = as_input(grid_of(read_workbook(FORMS[-1])))
    _, out, _ = ask(grid, "--format", "json", "--select", "JX3", "--profile", "mof-2021")
    assert {each["code"][:3] for each in json.loads(out)["files"][0]["findings"]} == {"JX3"}


# -- what is no grid


@pytest.mark.parametrize(
    "given_input",
    [b"", b"[]", b"{}", b"\xff\xfe", b'{"schema": 2, "sheets": []}', b"[" * 100_000, b'{"schema": 1, "sheets": []}'],
)
def test_what_is_no_grid_is_wrong_use_and_said_in_chinese(ask: Ask, given_input: bytes) -> None:
    code, out, err = ask(given_input)
    assert (code, out) == (2, "")
    assert "标准输入不是一份工作簿" in err and "Traceback" not in err


def test_other_formats_are_refused_with_a_word(ask: Ask) -> None:
    code, _, err = ask(b"{}", "--format", "html")
    assert code == 2 and "marks" in err


def test_marks_are_for_grids_only(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(FORMS[0]), "--format", "marks"]) == 2
    assert "只用于“-”" in capsys.readouterr().err


def sheet(**more: Any) -> dict[str, Any]:
    return {"schema": 1, "sheets": [{"name": "表", **more}]}


@pytest.mark.parametrize(
    "grid",
    [
        sheet(cells=[[0, 1, "s", "a", "General", None]]),
        sheet(cells=[[1, 16385, "s", "a", "General", None]]),
        sheet(cells=[[True, 1, "s", "a", "General", None]]),
        sheet(cells=[[1, 1, "x", "a", "General", None]]),
        sheet(cells=[[1, 1, "n", 3, "General", None]]),
        sheet(cells=[[1, 1, "n", "三", "General", None]]),
        sheet(cells=[[1, 1, "n", "9" * 70, "General", None]]),
        sheet(cells=[[1, 1, "s", "a", "General"]]),
        sheet(cells={}),
        sheet(merges=[[2, 1, 1, 1]]),
        sheet(merges=[[1, 1, 1]]),
        sheet(notes=[[1, 1, None]]),
        sheet(hidden_rows=[[1]]),
        sheet(hidden_columns=[[0, 1]]),
        sheet(state="gone"),
        sheet(protected=1),
        {"schema": 1, "sheets": [{}]},
        {"schema": 1, "sheets": ["表"]},
        {"schema": 1, "sheets": [{"name": "表"}], "defined_names": {"a": 1}},
        {"schema": 1, "sheets": [{"name": "表"}], "date1904": "no"},
    ],
)
def test_a_grid_out_of_shape_is_refused(grid: Any) -> None:
    with pytest.raises(GridError):
        workbook_from(grid)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 20000) | st.text(max_size=5) | st.sampled_from(["n", "s", "1.5"]),
    lambda inner: st.lists(inner, max_size=7) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=20,
)
KEYS = ("state", "cells", "merges", "hidden_rows", "hidden_columns", "notes", "protected")


@given(st.fixed_dictionaries({"name": st.just("表")}, optional=dict.fromkeys(KEYS, JSON)))
def test_whatever_is_taken_the_schema_takes_too(data: dict[str, Any]) -> None:
    grid = {"schema": 1, "sheets": [data]}
    try:
        workbook_from(grid)
    except GridError:
        return
    VALIDATOR.validate(grid)


def test_too_many_cells_are_refused() -> None:
    from jixiao.reading import Limits, Refused

    grid = sheet(cells=[[row, 1, "s", "a", "General", None] for row in range(1, 12)])
    workbook_from(grid)
    with pytest.raises(Refused, match="too-large"):
        workbook_from(grid, Limits(cells=10))
