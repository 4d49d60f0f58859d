"""The parts of the benchmark. Each prints what it measured, and gives its named values."""

import os
import re
import shutil
import statistics
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.load_time import write_file
from tests.benchmarks.scale.comparing import rows_that_differ, rows_that_differ_from_the_warehouse
from tests.benchmarks.scale.generator import Delivery, generate, size_of
from tests.benchmarks.scale.marts import MARTS
from tests.benchmarks.scale.measuring import GIB, Measured, measure
from tests.benchmarks.scale.references import WAYS, missing
from tests.benchmarks.scale.stages import nodes_of, stages_of
from tests.project import DBT, REPOSITORY, Project

DROPPED = 1_000_000
# What Spark builds too, beside what is shipped alone.
ROWS_OF_SPARK = 2_000_000
SLOWEST = 12
ONE_PERCENT = 0.01
# Builds have the limit that the benchmark is started with.
LIMIT = "WAREHOUSE_MEMORY_LIMIT"
# A node that costs nothing: what is left is dbt's start in this project.
SMALL = "time_spine_year"


@dataclass
class Bench:
    """Where the benchmark works, and what its parts hand on."""

    scratch: Path
    rows: int
    seed: int
    delivery: Delivery | None = None
    marts: dict[str, Path] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def delivered(self) -> Delivery:
        """The generated observations."""
        if self.delivery is None:
            self.delivery = generate(self.scratch / "delivery", self.rows, self.seed)
            size, each = self.delivery.bytes / 1e6, self.delivery.bytes / self.delivery.rows
            print(f"{self.delivery.rows:,} observations, {size:,.0f} MB of Parquet, {each:.1f} B each")
        return self.delivery

    def project(self, name: str) -> Project:
        """A copy of this repository with an empty drop folder, parsed and built once with what is shipped."""
        project = Project.copy_to(self.scratch / name)
        (project.folder / "landing").mkdir()
        build(project)
        return project


def build(project: Project, *arguments: str) -> Measured:
    """One dbt command from the start of its process; stops the benchmark when it fails."""
    command = [str(DBT), "--no-use-colors", *(arguments or ("build",))]
    environment = project.environment | {"LANDING_PATH": str(project.folder / "landing")}
    if LIMIT in os.environ:
        environment[LIMIT] = os.environ[LIMIT]
    measured = measure(command, project.folder, environment)
    if measured.returncode != 0:
        sys.exit(measured.printed[-4000:] + f"\n{' '.join(command[1:])} failed ({measured.returncode}).")
    return measured


def line(name: str, measured: Measured, more: str = "") -> None:
    """One line of the table."""
    print(
        f"  {name:<34}{measured.seconds:>9.1f} s{measured.processor_seconds:>9.1f} s cpu"
        f"{measured.peak_gib:>8.2f} GiB  {more}"
    )


def references(bench: Bench, ways: Iterable[str] = tuple(WAYS)) -> dict[str, float]:
    """The same marts by hand, each way in a process of its own, all compared row by row with DuckDB's."""
    delivery = bench.delivered()
    print(f"\n{' and '.join(MARTS)} made by hand:")
    for way in ways:
        why = missing(way)
        if why is not None:
            print(f"  {why}")
            continue
        marts = bench.scratch / f"marts.{way}"
        command = [sys.executable, "-m", "tests.benchmarks.scale.references", way, str(delivery.folder), str(marts)]
        measured = measure(command, REPOSITORY)
        if measured.returncode != 0:
            last = measured.printed.strip().splitlines()[-1:] or [f"ended with {measured.returncode}"]
            line(way, measured, f"did not end: {last[0][:90]}")
            continue
        bench.marts[way], bench.seconds[way] = marts, measured.seconds
        if way == "duckdb":
            millions = delivery.rows / 1e6
            print(f"  rate sql_processor_seconds_per_million={measured.processor_seconds / millions:.2f}")
            print(f"  rate sql_peak_gib_per_million={measured.peak_gib / millions:.3f}")
        differ = rows_that_differ("duckdb", way, bench.marts) if way != "duckdb" else 0
        line(way, measured, f"{size_of(marts) / 1e6:,.0f} MB, {differ} rows differ")
    return {}


def full(bench: Bench) -> dict[str, float]:
    """The whole build with the delivery dropped, stage by stage, and 1 % more behind it."""
    delivery = bench.delivered()
    if "duckdb" not in bench.seconds:
        references(bench, ["duckdb"])
    project = bench.project("full")
    landing = project.folder / "landing"
    start = build(project, "build", "--select", SMALL)
    shutil.copytree(delivery.folder, landing / "scale")
    whole = build(project)
    target = project.folder / "target"
    nodes = nodes_of(target)
    record = project.publication().record
    print(f"\ndbt build with {delivery.rows:,} delivered rows, {record['observation_count']:,} observations published:")
    line("the whole build", whole)
    line("dbt's own start", start, f"(one small model: {SMALL})")
    total = sum(node.seconds for node in nodes)
    for stage in stages_of(nodes, whole.samples, target / "warehouse.duckdb"):
        print(
            f"    {stage.name:<32}{stage.seconds:>9.1f} s{stage.processor_seconds:>9.1f} s cpu"
            f"{stage.peak_bytes / GIB:>8.2f} GiB  {stage.seconds / total:.0%} of the nodes' time, "
            f"{stage.bytes / 1e6:,.0f} MB of tables"
        )
    print("  the slowest nodes: " + ", ".join(f"{node.name} {node.seconds:.1f} s" for node in nodes[:SLOWEST]))
    for name, path in (
        ("delivery", delivery.folder), ("store of loads", landing / ".loads"),
        ("build file", target / "warehouse.duckdb"), ("publication", project.published / "current"),
    ):  # fmt: skip
        size = size_of(path.resolve())
        print(f"  {name:<34}{size / 1e6:>9,.0f} MB{size / delivery.rows:>9.1f} B a row")
    # Before further builds: a file does not shrink when tables in it are replaced.
    print_rates(
        delivery, whole, start, {"build": target / "warehouse.duckdb", "publication": project.published / "current"}
    )
    by_hand = bench.marts.get("duckdb")
    if by_hand is not None:
        differ, withheld = rows_that_differ_from_the_warehouse(target / "warehouse.duckdb", ["scale"], by_hand)
        print(f"  {differ} rows differ from those made by hand; {withheld} are of series that the project tells of too")
    again = build(project)
    line("the next build, nothing new", again)
    more = generate(bench.scratch / "more", bench.rows, bench.seed + 1, share=ONE_PERCENT)
    shutil.copytree(more.folder, landing / "more")
    added = build(project)
    line(f"a build with {more.rows:,} rows more", added)
    return {
        # Of very many rows the script by hand may not end; what the build took is told all the same.
        **({"full_over_sql": whole.seconds / bench.seconds["duckdb"]} if by_hand is not None else {}),
        "full_peak_gib": whole.peak_gib,
        "one_percent_share": (added.seconds - start.seconds) / whole.seconds,
    }


def print_rates(delivery: Delivery, whole: Measured, start: Measured, files: dict[str, Path]) -> None:
    """What a plan for more rows is worked out from: `python -m tests.benchmarks.scale.nation` reads these names."""
    millions = delivery.rows / 1e6
    spent = whole.processor_seconds - start.processor_seconds
    print(f"  rate build_processor_seconds_per_million={spent / millions:.2f}")
    print(f"  rate peak_gib_per_million={(whole.peak_bytes - start.peak_bytes) / GIB / millions:.3f}")
    print(f"  rate delivery_bytes_per_row={delivery.bytes / delivery.rows:.1f}")
    for name, file in files.items():
        print(f"  rate {name}_bytes_per_row={size_of(file.resolve()) / delivery.rows:.1f}")


def dropped(bench: Bench) -> dict[str, float]:
    """A million rows dropped as CSV, beside the build without them, and the next build with nothing new."""
    project = bench.project("dropped")
    without = build(project)
    write_file(project.folder / "landing" / "million.csv", DROPPED)
    first = build(project)
    following = build(project)
    print(f"\n{DROPPED:,} rows dropped as CSV:")
    line("the build without them", without)
    line("the build that meets them", first)
    line("the next build, nothing new", following)
    return {
        "dropped_extra_s": first.seconds - without.seconds,
        "dropped_peak_gib": first.peak_gib,
        "next_extra_s": following.seconds - without.seconds,
    }


def client(bench: Bench) -> dict[str, float]:
    """The semantic client beside hand-written SQL on a mart of ten million rows: the worst of the questions."""
    from plan_targets.publication.read import connect
    from plan_targets.semantic import SemanticClient
    from tests.benchmarks.large_publication import make
    from tests.benchmarks.semantic_layer import CASES, assert_same, pairs

    template = bench.project("template").publication()
    folder = bench.scratch / "large"
    connection = connect(make(folder, template))
    reader = SemanticClient(str(folder)).current()
    print("\nThe semantic client over hand-written SQL, ten million rows in the mart:")
    worst = 0.0
    for case in CASES:
        assert_same(case, reader, connection)
        ratio = statistics.median(asked / written for asked, written in pairs(case, reader, connection))
        worst = max(worst, ratio)
        print(f"  {case.name:<52}{ratio:>6.2f}")
    return {"client_worst_ratio": worst}


def spark(bench: Bench) -> dict[str, float]:
    """How many rows of the marts differ on Spark: as shipped, and with a delivery and a worker killed meanwhile."""
    why = missing("spark")
    if why is not None:
        print(f"\n{why}")
        return {}
    differ = 0.0
    for arguments in ([], ["--rows", str(min(bench.rows, ROWS_OF_SPARK)), "--kill-worker"]):
        measured = measure([sys.executable, "-m", "tests.benchmarks.spark.compare", *arguments], REPOSITORY)
        print(f"\n{measured.printed}")
        found = re.search(r"^spark_rows_differ=(\d+)$", measured.printed, re.M)
        if measured.returncode != 0 or found is None:
            sys.exit(f"Spark's marts were not compared ({measured.returncode}): {' '.join(arguments) or 'as shipped'}.")
        differ += float(found.group(1))
    return {"spark_rows_differ": differ}


PARTS: dict[str, Callable[[Bench], dict[str, float]]] = {
    "references": references, "full": full, "dropped": dropped, "client": client, "spark": spark,
}  # fmt: skip
