"""Answers once LibreOffice does."""

from __future__ import annotations


def main(desktop: object) -> bool:
    return desktop is not None
