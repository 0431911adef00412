"""Where the project's own files lie."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
CASES = ROOT / "examples" / "cases" / "xunyang-2023"
WORKBOOKS = ROOT / "examples" / "xunyang-2023"
EXPECTED = ROOT / "tests" / "expected" / "xunyang-2023.json"
