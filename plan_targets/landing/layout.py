"""Where dropped files are, and where their copies are kept."""

# Beside the dropped files, so that one variable moves both; hidden, so that nobody takes it for an inbox.
STORE = ".loads"
LOCK_FILE = ".lock"
# The bytes, with the ending of the dropped file's name: never a name that a clerk chose.
CONTENT = "content"
# A data set's files, or the one that it was written to.
DATASET = "content.parquet"
RECORD_FILE = "record.json"
WITHDRAWN_FILE = "withdrawn.json"

# What is being written, and what is left of it after a kill. Hidden, so that it is neither a load nor a dropped file.
UNFINISHED = ".unfinished-"
# A load whose record cannot be read and whose bytes came again: kept for those who want to know why.
DAMAGED = ".damaged-"

README = "README.md"
# Hidden files, and the lock files of office programs.
NEVER_LOADED = (".", "~$")
