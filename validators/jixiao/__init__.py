"""jixiao: checks 绩效自评表 cell by cell, offline, without a spreadsheet program."""

__version__ = "0.1.0"
