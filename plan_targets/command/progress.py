"""Shows how far dbt is: one line that counts on a terminal, a line for each stage elsewhere."""

import sys

STAGES = {
    "seeds": "lists 清单",
    "staging": "reading 读取",
    "intermediate": "resolving 归并",
    "quality": "gates 关口检查",
    "marts": "marts 集市",
    "publication": "publication 发布",
}


class Progress:
    """Counts finished nodes. Everything a command says goes through it, so that the counting line is never torn."""

    def __init__(self, is_terminal: bool | None = None) -> None:
        """Writes to standard output; looks there whether it is a terminal unless told."""
        self._is_terminal = sys.stdout.isatty() if is_terminal is None else is_terminal
        self._done = 0
        self._seen: set[str] = set()

    def begin(self, schema: str, total: int) -> None:
        """A node of that schema begins."""
        stage = STAGES.get(schema)
        if stage and schema not in self._seen:
            self._seen.add(schema)
            if not self._is_terminal:
                print(f"[{self._done:>4}/{total}] {stage}", flush=True)

    def finish(self, name: str, total: int) -> None:
        """A node is done."""
        self._done += 1
        if self._is_terminal:
            print(f"\r\033[K[{self._done:>4}/{total}] {name[:80]}", end="", flush=True)

    def say(self, text: str) -> None:
        """Prints a line that stays."""
        self.close()
        print(text, flush=True)

    def close(self) -> None:
        """Takes the counting line away."""
        if self._is_terminal:
            print("\r\033[K", end="", flush=True)
