"""What Excel calls through xlwings: the cell functions, and the buttons with Excel as their `buttons.host.Host`.

Only the portable part of xlwings is used, so that a test engine over files is a true double; the one exception is the
folder dialog (`dialogs`), for which xlwings has nothing.
"""
