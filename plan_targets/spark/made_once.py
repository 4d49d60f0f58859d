"""What a model names and reads often is made once, as DuckDB does by itself.

Spark makes a common table expression anew for each that reads it, and so all that it is made of: a model of ten that
read one another read their tables a hundred times.
"""

import re
from collections.abc import Callable

# As sqlfluff holds the models to write them.
NAMED = re.compile(r"^(?:with )?(\w+) as \(\n(.*?)^\),?$", re.MULTILINE | re.DOTALL)
# A table as it is.
PLAIN = re.compile(r"\s*select (?:\w+\.)?\*\s+from \S+\s*")
COMMENT = re.compile(r"--[^\n]*")
OFTEN = 3


def make_once(model: str, sql: str, run: Callable[[str], object]) -> tuple[str, list[str]]:
    """The model's SQL, in which what is read often is a view whose rows are kept once they are read; and the views."""
    bare = COMMENT.sub("", sql)
    written: list[str] = []
    views: list[str] = []
    for name, body in NAMED.findall(bare):
        readers = len(re.findall(rf"\b(?:from|join)\s+{name}\b", bare))
        if readers >= OFTEN and not PLAIN.fullmatch(body):
            views.append(f"{model}__{name}")
            run(f"create or replace temporary view {views[-1]} as {_with(written)} {body}")
            # On the workers' disks, as they have memory for what they are doing.
            run(f"cache lazy table {views[-1]} options ('storageLevel' 'DISK_ONLY')")
            body = f"select * from {views[-1]}\n"
        written.append(f"{name} as (\n{body})")
    return (f"{_with(written)} {NAMED.sub('', bare)}", views) if views else (sql, [])


def _with(written: list[str]) -> str:
    return "with " + ",\n".join(written) if written else ""
