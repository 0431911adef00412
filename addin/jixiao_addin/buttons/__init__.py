"""What the buttons do, whichever spreadsheet program they sit in.

`host.Host` is what a program must be able to do (Excel and Calc each have one), `outcome.Outcome` what an engine finds
on the workbook; the actions know nothing else. Standard library and Python 3.9 syntax only, `engine` apart: Calc's own
Python runs the rest with the engine in another process.
"""
