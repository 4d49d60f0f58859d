"""What Jinja compiled of dbt's templates, kept beside what dbt keeps of the project; see dbt_plan_targets.py."""

import contextlib
from pathlib import Path
from types import CodeType
from typing import Any

from dbt_common.clients.jinja import MacroFuzzEnvironment
from jinja2.bccache import Bucket, FileSystemBytecodeCache

_compile = MacroFuzzEnvironment.compile


def keep_templates(folder: Path | None) -> None:
    """Has dbt take a template that it compiled before from that folder; without one it compiles each anew."""
    if folder is None:
        MacroFuzzEnvironment.compile = _compile
        return
    kept = _Templates(str(folder), "%s")

    def compile_once(environment: MacroFuzzEnvironment, source: Any, *args: Any, **kwargs: Any) -> Any:
        # Of another class are the thousands of small texts of ymls, which are read once for many commands.
        if type(environment) is not MacroFuzzEnvironment or not isinstance(source, str) or args or kwargs:
            return _compile(environment, source, *args, **kwargs)
        bucket = kept.get_bucket(environment, source, None, source)
        if bucket.code is None:
            compiled: CodeType = _compile(environment, source)
            bucket.code = compiled
            kept.set_bucket(bucket)
        return bucket.code

    MacroFuzzEnvironment.compile = compile_once


class _Templates(FileSystemBytecodeCache):
    """Files that nobody misses: where one cannot be read or written, its template is compiled again."""

    def load_bytecode(self, bucket: Bucket) -> None:
        # Whatever a disk has made of one.
        with contextlib.suppress(Exception):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            Path(self.directory).mkdir(parents=True, exist_ok=True)
            super().dump_bytecode(bucket)
