"""The pages' server, which is ready before its first reader comes: `uv run streamlit run app/serving.py`.

A page alone imports what it needs when somebody first opens it, and MetricFlow takes seconds. Here the server opens its
port when that is done, and goes on asking what readers will ask.
"""

import asyncio
import importlib
import logging
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st

from app import components
from app.queries import progress
from app.queries.session import reader_in
from app.queries.warm import start_asking
from app.texts import DEFAULT_LANGUAGE
from plan_targets.semantic import client


def get_ready() -> None:
    """Imports what pages use, opens the publication and asks for its targets, which every page does."""
    for module in pkgutil.walk_packages(components.__path__, f"{components.__name__}."):
        importlib.import_module(module.name)
    try:
        now = reader_in(DEFAULT_LANGUAGE, client().current())
        progress.targets(now)
        start_asking(now)
    except Exception:
        # Whatever it is, the page tells it to its reader, which a server that does not start could not.
        logging.getLogger(__name__).warning("The pages start without a publication that can be asked.", exc_info=True)


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Around the time in which the server answers."""
    await asyncio.to_thread(get_ready)
    yield


app = st.App(Path(__file__).with_name("main.py"), lifespan=lifespan)
