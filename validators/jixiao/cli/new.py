"""``jixiao new``: a template to fill in, as a workbook."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao.cli.copies import EXISTS
from jixiao.cli.exits import CLEAN, WRONG_USE
from jixiao.cli.profiles import chosen
from jixiao.scoring import profile_names
from jixiao.system_words import why

if TYPE_CHECKING:
    import argparse

    from jixiao.scoring import Profile


def run(options: argparse.Namespace) -> int:
    """List the templates, or write one."""
    from jixiao_templates.blank_forms import TEMPLATES

    if options.list:
        from jixiao.reports.columns import table

        for line in table([(name, template.title) for name, template in TEMPLATES.items()]):
            print(line)
        return CLEAN
    own = TEMPLATES.get(options.template)
    profile = chosen(options.profile or (own.profile if own is not None else None))
    if profile is None or not _usable(options, tuple(TEMPLATES), profile):
        return WRONG_USE
    from jixiao_templates.templates import build

    start = None
    if options.source is not None:
        from jixiao_templates.starting import started_from

        start = started_from(options.source, TEMPLATES[options.template])
        if start.case is None:
            print("".join(start.told), file=sys.stderr)
            return WRONG_USE
    filled = start.case if start is not None else None
    data = build(options.template, options.edition, options.host, profile, filled)
    target = Path(options.output)
    try:
        with target.open("wb" if options.force else "xb") as file:
            file.write(data)
    except FileExistsError:
        print(EXISTS.format(target), file=sys.stderr)
        return WRONG_USE
    except OSError as error:
        print(f"写不到“{target}”：{why(error)}。请换一个位置，或先在表格软件里关闭它。", file=sys.stderr)
        return WRONG_USE
    print(f"已生成“{target}”：{TEMPLATES[options.template].title}，评分口径 {profile.name}。")
    if start is not None:
        print("".join(start.told))
    return CLEAN


def _usable(options: argparse.Namespace, names: tuple[str, ...], profile: Profile) -> bool:
    """Whether what was asked for can be made; says what is wrong with it."""
    problem = ""
    if options.template is None:
        problem = f"请写明要哪一张表：{'、'.join(names)}。看各是什么表，用 jixiao new --list。"
    elif options.template not in names:
        from jixiao.cli.usage import perhaps

        near = perhaps(options.template, list(names))
        problem = f"没有“{options.template}”这张表{near}；可以是：{'、'.join(names)}。"
    elif options.output is None:
        problem = f"请用 -o 写明存成哪个文件，如：jixiao new {options.template} -o 自评表.xlsx。"
    elif Path(options.output).suffix.lower() != ".xlsx":
        problem = f"“{options.output}”的后缀请写成 .xlsx，否则表格软件打不开。"
    elif options.edition == "udf" and profile.name not in profile_names():
        problem = f"函数版只认得随程序带的口径（{'、'.join(profile_names())}）；用自己的口径，请用公式版。"
    if problem:
        print(problem, file=sys.stderr)
    return not problem
