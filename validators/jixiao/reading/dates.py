"""Serial numbers ↔ dates, and dates as a format code shows them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from .numfmt import Section

_MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October"]
_MONTHS += ["November", "December"]
_WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_CHINESE_DAYS = "一二三四五六日"
_DIGITS = "〇一二三四五六七八九"
_LAST_SERIAL = 2_958_465
_LEAP_DAY_1900 = 60
_DAYS_TO_1904 = 1462
_DAY = 86_400
_ISO = re.compile(
    r"(?:([0-9]{4})-([0-9]{2})-([0-9]{2}))?T?(?:([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6}))?)?)?Z?",
    re.ASCII,
)


def serial_of(iso: str, date1904: bool) -> Decimal | None:
    """The serial number of an ISO 8601 date, time or both; None when it is none of them."""
    match = _ISO.fullmatch(iso)
    if not match or not (match[1] or match[4]):
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    days = 0
    if match[1]:
        try:
            days = (date(year, month, day) - date(1904, 1, 1)).days
        except ValueError:
            return None
        if not date1904:
            days += _DAYS_TO_1904
            if days <= _LEAP_DAY_1900:
                days -= 1
    seconds = Decimal(hour * 3600 + minute * 60 + second) + Decimal(f"0.{match[7] or 0}")
    return days + seconds / _DAY


def date_text(section: Section, serial: Decimal, date1904: bool) -> str | None:
    """A serial number as a section shows it; None when no date has that number."""
    if not 0 <= serial <= _LAST_SERIAL + 1:
        return None
    places = max((len(token.text) for token in section.tokens if token.kind == "fraction"), default=0)
    shows_seconds = any(token.text[:1] == "s" for token in section.tokens if token.kind in ("date", "elapsed"))
    # Without seconds a time is cut off, not rounded; the milliseconds take up the noise of binary fractions.
    unit = Decimal(1).scaleb(-min(places, 6)) if shows_seconds else Decimal("0.001")
    total = (serial * _DAY).quantize(unit, ROUND_HALF_UP)
    days, seconds = divmod(total, _DAY)
    if days > _LAST_SERIAL:
        return None
    moment = _Moment(section, int(days), seconds, date1904)
    out: list[str] = []
    for kind, text in section.tokens:
        if kind == "date":
            out.append(moment.part(text))
        elif kind == "elapsed":
            whole = int(total // {"h": 3600, "m": 60, "s": 1}[text[0]])
            out.append(f"{whole:0{len(text)}}")
        elif kind == "fraction":
            digits = f"{seconds % 1:.6f}"[2:].ljust(len(text), "0")
            out.append(f".{digits[: len(text)]}")
        elif kind == "text":
            out.append(text)
    return "".join(out)


class _Moment:
    """A day and a time of day, to be written part by part."""

    __slots__ = ("_chinese", "_day", "_month", "_seconds", "_twelve", "_weekday", "_year")

    def __init__(self, section: Section, days: int, seconds: Decimal, date1904: bool) -> None:
        self._chinese = section.chinese
        self._seconds = int(seconds)
        self._twelve = any("/" in token.text for token in section.tokens if token.kind == "date")
        if date1904:
            days += _DAYS_TO_1904
        self._weekday = (days - 2) % 7
        self._year, self._month, self._day = _calendar(days)

    def part(self, code: str) -> str:
        """What stands for one token, such as yyyy or mm."""
        first, length = code[0], len(code)
        hour = self._seconds // 3600
        if "/" in code:
            return code.split("/")[hour >= 12]
        if first in "ye":
            year = f"{self._year % 100:02}" if first == "y" and length < 3 else f"{self._year:04}"
            return "".join(_DIGITS[int(digit)] for digit in year) if self._chinese else year
        if first == "m" and length > 2:
            name = _MONTHS[self._month - 1]
            return name[:1] if length == 5 else name[:3] if length == 3 else name
        if first == "a":
            return ("星期" if length == 4 else "周") + _CHINESE_DAYS[self._weekday]
        if first == "d" and length > 2:
            name = _WEEKDAYS[self._weekday]
            return name[:3] if length == 3 else name
        if self._twelve:
            hour = (hour + 11) % 12 + 1
        number = {
            "m": self._month,
            "d": self._day,
            "h": hour,
            "n": self._seconds // 60 % 60,
            "s": self._seconds % 60,
        }[first]
        return _chinese(number) if self._chinese else f"{number:0{min(length, 2)}}"


def _chinese(number: int) -> str:
    """A number below 100 as it is read: 21 → 二十一."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + ("" if not ones else _DIGITS[ones])


def _calendar(days: int) -> tuple[int, int, int]:
    """Year, month and day of a serial number of the 1900 system, with the two days that never were."""
    if days == _LEAP_DAY_1900:
        # Kept by Excel from Lotus 1-2-3, which took 1900 for a leap year.
        return 1900, 2, 29
    if days == 0:
        return 1900, 1, 0
    when = date(1899, 12, 30) + timedelta(days=days + (days < _LEAP_DAY_1900))
    return when.year, when.month, when.day
