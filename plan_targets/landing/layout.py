"""Where dropped files are, and where their copies are kept."""

# Beside the dropped files, so that one variable moves both; hidden, so that nobody takes it for an inbox.
STORE = ".loads"
# The bytes, with the ending of the dropped file's name: never a name that a clerk chose.
CONTENT = "content"
RECORD_FILE = "record.json"
WITHDRAWN_FILE = "withdrawn.json"

README = "README.md"
