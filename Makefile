# Needs python3 (3.11 or newer, with pip and venv); everything else is fetched into .venv by the first target
# that wants it. Windows without make: see README.md.

PYTHON ?= python3
BIN := .venv/bin
WHEEL_BIN := build/wheel-venv/bin
PIP := -m pip install --quiet --disable-pip-version-check
# Kept to Python 3.9, the oldest Python inside a spreadsheet program: what a cell function or a button needs.
CELL_MODULES = $(wildcard $(foreach name,values direction scoring functions,\
	validators/jixiao/$(name) validators/jixiao/$(name).py)) \
	$(filter-out %/engine.py,$(wildcard addin/jixiao_addin/buttons/*.py)) \
	addin/jixiao_addin/calc/manager.py $(wildcard addin/jixiao_addin/calc/inside/*.py)

# A file of tests stays in one process: its forms are drawn and its LibreOffice is started once.
PARALLEL = --numprocesses auto --dist loadfile

export PYTHONUTF8 := 1

.PHONY: help demo venv test lint docs templates quality equality bench bench-calc scale wheel-test clean

help:
	@echo "make demo        安装到 .venv，核对浔阳 2023 的 13 张自评表"
	@echo "make test        测试"
	@echo "make lint        ruff、mypy、import-linter、vermin"
	@echo "make templates   重画 workbook_templates 里的空白表样"
	@echo "make quality     查得准不准：逐条规则的查准率与查全率"
	@echo "make equality    表内公式与评分引擎逐行相等（在真实的 LibreOffice 里重算）"
	@echo "make bench       读表与校验的速度（比值）"
	@echo "make bench-calc  在真实的 LibreOffice 里：函数与按钮的速度和内存（比值）"
	@echo "make scale       一个文件夹查完的速度与内存（比值）"
	@echo "make wheel-test  打包，装进全新环境，再测一遍"
	@echo "make clean       删去打包的产物（.venv 保留）"

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "需要 Python 3.11 或更高；可用 make PYTHON=python3.12 … 指定"; exit 2; }
	$(PYTHON) -m venv .venv

.venv/installed: setup.cfg pyproject.toml | .venv/bin/python
	$(BIN)/python $(PIP) --editable .
	@touch $@

.venv/tools-installed: .venv/installed
	$(BIN)/python $(PIP) --editable '.[test,lint]'
	@touch $@

venv: .venv/tools-installed

# Exit code 1 says "findings at error level": just what these forms are there to show. Only 2 and up is a failure.
demo: .venv/installed
	@$(BIN)/jixiao check examples/xunyang-2023/项目 --profile mof-2021 || [ $$? -eq 1 ]
	@echo
	@echo "（退出码 1 表示查出了必须修改的问题，不是程序出错。）"

test: venv
	$(BIN)/pytest $(PARALLEL)

lint: venv
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/vermin --quiet --no-tips --violations --target=3.9- $(CELL_MODULES)

# The pages of docs/rules are the docstrings of the rules.
docs: venv
	$(BIN)/python -m jixiao.reports docs/rules

# The blank templates as the drawing layer draws them; tests/templates holds them against it.
templates: venv
	$(BIN)/python -m jixiao_templates workbook_templates

# On clean forms and on forms with one planted error each: precision and recall by rule, both at least 0.98.
quality: venv
	PYTHONPATH=bench $(BIN)/python quality/measure.py

# The formulas of the templates against jixiao.scoring, row by row in a real LibreOffice: equal to the cent.
equality: venv
	PYTHONPATH=tests/support $(BIN)/python equality/measure.py

bench: venv
	$(BIN)/python bench/measure.py
	$(BIN)/python bench/buttons.py

# Functions and buttons in a real LibreOffice. Some minutes.
bench-calc: venv
	$(BIN)/python bench/in_calc.py

# A whole folder: processes, Dask, memory. Some minutes, on a machine with nothing else to do.
scale: venv
	$(BIN)/python bench/scale.py
	PYTHONPATH=tests/support $(BIN)/python bench/recalculation.py

# build/lib of an earlier build would slip deleted modules into the wheel: start from nothing.
# What LibreOffice judges is the same code, and was judged by "make test": but for the extension that a wheel builds.
wheel-test: clean | .venv/bin/python
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .
	$(BIN)/python -m venv build/wheel-venv
	$(WHEEL_BIN)/python $(PIP) "$$(echo dist/jixiao-*.whl)[test]"
	$(WHEEL_BIN)/pytest $(PARALLEL) -o pythonpath= -m 'not libreoffice'
	$(WHEEL_BIN)/pytest -o pythonpath= tests/addin/calc/test_as_installed.py

clean:
	rm -rf build dist *.egg-info
