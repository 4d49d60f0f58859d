"""Where a publication's files are."""

# Compiled metric queries name the build's catalog, so a snapshot is attached under the same name.
CATALOG = "warehouse"
SCHEMA = "marts"
# Where a build keeps what its gates found.
GATES = "quality"

DATABASE_FILE = "warehouse.duckdb"
MANIFEST_FILE = "semantic_manifest.json"
RECORD_FILE = "publication.json"
DATA_DOCS_FOLDER = "data_docs"
# The marts for tools that read files, and what each file and field is.
PARQUET_FOLDER = "parquet"
DATA_PACKAGE_FILE = "datapackage.json"
# What each publication changed, one file for each language.
FEED_FILE = "changes.{language}.atom"

POINTER = "current"
SNAPSHOTS = "snapshots"
# What was taken back, one record a publication, and the lock of those who change the pointer.
WITHDRAWN = "withdrawn"
# For which publications somebody confirmed that figures of theirs are to be gone from the next.
CONFIRMED = "confirmed_removals"
LOCK_FILE = ".lock"
# A folder for each day that was asked for, laid out like this one.
AS_OF = "as_of"

# A folder on its way in or out; neither is a publication.
UNFINISHED = ".unfinished"
LEAVING = ".leaving"
