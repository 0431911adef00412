"""The summary workbook: tables in pandas, written with xlsxwriter. ``summary_workbook`` is the way in."""
