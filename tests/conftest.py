"""Where the tests find what they share, also when they test an installed wheel (`pytest -o pythonpath=`)."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path += [str(ROOT / "tests" / "support"), str(ROOT / "bench"), str(ROOT / "equality")]
