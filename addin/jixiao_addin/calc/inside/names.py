"""The names under which LibreOffice knows the parts of the extension."""

from __future__ import annotations

IDENTIFIER = "jixiao.calc"
# Formulas are stored under the service's name: JX.SCORE.
SERVICE = "JX"
FUNCTIONS_IMPLEMENTATION = "jixiao.calc.Functions"
INTERFACE_MODULE, INTERFACE_NAME = "jixiao", "XFunctions"
BUTTONS_IMPLEMENTATION = "jixiao.calc.Buttons"
PROTOCOL = "vnd.jixiao:"
# In the user folder of the profile: how the buttons start the engine.
CONFIGURATION = "jixiao.json"


def method_of(function: str) -> str:
    """The name of a cell function's method: JX_RATE_SCORE → rate_score."""
    return function[len(SERVICE) + 1 :].lower()


# Beside it: what went wrong last.
LOG = "jixiao-error.txt"
