"""The exit codes, named in one place."""

CLEAN = 0
FINDINGS = 1
WRONG_USE = 2
