"""What a colour looks like that a style names by its place in the theme or in the old palette."""

from __future__ import annotations

import colorsys
import re

from jixiao.reading.markup import integer

# Styles count the pairs of light and dark the other way round than the theme lists them (ECMA-376 part 1, 18.8.3).
_THEME = "lt1 dk1 lt2 dk2 accent1 accent2 accent3 accent4 accent5 accent6 hlink folHlink".split()
_SLOT = re.compile(rb'<a:(\w+)>\s*<a:(?:srgbClr|sysClr)\s(?:[^<>]*\slastClr|[^<>]*?val)="([0-9A-Fa-f]{6})"')
# The palette of 56 colours (18.8.27); numbers 0 to 7 are those of 8 to 15.
_PALETTE = (
    "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF 800000 008000 000080 808000 800080 008080 C0C0C0 808080 "
    "9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF 000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF "
    "00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 "
    "003366 339966 003300 333300 993300 993366 333399 333333"
).split()
_DESCRIBED = re.compile(r"(?P<kind>rgb|theme|indexed)=(?P<value>[0-9A-F]+)(?: tint=(?P<tint>\S+))?")


def shown(colour: str, theme: bytes) -> str | None:
    """Six hexadecimal digits for a colour as `Styles.colour` describes it, None where they cannot be told.

    theme: the theme part, empty where there is none.
    """
    found = _DESCRIBED.fullmatch(colour)
    if found is None:
        return None
    digits = _digits(found["kind"], found["value"], theme)
    try:
        return digits if digits is None or found["tint"] is None else _tinted(digits, float(found["tint"]))
    except ValueError:
        return None


def _digits(kind: str, value: str, theme: bytes) -> str | None:
    if kind == "rgb":
        return value[-6:] if len(value) in (6, 8) else None
    number = integer(value)
    if number < 0:
        return None
    if kind == "indexed":
        number = number + 8 if number < 8 else number
        return _PALETTE[number - 8] if number - 8 < len(_PALETTE) else None
    slots = {name.decode(): digits.decode().upper() for name, digits in _SLOT.findall(theme)}
    return slots.get(_THEME[number]) if number < len(_THEME) else None


def _tinted(digits: str, tint: float) -> str:
    """Lighter for a positive tint, darker for a negative one (18.3.1.15)."""
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    mixed = colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), saturation)
    return "".join(f"{round(each * 255):02X}" for each in mixed)
