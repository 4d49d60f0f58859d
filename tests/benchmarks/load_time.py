"""Times the reading of a dropped file of 1,000,000 rows beside polars reading the same file, and prints both.

Each way runs in a process of its own, so that its peak memory is its own:
`uv run python -m tests.benchmarks.load_time`.
With `--build`, also a whole `dbt build` of a project into which that file was dropped.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

import polars as pl

ROWS = 1_000_000
RUNS = 3


def write_file(path: Path, rows: int) -> None:
    """A file of the collected figures' form: every row a figure of its own, in the manners that offices use."""
    from tests.project import REPOSITORY

    reference = REPOSITORY / "seeds" / "reference"
    indicators = pl.read_csv(reference / "indicators.csv", infer_schema=False).filter(
        pl.col("accumulation").is_in(["level", "stock"]) & pl.col("unit").is_in(["%", "个", "家", "项", "件"])
    )
    regions = pl.read_csv(reference / "regions.csv", infer_schema=False)
    years = pl.DataFrame({"year": range(1991, 2025)})
    figures = (
        indicators.select(indicator_zh="name_zh", unit="unit")
        .join(regions.select(region_name_zh="name_zh", region_level="level"), how="cross")
        .join(years, how="cross")
        .head(rows)
    )
    if figures.height < rows:
        # More figures than there are years: two sources each.
        figures = pl.concat([figures, figures]).with_row_index().head(rows).drop("index")
    position = pl.int_range(pl.len())
    number = pl.lit(90.0) + (position % 97) / 100
    value = (
        pl.when(position % 10 == 0)
        .then(pl.lit("超过") + number.cast(pl.String))
        .when((position % 10 == 1) & (pl.col("unit") == "%"))
        .then(number.cast(pl.String) + pl.lit("%"))
        .otherwise(number.cast(pl.String))
    )
    source = pl.format("{}年统计公报{}（第{}号）", "year", "region_name_zh", position // 500_000 + 1)
    figures.select(
        "region_name_zh",
        "region_level",
        "indicator_zh",
        pl.lit("").alias("indicator_label"),
        "unit",
        pl.col("year").cast(pl.String).alias("period"),
        value.alias("value"),
        pl.lit("").alias("comparator"),
        pl.lit("").alias("value_kind"),
        source.alias("source_title"),
        pl.lit("official").alias("source_grade"),
        pl.lit("").alias("source_url"),
        pl.format("{}-03-01", pl.col("year") + 1).alias("published_on"),
        pl.lit("").alias("note"),
    ).write_csv(path, quote_style="necessary")


def read_alone(path: Path) -> int:
    """What polars reads."""
    return pl.read_csv(path, infer_schema=False).height


def read_load(path: Path) -> int:
    """What the warehouse reads: cells, header, figures, periods, dates, reasons."""
    from plan_targets.landing.grammar.vocabulary import Vocabulary
    from plan_targets.landing.observations import read_observations
    from plan_targets.landing.records import Load

    load = Load("benchmark", path.name, path, 1, datetime.now(), "", path.stat().st_size, None)
    rows = read_observations(load, Vocabulary.from_seeds())
    refused = rows["reason_code"].drop_nulls()
    if len(refused):
        sys.exit(f"{len(refused)} rows were refused: {refused.value_counts().to_dicts()}")
    return rows.height


WAYS = {"polars": read_alone, "load": read_load}


def measure(way: str, path: Path) -> tuple[float, float]:
    """Seconds and peak memory in MB of one way, in a process of its own."""
    answer = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.load_time", "--only", way, str(path)], capture_output=True, text=True
    )
    if answer.returncode != 0:
        sys.exit(answer.stdout + answer.stderr)
    measured = json.loads(answer.stdout)
    return measured["seconds"], measured["megabytes"]


def run_only(way: str, path: Path) -> None:
    """Runs one way here and prints what it took as JSON."""
    start = time.perf_counter()
    count = WAYS[way](path)
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "megabytes": peak_megabytes(), "rows": count}))


def peak_megabytes() -> float:
    """The peak of this process alone: what getrusage says begins with that of the process that started it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) / 1024


def build(path: Path, scratch: Path) -> None:
    """Prints what a whole build takes with that file, and without it."""
    from tests.project import Project

    project = Project.copy_to(scratch / "project")
    for name in ("without", "with"):
        if name == "with":
            (project.folder / "landing").mkdir(exist_ok=True)
            (project.folder / "landing" / path.name).write_bytes(path.read_bytes())
        start = time.perf_counter()
        answer = project.dbt_command("build")
        seconds = time.perf_counter() - start
        if answer.returncode != 0:
            sys.exit(answer.stdout)
        count = project.publication().record["observation_count"]
        print(f"dbt build {name} the file: {seconds:.1f} s, {count} observations")


def main() -> None:
    """Prints medians."""
    if "--only" in sys.argv:
        run_only(sys.argv[2], Path(sys.argv[3]))
        return
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "million.csv"
        write_file(path, ROWS)
        print(f"{ROWS:,} rows, {path.stat().st_size / 1e6:.0f} MB, CSV in UTF-8")
        results = {way: [measure(way, path) for _ in range(RUNS)] for way in WAYS}
        for way, label in (("polars", "polars alone"), ("load", "as a load")):
            seconds = statistics.median(result[0] for result in results[way])
            megabytes = statistics.median(result[1] for result in results[way])
            print(f"{label}: {seconds:.2f} s, {megabytes:.0f} MB at its peak (median of {RUNS})")
        if "--build" in sys.argv:
            build(path, Path(scratch))


if __name__ == "__main__":
    main()
