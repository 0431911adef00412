"""What runs inside LibreOffice, under its own Python: standard library, UNO and the cell functions. Python 3.9 syntax.

Copied into the extension at build time (`jixiao_addin.calc.vendoring`); everything in here also has to load where
neither the package nor a newer Python is.
"""
