"""What a process of the warehouse imports from elsewhere: loaded once, and then only forked; see `tests.forked`.

Nothing of this project is among it: a copy of the project brings its own.
"""

import contextlib
import gc
import importlib
import inspect
import os
import sys
from itertools import product
from typing import Any

# As `plan_targets.gates.judging` does, before the library is imported.
os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
os.environ.setdefault("TQDM_DISABLE", "1")

LIBRARIES = (
    "dbt.cli.main", "dbt.adapters.duckdb.impl", "dbt.task.build", "dbt.task.retry", "dbt.task.show",
    "dbt.parser.manifest", "dbt_common.clients.agate_helper", "dbt_metricflow.cli.main",
    "metricflow.engine.metricflow_engine", "dbt_semantic_interfaces.validations.semantic_manifest_validator",
    "great_expectations", "great_expectations.expectations.row_conditions", "duckdb_sqlalchemy",
    "duckdb", "polars", "pandas", "pyarrow.parquet", "fastexcel", "cn2an", "opencc", "lxml.html", "rapidfuzz",
    "filelock", "yaml", "typer.rich_utils", "xlsxwriter", "docx", "pdfplumber",
    "concurrent.futures.thread", "multiprocessing.pool", "asyncio", "xml.dom.minidom", "runpy",
)  # fmt: skip


def _make_what_is_made_at_first_use() -> None:
    """How dbt reads, writes and checks its classes is a program that each has compiled when it is first asked."""
    from dbt.adapters.duckdb.credentials import DuckDBCredentials
    from dbt.contracts import project, selection
    from dbt_common.dataclass_schema import dbtClassMixin

    classes: list[Any] = [dbtClassMixin]
    for one in classes:
        classes.extend(one.__subclasses__())
        if one is DuckDBCredentials or one.__module__ in (project.__name__, selection.__name__):
            one.json_schema()
    # What one class compiles adds to others what they have to compile.
    for one, direction, form in product(classes * 2, ("from", "to"), ("dict", "msgpack", "dict_msgpack")):
        # What it is asked about makes no sense; by then it is compiled.
        with contextlib.suppress(Exception):
            getattr(one, f"__mashumaro_{direction}_{form}__")({} if direction == "from" else one.__new__(one))
    # Which module is in which file.
    inspect.stack()


# Where the extra `spark` is installed, pyspark takes a program without a file for its own doctests, and ends it.
if not hasattr(sys.modules["__main__"], "__file__"):
    sys.modules["__main__"].__file__ = __file__

gc.disable()
for _library in LIBRARIES:
    with contextlib.suppress(ImportError):
        importlib.import_module(_library)
_make_what_is_made_at_first_use()
gc.freeze()
gc.enable()
