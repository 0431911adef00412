"""Compile the shipped profiles."""

from jixiao.profiles import COMPILED, compile_shipped

COMPILED.write_text(compile_shipped(), encoding="utf-8")
