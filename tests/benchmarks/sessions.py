"""How long readers wait when many click at once: `uv run python -m tests.benchmarks.sessions [--large]`.

Starts the pages' real server on a publication and speaks to it as browsers do, over the websocket: each session opens
the overview, then chooses filters, languages, indicators and pages in a random order. An interaction takes from its
sending to the server's `script_finished`. A reader looks for a moment before the next click; `--think 0` leaves that
out, which is harder than any reader is. The first page is timed in a server that has warmed up, with a new session.
"""

import argparse
import asyncio
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

from tests.benchmarks.large_publication import make, publication_to_measure
from tests.project import REPOSITORY

SESSIONS = 20
CLICKS = 15
THINK_SECONDS = 2.0
PAGES = ("overview", "trend", "plans", "due")
# The other clicks turn to another page.
CHOICES_SHARE = 0.7
START_SECONDS = 120
MOST_BYTES = 2**28


@dataclass(frozen=True)
class Choice:
    """A widget that a reader may choose in: its kind, its options as they stand, and the fragment that it runs."""

    id: str
    kind: str
    options: tuple[str, ...]
    fragment: str

    def chosen(self, chance: random.Random) -> WidgetState:
        """A random choice, as the browser sends it."""
        state = WidgetState(id=self.id)
        if self.kind == "selectbox":
            state.string_value = chance.choice(self.options)
        else:
            most = 1 if len(self.options) == 2 else 2
            state.string_array_value.data.extend(chance.sample(self.options, min(len(self.options), most)))
        return state


def choice_of(message: ForwardMsg) -> Choice | None:
    """The widget that the message puts on the page; none when it is something else."""
    element = message.delta.new_element
    kind = element.WhichOneof("type")
    if kind in ("multiselect", "selectbox"):
        options = tuple(getattr(element, kind).options)
    elif kind == "button_group":
        options = tuple(option.content for option in element.button_group.options)
    else:
        return None
    fragment = message.delta.fragment_id
    return Choice(getattr(element, kind).id, kind, options, fragment) if len(options) > 1 else None


@dataclass
class Reader:
    """One open browser: its connection, what stands on its page, what was chosen there, and which page it is."""

    connection: ClientConnection
    chance: random.Random
    known: dict[str, ForwardMsg] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    choices: dict[str, Choice] = field(default_factory=dict)
    states: dict[str, WidgetState] = field(default_factory=dict)
    page: str = ""

    async def open(self) -> float:
        """Loads the first page; the seconds it took."""
        return await self._run()

    async def click(self) -> float:
        """One interaction, a choice on the page or another page; the seconds until the page is complete."""
        if self.choices and self.chance.random() < CHOICES_SHARE:
            choice = self.chance.choice(list(self.choices.values()))
            self.states[choice.id] = choice.chosen(self.chance)
            return await self._run(choice.fragment)
        self.page = self.hashes[self.chance.choice(PAGES)]
        self.states = {}
        return await self._run()

    async def _run(self, fragment: str = "") -> float:
        message = BackMsg()
        message.rerun_script.page_script_hash = self.page
        message.rerun_script.fragment_id = fragment
        message.rerun_script.widget_states.widgets.extend(self.states.values())
        packed = message.SerializeToString()
        if not fragment:
            self.choices = {}
        began = time.perf_counter()
        await self.connection.send(packed)
        while True:
            received = ForwardMsg()
            received.ParseFromString(bytes(await self.connection.recv(decode=False)))
            if received.WhichOneof("type") == "ref_hash":
                received = self.known[received.ref_hash]
            elif received.metadata.cacheable:
                self.known[received.hash] = received
            kind = received.WhichOneof("type")
            if kind == "navigation":
                self.hashes = {page.url_pathname: page.page_script_hash for page in received.navigation.app_pages}
                # The page that opens first has no path of its own.
                self.hashes.setdefault(PAGES[0], received.navigation.app_pages[0].page_script_hash)
            elif kind == "delta":
                choice = choice_of(received)
                if choice is not None:
                    self.choices[choice.id] = choice
            # A page that asks to be run again is complete after that.
            elif kind == "script_finished" and received.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return time.perf_counter() - began


@contextmanager
def served(published: Path) -> Iterator[tuple[str, int]]:
    """The pages on that publication, as the README starts them: the host and port, and the process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(REPOSITORY / "app" / "serving.py")]
    process = subprocess.Popen(
        [*command, f"--server.port={port}", "--server.headless=true", "--server.fileWatcherType=none"],
        cwd=REPOSITORY,
        env=os.environ | {"PUBLISHED_PATH": str(published)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=START_SECONDS).close()
                break
            except OSError:
                if time.monotonic() > deadline:
                    raise TimeoutError(f"The pages did not start within {START_SECONDS} s.") from None
                time.sleep(0.2)
        yield f"localhost:{port}", process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


@asynccontextmanager
async def opened(address: str, chance: random.Random) -> AsyncIterator[Reader]:
    """A new session at the server."""
    async with connect(
        f"ws://{address}/_stcore/stream",
        subprotocols=["streamlit"],  # type: ignore[list-item]
        max_size=MOST_BYTES,
        ping_interval=None,
        compression=None,
    ) as connection:
        yield Reader(connection, chance)


async def clicked(address: str, number: int, clicks: int, think: float) -> list[float]:
    """The seconds of one reader's interactions after the first page."""
    chance = random.Random(number)
    took = []
    async with opened(address, chance) as reader:
        await reader.open()
        for _ in range(clicks):
            await asyncio.sleep(chance.uniform(0.5, 1.5) * think)
            took.append(await reader.click())
    return took


async def first_page(address: str) -> float:
    """The seconds that a new reader waits for the whole first page; the median of three."""
    took = []
    for number in range(3):
        async with opened(address, random.Random(number)) as reader:
            took.append(await reader.open())
    return statistics.median(took)


@dataclass(frozen=True)
class Measured:
    """The seconds of all interactions, of the first page of a warm server and of a cold one, of processor time each."""

    clicks: list[float]
    warm: float
    cold: float
    processor: float

    def percentile(self, share: float) -> float:
        """The milliseconds that this share of the interactions stays below."""
        return 1000 * sorted(self.clicks)[min(int(share * len(self.clicks)), len(self.clicks) - 1)]


def processor_seconds(process: int) -> float:
    """The processor time that the server has taken so far."""
    user, system = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


async def measured(published: Path, sessions: int, clicks: int, think: float) -> Measured:
    """What readers of that publication wait for."""
    with served(published) as (address, process):
        async with opened(address, random.Random(0)) as reader:
            cold = await reader.open()
        # The process goes on warming up after it has answered.
        await asyncio.sleep(15)
        warm = await first_page(address)
        before = processor_seconds(process)
        took = await asyncio.gather(*(clicked(address, number, clicks, think) for number in range(sessions)))
        spent = processor_seconds(process) - before
    everybody = [one for reader in took for one in reader]
    return Measured(everybody, warm, cold, spent / max(len(everybody), 1))


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--published", type=Path, default=REPOSITORY / "published", help="the folder of publications")
    parser.add_argument("--large", action="store_true", help="also on a mart of ten million rows; takes a gigabyte")
    parser.add_argument("--sessions", type=int, default=SESSIONS)
    parser.add_argument("--clicks", type=int, default=CLICKS, help="interactions of each session")
    parser.add_argument("--think", type=float, default=THINK_SECONDS, help="seconds a reader looks before a click")
    asked = parser.parse_args()
    publication = publication_to_measure(str(asked.published))
    shape = (asked.sessions, asked.clicks, asked.think)
    shipped = asyncio.run(measured(asked.published, *shape))
    print(f"sessions={asked.sessions} interactions={len(shipped.clicks)} think_seconds={asked.think}")
    print(f"p50_ms={shipped.percentile(0.5):.0f} processor_ms={1000 * shipped.processor:.0f}")
    print(f"first_page_of_process_s={shipped.cold:.2f}")
    print(f"p95_ms={shipped.percentile(0.95):.0f}")
    if asked.large:
        with tempfile.TemporaryDirectory() as folder:
            make(Path(folder), publication)
            large = asyncio.run(measured(Path(folder), *shape))
        print(f"p50_large_ms={large.percentile(0.5):.0f} processor_large_ms={1000 * large.processor:.0f}")
        print(f"p95_large_ms={large.percentile(0.95):.0f}")
    print(f"first_page_s={shipped.warm:.2f}")


if __name__ == "__main__":
    main()
