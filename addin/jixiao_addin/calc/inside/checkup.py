"""环境自检: what the buttons found, and what is to be done where something is missing."""

from __future__ import annotations

import platform
from typing import TYPE_CHECKING

from jixiao_addin.buttons.outcome import Refusal

if TYPE_CHECKING:
    from jixiao_addin.calc.inside.engine import CalcEngine
    from jixiao_addin.calc.inside.host import CalcHost


def tell_how_things_stand(host: CalcHost, engine: CalcEngine) -> None:
    """Say which program, Python, extension and engine there are, and whether the versions go together."""
    office, extension = host.versions()
    lines = [f"LibreOffice {office}", f"Python {platform.python_version()}", f"扩展 jixiao {extension}"]
    try:
        about = engine.about()
    except Refusal as refusal:
        lines += ["校验程序：没有找到", "", str(refusal)]
    else:
        lines.append(f"校验程序 {about}")
        same = about.startswith(f"jixiao {extension}（")
        lines += ["", "一切正常。" if same else "扩展和校验程序的版本不一样。请运行 jixiao addin install --host calc。"]
    host.tell("\n".join(lines))
