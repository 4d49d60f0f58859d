"""What a build took, stage by stage: dbt's own times of its nodes, by where they stand in the chain."""

import json
from dataclasses import dataclass
from pathlib import Path

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


@dataclass(frozen=True)
class Node:
    """One node of a build."""

    name: str
    stage: str
    seconds: float


def nodes_of(target: Path) -> list[Node]:
    """The nodes of the last build, the slowest first."""
    results = json.loads((target / "run_results.json").read_text(encoding="utf-8"))["results"]
    manifest = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
    nodes = manifest["nodes"] | manifest.get("unit_tests", {})
    read = []
    for result in results:
        kind, _, rest = result["unique_id"].partition(".")
        path = nodes.get(result["unique_id"], {}).get("original_file_path", "")
        if kind in ("test", "unit_test"):
            path = "tests"
        elif kind == "operation":
            path = "operation"
        read.append(Node(rest.rpartition(".")[2], _stage(path), float(result["execution_time"])))
    return sorted(read, key=lambda node: -node.seconds)


def seconds_of_stages(nodes: list[Node]) -> dict[str, float]:
    """Seconds of each stage, its nodes added up: two run at a time."""
    return {stage: sum(node.seconds for node in nodes if node.stage == stage) for stage, _ in STAGES}


def _stage(path: str) -> str:
    return next((stage for stage, beginnings in STAGES if path.startswith(beginnings)), "staging")
