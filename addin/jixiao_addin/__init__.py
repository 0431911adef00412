"""What sits inside Excel and LibreOffice Calc: cell functions, buttons, installer and self-check.

All of it is thin: every score and every finding comes from `jixiao`.
"""
