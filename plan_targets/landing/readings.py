"""A load is read once: what reading it came to is kept as Parquet beside its bytes.

What is kept goes by all that it follows from: the bytes, the file's name, the lists of words, and the code that reads.
Where one of them has changed, or what is kept is missing or damaged, the load is read again from its bytes; but not
where the lists have changed and answer all that its reading asked them as before. A load whose bytes are not to be read
has nothing kept.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path

import duckdb
import polars as pl

from plan_targets.files.digests import digest_of, is_as_written
from plan_targets.files.disk import flush
from plan_targets.landing.datasets.columns import NOTHING, Columns, read_columns
from plan_targets.landing.datasets.forms import files_of
from plan_targets.landing.datasets.reading import columns_of_scan, is_nothing, scan_of
from plan_targets.landing.datasets.rows import Kept, rows_of
from plan_targets.landing.datasets.texts import read_texts
from plan_targets.landing.grammar.lines import read_name
from plan_targets.landing.grammar.vocabulary import Notes, Vocabulary
from plan_targets.landing.observations import kind_of, read_headers, read_observations, refused_file
from plan_targets.landing.records import Load

# Whose code decides what a file means: ours below these folders, and the packages that open files.
_CODE = (Path(__file__).parent, Path(__file__).parents[1] / "names")
_PACKAGES = ("fastexcel", "opencc", "polars", "pyarrow", "rapidfuzz")

# As many rows as DuckDB has in a group: what comes in other parts, it puts together anew in the next build.
ROW_GROUP = 122_880

# Where a file says what its reading asked of the lists, and what they answered.
_ASKED = "asked"
_HEADERS = pl.Schema({"sheet": pl.String, "column_name": pl.String, "header": pl.String})


def rows_once(load: Load, vocabulary: Vocabulary) -> Path | pl.DataFrame:
    """The rows that `read_observations` gives: the Parquet file that has them, or themselves where none can be kept."""
    return _once("rows", load, vocabulary, read_observations)


def rows_in_sql(load: Load, vocabulary: Vocabulary) -> str | pl.DataFrame:
    """The rows of a data set as SQL, of whose texts the meanings are kept; where it is refused, why."""
    files = files_of(load.path)
    columns = columns_of(load, files, vocabulary)
    if columns.wrong:
        return refused_file(load, [(wrong.reason_code, wrong.column, wrong.detail) for wrong in columns.wrong])

    def read(load: Load, vocabulary: Vocabulary) -> pl.DataFrame:
        # What its columns mean is asked of the lists too.
        return read_texts(files, columns_of(load, files, vocabulary), vocabulary)

    texts = _once("texts", load, vocabulary, read)
    if not isinstance(texts, Path):
        raise OSError(f"Nothing can be written beside {load.path}")
    said = read_name(load.file.rsplit("/", 1)[-1].partition(".")[0], vocabulary, "文件名")
    return rows_of(Kept(load.load_id, load.file, load.path, files), columns, said, texts)


def columns_of(load: Load, files: list[Path], vocabulary: Vocabulary) -> Columns:
    """What the columns of a data set mean."""
    with duckdb.connect() as connection:
        described = connection.execute(f"describe {columns_of_scan(scan_of(files))}").fetchall()
    kinds = [(name, NOTHING if is_nothing(files, name) else kind) for name, kind, *_ in described]
    return read_columns(kinds, vocabulary)


def headers_once(load: Load, vocabulary: Vocabulary) -> list[tuple[str | None, str, str]]:
    """What `read_headers` gives."""
    if load.dataset is not None:
        if load.trouble is not None:
            return []
        columns = columns_of(load, files_of(load.path), vocabulary)
        return [(None, name, columns.shown(name) or "") for name in columns.headers]

    def read(load: Load, vocabulary: Vocabulary) -> pl.DataFrame:
        return pl.DataFrame(read_headers(load, vocabulary), schema=_HEADERS, orient="row")

    return _frame(_once("headers", load, vocabulary, read)).rows()


def kind_once(load: Load, vocabulary: Vocabulary) -> str:
    """What `kind_of` gives; a data set is of observations."""
    if load.dataset is not None:
        return "observations"

    def read(load: Load, vocabulary: Vocabulary) -> pl.DataFrame:
        return pl.DataFrame({"kind": [kind_of(load, vocabulary)]})

    return str(_frame(_once("kind", load, vocabulary, read)).item())


def _once(
    what: str, load: Load, vocabulary: Vocabulary, read: Callable[[Load, Vocabulary], pl.DataFrame]
) -> Path | pl.DataFrame:
    if load.trouble is not None or load.digest is None:
        return read(load, vocabulary)
    key = _key(load)
    kept = _kept(load, what, key, vocabulary)
    if kept is not None:
        return kept
    with vocabulary.noting() as notes:
        frame = read(load, vocabulary)
    # Where the disk takes nothing more, or another process is clearing up, the next build reads again.
    with contextlib.suppress(OSError):
        return _keep(load, f"{what}.{key}.{_short(vocabulary.digest)}", frame, notes)
    return frame


def _key(load: Load) -> str:
    return _short(hashlib.sha256(repr((load.digest, load.load_id, load.file, reader_version())).encode()).hexdigest())


def _short(digest: str) -> str:
    return digest[:32]


def _kept(load: Load, what: str, key: str, vocabulary: Vocabulary) -> Path | None:
    """What is kept, if it is as it was written, which its name says, and what the lists say now would be no other."""
    lists = _short(vocabulary.digest)
    for path in load.path.parent.glob(f"{what}.{key}.*.parquet"):
        _, _, lists_then, digest, _ = path.name.split(".")
        with contextlib.suppress(OSError):
            if not is_as_written(path, digest):
                continue
            if lists_then == lists:
                return path
            if vocabulary.answers_alike(_notes_of(path)):
                return path.rename(path.with_name(f"{what}.{key}.{lists}.{digest}.parquet"))
    return None


def _keep(load: Load, name: str, frame: pl.DataFrame, notes: Notes) -> Path:
    """Keeps it instead of what was kept before. Whoever is killed meanwhile leaves a hidden file."""
    folder, what = load.path.parent, name.partition(".")[0]
    waiting = folder / f".{what}.{os.getpid()}"
    asked = json.dumps([[*question, answer] for question, answer in notes.items()], ensure_ascii=False)
    try:
        frame.write_parquet(waiting, compression="zstd", row_group_size=ROW_GROUP, metadata={_ASKED: asked})
        flush(waiting)
        path = folder / f"{name}.{digest_of(waiting)}.parquet"
        waiting.replace(path)
    finally:
        waiting.unlink(missing_ok=True)
    flush(folder)
    for other in folder.glob(f"{what}.*.parquet"):
        if other != path:
            other.unlink(missing_ok=True)
    return path


def _notes_of(path: Path) -> Notes:
    noted = json.loads(pl.read_parquet_metadata(path)[_ASKED])
    # An answer of several parts is a tuple.
    return {tuple(asked): tuple(answer) if isinstance(answer, list) else answer for *asked, answer in noted}


def _frame(kept: Path | pl.DataFrame) -> pl.DataFrame:
    return pl.read_parquet(kept) if isinstance(kept, Path) else kept


@cache
def reader_version() -> str:
    """A digest of the code that reads, so that nobody has to remember to count up a number."""
    digest = hashlib.sha256(repr([(name, version(name)) for name in _PACKAGES]).encode())
    for folder in _CODE:
        for path in sorted(folder.rglob("*.py")):
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
