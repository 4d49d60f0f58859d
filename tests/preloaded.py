"""What a process of the warehouse imports from elsewhere: loaded once, and then only forked; see `tests.forked`.

Nothing of this project is among it: a copy of the project brings its own.
"""

import contextlib
import gc
import importlib
import os
import sys

# As `plan_targets.gates.judging` does, before the library is imported.
os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
os.environ.setdefault("TQDM_DISABLE", "1")

LIBRARIES = (
    "dbt.cli.main", "dbt.adapters.duckdb.impl", "dbt.task.build", "dbt.task.retry", "dbt.task.show",
    "dbt.parser.manifest", "metricflow.engine.metricflow_engine",
    "dbt_semantic_interfaces.validations.semantic_manifest_validator",
    "great_expectations", "great_expectations.expectations.row_conditions", "duckdb_sqlalchemy",
    "duckdb", "polars", "pandas", "pyarrow.parquet", "fastexcel", "cn2an", "opencc", "lxml.html", "rapidfuzz",
    "filelock", "yaml", "typer.rich_utils", "xlsxwriter", "docx", "pdfplumber",
    "concurrent.futures.thread", "multiprocessing.pool", "asyncio", "xml.dom.minidom", "runpy",
)  # fmt: skip

# Where the extra `spark` is installed, pyspark takes a program without a file for its own doctests, and ends it.
if not hasattr(sys.modules["__main__"], "__file__"):
    sys.modules["__main__"].__file__ = __file__

gc.disable()
for _library in LIBRARIES:
    with contextlib.suppress(ImportError):
        importlib.import_module(_library)
gc.freeze()
gc.enable()
