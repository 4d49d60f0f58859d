"""Measures the warehouse with millions of observations: `uv run python -m tests.benchmarks.scale --rows 2000000`.

Twenty million take half an hour or more, a hundred million hours, and better with `WAREHOUSE_MEMORY_LIMIT=12GB`,
which the builds are given. `--only full,dropped` chooses parts. What cannot be measured here is left out with a
sentence. It ends with one line `name=value` for each figure.
"""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from tests.benchmarks.scale.generator import SEED
from tests.benchmarks.scale.parts import PARTS, Bench

NAMES = (
    "full_over_sql", "full_peak_gib", "dropped_extra_s", "dropped_peak_gib", "next_extra_s", "one_percent_share",
    "client_worst_ratio", "spark_rows_differ",
)  # fmt: skip


def main(
    rows: Annotated[int, typer.Option(help="About so many observations are delivered.")] = 20_000_000,
    only: Annotated[str, typer.Option(help=f"Parts, with commas between: {', '.join(PARTS)}.")] = ",".join(PARTS),
    seed: Annotated[int, typer.Option(help="Another seed makes other observations.")] = SEED,
    scratch: Annotated[Path | None, typer.Option(help="Where to work: some 200 bytes a row are needed.")] = None,
) -> None:
    """Prints the parts' tables, then the figures."""
    chosen = only.split(",")
    unknown = [name for name in chosen if name not in PARTS]
    if unknown:
        raise typer.BadParameter(f"There is no part '{unknown[0]}'; there are {', '.join(PARTS)}.")
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        bench = Bench(Path(folder), rows, seed)
        found: dict[str, float] = {}
        try:
            for name in PARTS:
                if name in chosen:
                    found |= PARTS[name](bench)
        finally:
            # A part that fails stops the rest; what the others found took long enough.
            print()
            for name in NAMES:
                if name in found:
                    print(f"{name}={found[name]:.3f}")


if __name__ == "__main__":
    typer.run(main)
