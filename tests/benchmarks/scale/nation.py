"""What a nation's figures would take, by the rates that the benchmark printed: a table for docs/nation.md.

Times are those of processors: on two cores that are both busy half of it, on a machine that does other things more.

uv run python -m tests.benchmarks.scale --rows 20000000 --only references,full | tee measured.txt
uv run python -m tests.benchmarks.scale.nation measured.txt
"""

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

INDICATORS, YEARS, MONTHS, TELLINGS = 500, 20, 12, 5
COUNTIES, TOWNSHIPS = 3_000, 40_000
# What a machine has left for a build, and how long a night is.
MACHINES = {"24 GB": 20, "256 GB": 230, "1 TB": 930}
NIGHT_HOURS = 8
GB, TB = 1e9, 1e12


@dataclass(frozen=True)
class Case:
    """A collection: how many regions tell of how many months."""

    name: str
    regions: int
    months: int

    @property
    def figures(self) -> int:
        """Different figures: an indicator, a region and a month."""
        return self.regions * INDICATORS * self.months

    @property
    def rows(self) -> int:
        """Observations: every figure told as often as it is revised."""
        return self.figures * TELLINGS


CASES = (
    Case("counties, one month", COUNTIES, 1),
    Case("counties, 20 years", COUNTIES, YEARS * MONTHS),
    Case("townships, one month", TOWNSHIPS, 1),
    Case("townships, 20 years", TOWNSHIPS, YEARS * MONTHS),
)
NEEDED = (
    "build_processor_seconds_per_million", "peak_gib_per_million", "delivery_bytes_per_row", "build_bytes_per_row",
    "publication_bytes_per_row", "sql_processor_seconds_per_million", "sql_peak_gib_per_million",
)  # fmt: skip


def rates_in(text: str) -> dict[str, float]:
    """The rates that stand in what the benchmark printed. Raises ValueError when one is missing."""
    found = {name: float(value) for name, value in re.findall(r"^\s*rate (\w+)=([\d.]+)$", text, re.M)}
    missing = [name for name in NEEDED if name not in found]
    if missing:
        raise ValueError(f"Nothing was measured for {', '.join(missing)}: run the parts `references` and `full`.")
    return found


def table(rates: Mapping[str, float]) -> str:
    """What each collection takes, as a table of Markdown."""
    lines = [
        "| | figures | observations | Parquet | build file | publication | the build | by hand in SQL |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for case in CASES:
        millions = case.rows / 1e6
        cells = (
            case.name,
            _count(case.figures),
            _count(case.rows),
            _bytes(case.rows * rates["delivery_bytes_per_row"]),
            _bytes(case.rows * rates["build_bytes_per_row"]),
            _bytes(case.rows * rates["publication_bytes_per_row"]),
            _time(millions * rates["build_processor_seconds_per_million"]),
            _time(millions * rates["sql_processor_seconds_per_million"]),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def reach(rates: Mapping[str, float]) -> str:
    """How many observations one machine can take, by its memory, and in a night, as a table of Markdown."""
    in_a_night = NIGHT_HOURS * 3600 / rates["build_processor_seconds_per_million"] * 1e6
    lines = ["| machine | by its memory | in a night of 8 hours, one core busy |", "|---|---|---|"]
    lines += [
        f"| {name} | {_count(gib / rates['peak_gib_per_million'] * 1e6)} | {_count(in_a_night)} |"
        for name, gib in MACHINES.items()
    ]
    return "\n".join(lines)


def _count(number: float) -> str:
    return f"{number / 1e9:.1f} billion" if number >= 1e9 else f"{number / 1e6:.1f} million"


def _bytes(number: float) -> str:
    return f"{number / TB:.1f} TB" if number >= TB else f"{number / GB:.1f} GB"


def _time(seconds: float) -> str:
    if seconds >= 48 * 3600:
        return f"{seconds / 86400:.0f} days"
    return f"{seconds / 3600:.1f} h" if seconds >= 3600 else f"{seconds / 60:.1f} min"


def main() -> None:
    """Prints both tables from the file with what the benchmark printed."""
    rates = rates_in(Path(sys.argv[1]).read_text(encoding="utf-8"))
    print(f"{table(rates)}\n\n{reach(rates)}")


if __name__ == "__main__":
    main()
