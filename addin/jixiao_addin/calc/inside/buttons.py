"""The UNO component behind menu and toolbar: an address such as vnd.jixiao:check is answered by an action."""

from __future__ import annotations

import json
import traceback
from functools import lru_cache
from pathlib import Path
from typing import Any, Callable

import uno
import unohelper

from jixiao_addin.buttons import checking, saving, tidying
from jixiao_addin.buttons.outcome import Refusal
from jixiao_addin.calc.inside.checkup import tell_how_things_stand
from jixiao_addin.calc.inside.dialogs import Prepared, Windows
from jixiao_addin.calc.inside.engine import engine_for
from jixiao_addin.calc.inside.host import CalcHost
from jixiao_addin.calc.inside.names import BUTTONS_IMPLEMENTATION, CONFIGURATION, LOG, PROTOCOL

ACTIONS: dict[str, Callable[[Any, Any], None]] = {
    "check": checking.check,
    "check-folder": saving.check_folder,
    "tidy": tidying.tidy,
    "clear": lambda host, _engine: checking.clear(host),
    "final": saving.save_final,
    "doctor": tell_how_things_stand,
}
_DONE = 1  # com.sun.star.frame.DispatchResultState.SUCCESS
_FAULT = "程序出了错，表格没有改动或只改了标注；可以用“撤销”退回。请把下面这个文件发给维护人员：\n\n{log}"


@lru_cache(maxsize=1)
def _class() -> type:
    interfaces = [
        uno.getClass(f"com.sun.star.{name}")
        for name in (
            "frame.XDispatchProvider",
            "frame.XNotifyingDispatch",
            "lang.XInitialization",
        )
    ]
    return type("Buttons", (unohelper.Base, *interfaces), dict(_Buttons.__dict__))


class _Buttons:
    """Protocol handler and dispatcher in one; LibreOffice makes one for every frame."""

    def __init__(self, context: Any) -> None:
        self._context, self._frame = context, None

    def initialize(self, arguments: Any) -> None:
        if arguments:
            self._frame = arguments[0]

    def queryDispatch(self, url: Any, _target: str, _flags: int) -> Any:
        return self if url.Complete.startswith(PROTOCOL) else None

    def queryDispatches(self, requests: Any) -> Any:
        return tuple(self.queryDispatch(each.FeatureURL, each.FrameName, each.SearchFlags) for each in requests)

    def addStatusListener(self, _listener: Any, _url: Any) -> None:
        pass

    def removeStatusListener(self, _listener: Any, _url: Any) -> None:
        pass

    def dispatch(self, url: Any, arguments: Any) -> None:
        _pressed(self._context, self._frame, url.Complete[len(PROTOCOL) :], arguments)

    def dispatchWithNotification(self, url: Any, arguments: Any, listener: Any) -> None:
        said = _pressed(self._context, self._frame, url.Complete[len(PROTOCOL) :], arguments)
        if listener is not None:
            event = uno.createUnoStruct("com.sun.star.frame.DispatchResultEvent")
            event.Source, event.State, event.Result = self, _DONE, said
            listener.dispatchFinished(event)


def _pressed(context: Any, frame: Any, action: str, arguments: Any) -> str:
    """Do what a button asks for; what was said is given back as JSON where the answers came with the call.

    An exception that leaves this place would vanish without a word.
    """
    given = {each.Name: each.Value for each in arguments or ()}
    prepared = Prepared(json.loads(given["Answers"])) if "Answers" in given else None
    dialogs = prepared if prepared is not None else Windows(frame, context)
    folder = _user_folder(context)
    try:
        document = frame.getController().getModel()
        host = CalcHost(document, frame.getController(), context, dialogs)
        ACTIONS[action](host, engine_for(_configuration(folder)))
    except Refusal as refusal:
        dialogs.tell(str(refusal))
    except Exception:  # noqa: BLE001
        log = folder / LOG
        log.write_text(traceback.format_exc(), encoding="utf-8")
        dialogs.tell(_FAULT.format(log=log))
    return json.dumps(prepared.said, ensure_ascii=False) if prepared is not None else ""


def _user_folder(context: Any) -> Path:
    substitution = context.ServiceManager.createInstanceWithContext("com.sun.star.util.PathSubstitution", context)
    return Path(uno.fileUrlToSystemPath(substitution.substituteVariables("$(user)", True)))


def _configuration(folder: Path) -> dict[str, Any]:
    try:
        found = json.loads((folder / CONFIGURATION).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _create(context: Any, *_: object) -> Any:
    return _class()(context)


def implementations() -> Any:
    """What the loader of Python components asks for."""
    helper = unohelper.ImplementationHelper()
    helper.addImplementation(_create, BUTTONS_IMPLEMENTATION, (BUTTONS_IMPLEMENTATION,))
    return helper
