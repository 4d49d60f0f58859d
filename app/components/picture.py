"""The one way by which a page draws a chart: finished ones are kept, since building one costs more than a question."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from app.charts.theme import in_dark
from app.components import downloads
from app.queries.session import Reader
from app.texts.numbers import day
from plan_targets.access.access import Access
from plan_targets.pictures import as_png, as_svg

# Enough for every page in both languages with the filters of a busy hour; a finished chart takes some ten kilobytes.
PICTURES_KEPT = 512
# More sources than that are in the table below the chart.
MOST_SOURCES = 4
DARK_THEME = "dark"


@dataclass(frozen=True)
class Finished:
    """A chart as Vega-Lite, and the data it names as Arrow, as the browser takes both."""

    spec: dict[str, Any]
    datasets: dict[str, Any]

    def document(self) -> dict[str, Any]:
        """The chart as one Vega-Lite document with its rows in it, for who draws it outside the browser."""
        rows = {
            name: pl.read_ipc_stream(data).to_dicts() if isinstance(data, bytes) else data
            for name, data in self.datasets.items()
        }
        return {**self.spec, "datasets": rows}


def picture(
    now: Reader,
    name: str,
    build: Callable[..., Any],
    *arguments: Any,
    alternative: str,
    note: str = "",
    selects: str | None = None,
    sources: Sequence[str] = (),
) -> Any:
    """Draws `build(*arguments)`, an Altair chart, or the kept one of the same name, reader and arguments.

    `alternative` says in words what the chart shows, `note` how to read it. `arguments` are everything that the chart
    is made from: frames, texts, numbers. With `selects`, the name of a selection in the chart, a click runs the page
    again, and what was chosen is returned. `sources` are whose figures it shows, for the small print of its file.
    """
    made = finished(now, name, build, *arguments, is_dark=st.context.theme.type == DARK_THEME)
    spec = {**made.spec, "datasets": made.datasets}
    chosen = None
    if selects is None:
        st.vega_lite_chart(spec, width="stretch", theme=None, alt=alternative)
    else:
        event = st.vega_lite_chart(
            spec,
            width="stretch",
            theme=None,
            alt=alternative,
            key=f"picture.{name}",
            on_select="rerun",
            selection_mode=selects,
        )
        chosen = event["selection"].get(selects)
    if note:
        st.caption(note)
    # Files are for paper and slides: they are light whatever the page is.
    _files(now, name, lambda: finished(now, name, build, *arguments).document(), alternative, sources)
    return chosen


def _files(now: Reader, name: str, document: Callable[[], dict[str, Any]], title: str, sources: Sequence[str]) -> None:
    """Offers the chart as PNG and SVG, with its publication drawn in; drawn when it is asked for."""
    texts = now.texts
    named = texts.listed([str(one) for one in sources[:MOST_SOURCES]])
    more = texts("download.more") if len(sources) > MOST_SOURCES else ""
    footer = [texts("download.picture_sources", sources=named + more)] if sources else []
    footer.append(texts("download.picture_origin", as_of=day(now.fact("as_of")), build_id=now.publication.build_id))

    def svg() -> bytes:
        return as_svg(document(), footer).encode("utf-8")

    downloads.buttons(
        [
            ("PNG", downloads.file_name(now, title, "png"), "image/png", lambda: as_png(document(), footer)),
            ("SVG", downloads.file_name(now, title, "svg"), "image/svg+xml", svg),
        ],
        f"picture.{name}",
    )


def finished(now: Reader, name: str, build: Callable[..., Any], *arguments: Any, is_dark: bool = False) -> Finished:
    """The finished chart, kept for every later page of the same publication, access, language and theme."""
    made: Finished = _finished(name, now.publication.build_id, now.access, now.language, is_dark, arguments, build)
    return made


def _content(frame: pl.DataFrame) -> bytes:
    # Streamlit's own hash of a frame looks at its first and last rows only.
    file = io.BytesIO()
    frame.write_ipc(file)
    return file.getvalue()


@st.cache_data(max_entries=PICTURES_KEPT, show_spinner=False, hash_funcs={pl.DataFrame: _content})
def _finished(
    name: str,
    publication: str,
    access: Access,
    language: str,
    is_dark: bool,
    arguments: tuple[Any, ...],
    _build: Callable[..., Any],
) -> Finished:
    # Every part was checked when it was made; the whole chart is not checked against the schema again.
    spec = _build(*arguments).to_dict(validate=False)
    if is_dark:
        spec = in_dark(spec)
    datasets = spec.pop("datasets", {})
    return Finished(spec, {name: _arrow(rows) for name, rows in datasets.items()})


def _arrow(rows: Any) -> Any:
    """The rows of a table as Arrow; what is no table (a map's outlines) stays as it is."""
    if not isinstance(rows, list) or not rows:
        return rows
    file = io.BytesIO()
    # The browser's reader knows the older of Arrow's two forms of texts.
    pl.DataFrame(rows, infer_schema_length=None).write_ipc_stream(file, compat_level=pl.CompatLevel.oldest())
    return file.getvalue()
