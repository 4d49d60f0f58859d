"""Where dropped files are, and where their copies are kept."""

# Beside the dropped files, so that one variable moves both; hidden, so that nobody takes it for an inbox.
STORE = ".loads"
LOCK_FILE = ".lock"
# The bytes, with the ending of the dropped file's name: never a name that a clerk chose.
CONTENT = "content"
RECORD_FILE = "record.json"
WITHDRAWN_FILE = "withdrawn.json"

# What is being written, and what is left of it after a kill. Hidden, so that it is neither a load nor a dropped file.
UNFINISHED = ".unfinished-"
# A load whose record cannot be read and whose bytes came again: kept for those who want to know why.
DAMAGED = ".damaged-"

README = "README.md"
# Hidden files, and the lock files of office programs.
NEVER_LOADED = (".", "~$")

# Sheets that our own workbooks have beside the table that is filled in: help, and what a draft left out.
HELP_SHEET = "填表说明"
CHECK_SHEET = "核对说明"
LEFT_OUT_SHEET = "未采用的数字"
CHANGES_SHEET = "与原文件比较"
SHEETS_BESIDE = frozenset({HELP_SHEET, CHECK_SHEET, LEFT_OUT_SHEET, CHANGES_SHEET})
