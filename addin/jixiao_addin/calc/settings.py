"""The configuration files of the extension: functions in the wizard, menu, toolbar, buttons; all made from data.

LibreOffice reads them as fragments of its registry (.xcu). Traps that they mind: the node of the functions is named
like the service, and nothing declares the service com.sun.star.sheet.AddIn, else Calc would ask the component for the
names and pass these files over; toolbar items lie directly under the toolbar's node; without a window state the toolbar
floats over the sheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from jixiao.functions import FUNCTIONS, Argument, Function
from jixiao_addin.calc.inside.names import BUTTONS_IMPLEMENTATION, PROTOCOL, SERVICE, method_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TITLE = "绩效自评"
TOOLBAR = "private:resource/toolbar/addon_jixiao.toolbar"
# One text for every language of the program: the user data is Chinese whatever the menus are.
_LANGUAGES = ("en-US", "zh-CN", "zh-TW")
_IN_CALC = "com.sun.star.sheet.SpreadsheetDocument"
_CATEGORY = "Add-In"
_MENU_KEY, _TOOLBAR_KEY = "jixiao.menu", "jixiao.toolbar"


class Button(NamedTuple):
    """A button and menu entry: the action that it asks for, its title, and its help."""

    action: str
    title: str
    tip: str


BUTTONS = (
    Button("check", "校验", "重算后逐格校验本工作簿，标出问题并写“校验结果”表"),
    Button("check-folder", "批量校验", "校验一个文件夹里的全部工作簿，结果写进新的工作簿"),
    Button("tidy", "规范写法", "把有把握的写法改成规范写法；改动前先列给您看"),
    Button("clear", "清除标注", "取下校验的底色和批注，恢复原样"),
    Button("final", "另存上报版", "另存一份只有数值、只有正式栏目的上报版，原表不动"),
    Button("doctor", "环境自检", "检查扩展和校验程序是否装好"),
)


def add_in_functions() -> str:
    """CalcAddIns.xcu: every function with its help, as the function wizard shows it."""
    functions = "".join(map(_function, FUNCTIONS))
    return _fragment(
        "CalcAddIns",
        "org.openoffice.Office",
        _node("AddInInfo", _node(SERVICE, _node("AddInFunctions", functions), replace=True)),
    )


def _function(function: Function) -> str:
    arguments = "".join(map(_argument, function.arguments))
    return _node(
        method_of(function.name),
        _texts("DisplayName", function.name.replace("_", ".", 1)),
        _texts("Description", function.summary),
        _text("Category", _CATEGORY),
        # The spelling that Excel knows, a name without a dot; LibreOffice finds it in files too, but not 7.4 yet.
        _texts("CompatibilityName", function.name),
        _node("Parameters", arguments),
        replace=True,
    )


def _argument(argument: Argument) -> str:
    title = f"{argument.title}（可不填）" if argument.optional else argument.title
    return _node(
        argument.name,
        _texts("DisplayName", title),
        _texts("Description", f"{argument.title}：{argument.help}"),
        replace=True,
    )


def menu_and_toolbar() -> str:
    """Addons.xcu: the menu and the toolbar."""
    menu = _node(
        _MENU_KEY,
        _text("Context", _IN_CALC),
        _texts("Title", TITLE),
        _node("Submenu", *_items(with_tips=False)),
        replace=True,
    )
    toolbar = _node(_TOOLBAR_KEY, *_items(with_tips=True), replace=True)
    interface = _node("AddonUI", _node("OfficeMenuBar", menu), _node("OfficeToolBar", toolbar))
    return _fragment("Addons", "org.openoffice.Office", interface)


def _items(*, with_tips: bool) -> Iterator[str]:
    for position, button in enumerate(BUTTONS):
        tip = _texts("TooltipText", button.tip) if with_tips else ""
        yield _node(
            f"{position:02}",
            _text("Context", _IN_CALC),
            _text("URL", f"{PROTOCOL}{button.action}"),
            _texts("Title", button.title),
            tip,
            _text("Target", "_self"),
            replace=True,
        )


def window_state() -> str:
    """CalcWindowState.xcu: the toolbar docked below the others, with words on its buttons."""
    toolbar = _node(
        TOOLBAR,
        _texts("UIName", TITLE),
        _bool("Docked", value=True),
        _bool("Visible", value=True),
        _number("DockingArea", 0),
        _text("DockPos", "0,2"),
        _number("Style", 1),
        replace=True,
    )
    states = _node("UIElements", _node("States", toolbar))
    return _fragment("CalcWindowState", "org.openoffice.Office.UI", states)


def protocol_handler() -> str:
    """ProtocolHandler.xcu: who answers to the addresses of the buttons."""
    handler = _node(
        BUTTONS_IMPLEMENTATION,
        f'<prop oor:name="Protocols" oor:type="oor:string-list"><value>{PROTOCOL}*</value></prop>',
        replace=True,
    )
    return _fragment("ProtocolHandler", "org.openoffice.Office", _node("HandlerSet", handler))


def _fragment(name: str, package: str, content: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:component-data xmlns:oor="http://openoffice.org/2001/registry"'
        ' xmlns:xs="http://www.w3.org/2001/XMLSchema"'
        f' oor:name="{name}" oor:package="{package}">{content}</oor:component-data>\n'
    )


def _node(name: str, *content: str, replace: bool = False) -> str:
    operation = ' oor:op="replace"' if replace else ""
    return f"<node oor:name={quoteattr(name)}{operation}>{''.join(content)}</node>"


def _text(name: str, value: str) -> str:
    return _property(name, "xs:string", f"<value>{escape(value)}</value>")


def _texts(name: str, value: str) -> str:
    return _property(name, "xs:string", _in_every_language(value))


def _in_every_language(value: str, languages: Iterable[str] = _LANGUAGES) -> str:
    return "".join(f'<value xml:lang="{language}">{escape(value)}</value>' for language in languages)


def _bool(name: str, *, value: bool) -> str:
    return _property(name, "xs:boolean", f"<value>{str(value).lower()}</value>")


def _number(name: str, value: int) -> str:
    return _property(name, "xs:int", f"<value>{value}</value>")


def _property(name: str, kind: str, values: str) -> str:
    return f'<prop oor:name="{name}" oor:type="{kind}">{values}</prop>'
