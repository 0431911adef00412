"""The sheet 填报说明 of every template: plain words for whoever fills it in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from jixiao.reading import column_letters
from jixiao.words import CLOSING
from jixiao_templates.page import Page, Style, across, stack

if TYPE_CHECKING:
    from jixiao.scoring import Profile
    from jixiao_templates.blank_forms import Template

SHEET = "填报说明"
_TITLE = Style(size=16, bold=True, border=False, font="仿宋")
_HEADING = Style(size=11, bold=True, align="left", border=False, font="仿宋")
_TEXT = Style(size=11, align="left", border=False, font="仿宋")
_WIDTH = 84.0

_EDITIONS = {
    "formula": "用的都是普通公式，不用宏，不用联网。",
    "udf": "由 jixiao 加载项的函数计算，没有装加载项的电脑上会显示 #NAME?。",
}

_TALLER = "{}.文字多、格子里显示不全的（如总体目标、单位名称），把左边行号的下边线往下拖，行就高了。"
Section = tuple[str, tuple[str, ...]]

# The columns lie hidden: nobody can drag over them.
REMOVAL = (
    "在名称框（编辑栏最左边的小格）里输入 {beyond}:{last} 回车，选中提示栏和藏着的计算列；再在选中的列标上右键“删除”。"
)

_SCORED: tuple[Section, ...] = (
    (
        "一、怎样填",
        (
            (
                "1.只填浅黄色的格子，按 Tab 键跳到下一格；点中格子会显示填写要求。"
                "淡蓝色的“得分”自动算，只有定性指标的可以改。"
            ),
            "2.年度写成“（2025年度）”。金额按表上写明的单位（万元）填，只填数。",
            (
                "3.“年度指标值”照批复的绩效目标填，符号一起写，如 ≥98%、≤36万元、=12次。"
                "这一栏已设为文本，以“=”开头也不会变成公式。"
            ),
            "4.“实际完成值”填实际数，如 97%、35.2万元；定性指标从下拉列表里选达成程度。",
            "5.“年度资金总额”由下面各行相加，请填各资金来源，不用填合计。",
            _TALLER.format(6),
        ),
    ),
    (
        "二、得分怎样来",
        (
            "1.执行率、得分、总分、等级随填随算。{edition}本表按评分口径 {profile} 计分（{title}）。",
            "2.定性指标的得分由人评定，直接在“得分”格里填数；不要在定量指标的得分格里填数。",
            "3.{completion}",
            "4.某行得分没有自动算出来，多半是指标值或完成值里没有可比较的数，请自行评分并写明依据。",
        ),
    ),
    (
        "三、右边的“提示”栏",
        (
            "1.提示栏在打印区外面，不打印、不上报。有提示的，请照提示处理；没有提示，不等于没有问题。",
            "2.橙色底纹是扣了分的行；粉色格子是扣了分还没有写原因。",
        ),
    ),
)
_PLAIN: tuple[Section, ...] = (
    (
        "一、怎样填",
        (
            "1.只填浅黄色的格子，按 Tab 键跳到下一格；点中格子会显示填写要求。",
            "2.年度写成“（2025年度）”。金额按表上写明的单位（万元）填，只填数。",
            "3.“年度指标值”连符号一起写，如 ≥98%、≤36万元、=12次。这一栏已设为文本，以“=”开头也不会变成公式。",
            "4.“年度资金总额”由下面各行相加，请填各资金来源，不用填合计。",
            "5.右边的“提示”栏在打印区外面，不打印、不上报。",
            _TALLER.format(6),
        ),
    ),
)
_HANDLING: tuple[Section, ...] = (
    (
        "行不够、行多了",
        (
            "1.每一类都留了空行，不用的空行可以隐藏：选中行号，右键“隐藏”。",
            (
                "2.空行不够的：先撤销保护（见下），选中要加行处下面那一行的行号，右键“插入”，就多出一行。"
                "要插在同一类的两行之间；插在一类第一行的上面，新行就归到上一类去了；插在一类末行的下面，"
                "“二级指标”一格是空的，要把它与上面的格合并（或照写一遍）。"
            ),
            (
                "3.再从上一行的“三级指标”拖选到新行的“提示”（{first}至{last}列），按 Ctrl+D 向下填充，"
                "公式和格式就带过来了，把新行里的旧内容改掉即可。合计会自动包含新行。"
            ),
        ),
    ),
    (
        "从旧表粘贴",
        (("可以从去年的表整块复制过来，用“选择性粘贴”里的“数值”粘贴到浅黄色格子里，不会破坏公式和格式。{guarded}"),),
    ),
    (
        "撤销保护",
        (
            "表格设了保护（没有密码），为的是不误删公式。需要改动锁定的格子时：",
            "Excel：“审阅”→“撤消工作表保护”。",
            "WPS：“审阅”→“撤消工作表保护”（有的版本在“保护”菜单里，叫“撤消工作表保护”）。",
            "LibreOffice：“工具”→“保护工作表”，去掉勾选。",
            "改完可以再点一次“保护工作表”，密码留空。",
        ),
    ),
    (
        "交上去的表（上报版）",
        (
            "有 jixiao 命令的：jixiao final 本文件.xlsx -o 上报版.xlsx，得到只有数值、只有表样各栏的副本。",
            "手工做法：",
            "1.另存一份副本，在副本里撤销保护。",
            "2.选中整张表（Ctrl+A），复制，原地“选择性粘贴”→“数值”，公式就变成了数。",
            f"3.{REMOVAL}再删除“填报说明”这张工作表。",
            "4.{reviewed}，保存。",
        ),
    ),
    (
        "打印",
        ("打印区域已设好（A4，一页宽，表头每页重复），直接打印即可。",),
    ),
)


def guide_page(template: Template, profile: Profile, edition: str, form: Page) -> Page:
    """The sheet 填报说明 of a template; form: the page that it is about."""
    lines = stack(*(across([(text, "guide", style, 1)]) for text, style in _lines(template, profile, edition, form)))
    return Page(SHEET, lines, (_WIDTH,))


def _lines(template: Template, profile: Profile, edition: str, form: Page) -> Iterator[tuple[str, Style]]:
    yield f"填报说明：{template.title}", _TITLE
    words = {
        "edition": _EDITIONS[edition],
        "profile": profile.name,
        "title": profile.title,
        "completion": _completion(profile),
        "first": column_letters(next(box.left for box in form.boxes if box.role == "level3") + 1),
        "guarded": _guarded(template),
        "reviewed": "核对总分和各行得分" if template.is_scored else "核对各行的数",
        "beyond": column_letters(len(template.layout.widths) + 1),
        "last": column_letters(len(form.widths)),
    }
    own = _SCORED if template.is_scored else _PLAIN
    for heading, texts in own:
        yield heading, _HEADING
        for text in texts:
            yield text.format_map(words), _TEXT
    for number, (heading, texts) in zip("四五六七八" if template.is_scored else "二三四五六", _HANDLING, strict=True):
        yield f"{number}、{heading}", _HEADING
        for text in texts:
            yield text.format_map(words), _TEXT
    yield CLOSING, _TEXT


def _guarded(template: Template) -> str:
    """Which cells of a template are not to be pasted over."""
    if template.is_scored:
        return "不要粘贴到“得分”“执行率”“总分”上。"
    funds = template.layout.funds
    rates = [column.heading for column in funds.columns if column.role == "rate"] if funds is not None else []
    return f"不要粘贴到{''.join(f'“{name}”' for name in ('年度资金总额', *rates))}上。"


def _completion(profile: Profile) -> str:
    if profile.completed_in_full:
        return "执行率得分：项目在预算内完成的，请在资金表右边选“已完成”，得满分；没有选的按执行率分档计分。"
    return "执行率得分按评分口径由执行率算出。"
