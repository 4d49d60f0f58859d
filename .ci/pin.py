"""Resolves the newest environment inside pyproject.toml's bounds and pins it there: `uv run --no-project .ci/pin.py`.

The pins stand in `[tool.uv] constraint-dependencies`, so that `uv run` makes the same environment everywhere without
a lock file, which would record where packages were downloaded from.
"""

import re
import subprocess
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
PINS = re.compile(r"constraint-dependencies = \[.*?\n?\]\n", re.DOTALL)


def write_pins(pins: list[str]) -> None:
    """Replaces the list of pins in pyproject.toml."""
    path = PROJECT / "pyproject.toml"
    lines = "".join(f'    "{pin}",\n' for pin in pins)
    text, count = PINS.subn(lambda _: f"constraint-dependencies = [\n{lines}]\n", path.read_text(encoding="utf-8"))
    if count != 1:
        raise SystemExit("pyproject.toml has no list `constraint-dependencies` under [tool.uv].")
    path.write_text(text, encoding="utf-8")


def main() -> None:
    """Frees the environment, resolves it anew and pins what came out."""
    write_pins([])
    (PROJECT / "uv.lock").unlink(missing_ok=True)
    resolved = subprocess.run(
        ["uv", "export", "--quiet", "--all-groups", "--all-extras", "--no-hashes", "--no-header", "--no-annotate"],
        cwd=PROJECT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    write_pins([re.sub(r"\s*;\s*", "; ", line).replace('"', "'") for line in resolved if "==" in line])


if __name__ == "__main__":
    main()
