"""What a build took, stage by stage: dbt's own times of its nodes, by where they stand in the chain."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import duckdb

from tests.benchmarks.scale.measuring import Sample

# The stage of a node, by the beginning of its path; the first that fits.
STAGES = (
    ("register and read", ("models/staging/landing/stg_lo", "models/staging/landing/stg_landed_r",
        "models/staging/landing/stg_landed_h", "models/staging/landing/stg_landed_p")),
    ("staging", ("models/staging", "seeds")),
    ("mapping", ("models/intermediate/names", "models/intermediate/observations/int_observations_mapped",
        "models/intermediate/observations/int_note_remarks")),
    ("findings", ("models/intermediate/landing", "models/intermediate/observations/int_row_findings",
        "models/intermediate/observations/int_findings")),
    ("observations", ("models/intermediate/observations",)),
    ("gates", ("models/quality",)),
    ("progress and changes", ("models/intermediate",)),
    ("marts", ("models/marts",)),
    ("publication", ("models/publication", "operation")),
    ("tests", ("tests",)),
)  # fmt: skip


# What DuckDB writes at a time.
BLOCK_BYTES = 262_144


@dataclass(frozen=True)
class Node:
    """One node of a build: when it ran, and its table in the build file."""

    name: str
    stage: str
    table: tuple[str, str]
    began: float
    ended: float

    @property
    def seconds(self) -> float:
        """How long it ran."""
        return self.ended - self.began


@dataclass(frozen=True)
class Stage:
    """What the nodes of a stage took together. Two run at a time, so that stages overlap.

    Of what processes took while several nodes ran, each node has an equal part; the peak is what all of them held while
    one of the stage ran. The bytes are those of its tables in the build file.
    """

    name: str
    seconds: float
    processor_seconds: float
    peak_bytes: int
    bytes: int


def nodes_of(target: Path) -> list[Node]:
    """The nodes of the last build, the slowest first."""
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    nodes = manifest["nodes"] | manifest.get("unit_tests", {})
    read = []
    for result in results:
        kind, _, rest = result["unique_id"].partition(".")
        node = nodes.get(result["unique_id"], {})
        path = node.get("original_file_path", "")
        if kind in ("test", "unit_test"):
            path = "tests"
        elif kind == "operation":
            path = "operation"
        moments = [_moment(part[end]) for part in result["timing"] for end in ("started_at", "completed_at")]
        table = (node.get("schema", ""), node.get("alias", ""))
        read.append(
            Node(rest.rpartition(".")[2], _stage(path), table, min(moments, default=0), max(moments, default=0))
        )
    return sorted(read, key=lambda node: -node.seconds)


def stages_of(nodes: list[Node], samples: Iterable[Sample], build_file: Path) -> list[Stage]:
    """What each stage took, in the order of the chain."""
    processor_seconds = dict.fromkeys((name for name, _ in STAGES), 0.0)
    peaks = dict.fromkeys(processor_seconds, 0)
    for before, after in pairwise(samples):
        running = [node.stage for node in nodes if node.began < after.at and node.ended > before.at]
        for stage in running:
            processor_seconds[stage] += (after.processor_seconds - before.processor_seconds) / len(running)
            peaks[stage] = max(peaks[stage], before.bytes, after.bytes)
    sizes = _bytes_of_tables(build_file)
    return [
        Stage(
            stage,
            sum(node.seconds for node in nodes if node.stage == stage),
            processor_seconds[stage],
            peaks[stage],
            sum(sizes.get(node.table, 0) for node in nodes if node.stage == stage),
        )
        for stage, _ in STAGES
    ]


def _moment(text: str) -> float:
    return datetime.fromisoformat(text.removesuffix("Z")).replace(tzinfo=UTC).timestamp()


def _bytes_of_tables(build_file: Path) -> dict[tuple[str, str], int]:
    with duckdb.connect(str(build_file), read_only=True) as connection:
        tables = connection.execute("select schema_name, table_name from duckdb_tables()").fetchall()
        count = "select count(distinct block_id) from pragma_storage_info('{}.{}') where block_id >= 0"
        return {table: BLOCK_BYTES * connection.execute(count.format(*table)).fetchall()[0][0] for table in tables}


def _stage(path: str) -> str:
    return next((stage for stage, beginnings in STAGES if path.startswith(beginnings)), "staging")
