"""Runs a script against a running LibreOffice: `inside_calc.py PIPE SCRIPT`, the payload as JSON on standard input."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import uno


def main(pipe: str, script: str) -> None:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    specification = importlib.util.spec_from_file_location(Path(script).stem, script)
    module = importlib.util.module_from_spec(specification)
    sys.path.insert(0, str(Path(script).parent))
    specification.loader.exec_module(module)
    # Of the program, where uno.getComponentContext() gives that of this process.
    module.context = sys.modules["__main__"].context = context
    json.dump(module.main(desktop, **json.load(sys.stdin)), sys.stdout, ensure_ascii=False)


main(*sys.argv[1:])
