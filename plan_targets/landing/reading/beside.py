"""Sheets that our own workbooks have beside the table that is filled in; nothing of them is loaded."""

HELP_SHEET = "填表说明"
CHECK_SHEET = "核对说明"
LEFT_OUT_SHEET = "未采用的数字"
CHANGES_SHEET = "与原文件比较"
SHEETS_BESIDE = frozenset({HELP_SHEET, CHECK_SHEET, LEFT_OUT_SHEET, CHANGES_SHEET})
