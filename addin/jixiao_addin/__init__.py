"""What sits inside Excel and LibreOffice Calc.

The cell functions, the buttons (校验, 规范写法, 清除标注 …), the installer and the self-check will live here;
this version holds none of them yet. They will be thin: every score and every finding comes from `jixiao`.
"""
