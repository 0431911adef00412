"""xlwings' own generator of VBA wrappers, run apart from Windows: `python xlwings_generator.py MODULE` prints its text.

Only what it imports from Windows is stood in for, and never called; the generator and the decorators are the real ones.
"""

from __future__ import annotations

import importlib
import io
import sys
import types

for name, members in {
    "pythoncom": {"CoInitialize": None},
    "pywintypes": {"com_error": Exception},
    "win32com": {},
    "win32com.client": {"Dispatch": None},
}.items():
    sys.modules[name] = types.ModuleType(name)
    vars(sys.modules[name]).update(members)

import xlwings  # noqa: E402
from xlwings import udfs  # noqa: E402

# As `xlwings/__init__.py` does on Windows; elsewhere the decorators do nothing.
xlwings.func, xlwings.arg, xlwings.ret, xlwings.sub = udfs.xlfunc, udfs.xlarg, udfs.xlret, udfs.xlsub

text = io.StringIO()
book = types.SimpleNamespace(Name="jixiao.xlam")
udfs.generate_vba_wrapper(sys.argv[1], importlib.import_module(sys.argv[1]), text, book)
sys.stdout.write(text.getvalue())
