"""Whatever a reader chooses on a page stands in its address, so that loading or sending it keeps the choice."""

from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.changes.publications import publish_changes
from tests.pages.conftest import LANGUAGES, PAGES, open_page

# Where more can be chosen than at a page's bare address.
ADDRESSES: dict[str, tuple[dict[str, str | list[str]], ...]] = {
    "overview": ({"family": "all"},),
    "trend": ({}, {"with": "food_sampling_pass_rate", "regions": "100000"}),
    "regions": ({}, {"region": "320000"}),
    "plans": tuple({"view": view} for view in ("targets", "offices", "cascade", "versions")),
    "explore": (
        {"order": "target_count"},
        {"by": "calendar_year,region", "metrics": "figure_count"},
    ),
}
# What leads to a choice and is none yet: the region below that a click goes to, the line that a button adds to `with`.
STEPS = {"regions.down", "trend.with.indicator", "trend.with.region"}
SEARCHED = "率"


@pytest.fixture(scope="module")
def several(published_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three publications, so that there are changes to choose among."""
    return publish_changes(published_path, tmp_path_factory.mktemp("several") / "published").folder


def widgets(app: AppTest) -> dict[str, Any]:
    """The controls with a choice, by their keys."""
    kinds = ("selectbox", "multiselect", "button_group", "toggle", "text_input", "number_input", "date_input")
    found = {widget.key: widget for kind in kinds for widget in app.get(kind)}
    # A filter's parts are chosen together, and the language is on every page.
    return {key: one for key, one in found.items() if key not in STEPS | {"app.lang"} and ".filter." not in key}


def choose_another(widget: Any) -> bool:
    """Chooses what is not chosen, as a click in a browser does; false where there is nothing else to choose."""
    if widget.type == "toggle":
        widget.set_value(not widget.value)
    elif widget.type == "text_input":
        widget.set_value(SEARCHED)
    elif widget.type == "number_input":
        widget.increment()
    elif widget.type == "date_input":
        widget.set_value(widget.max)
    elif widget.type == "selectbox":
        at = (widget.index + 1) % len(widget.options)
        _click(widget, "index", at)
        return len(widget.options) > 1
    else:
        chosen = [widget.options[at] for at in widget.indices]
        others = [label for label in widget.options if label not in chosen]
        _click(widget, "values" if widget.type == "multiselect" else "formatted_values", others[:1])
        return bool(others)
    return True


def _click(widget: Any, name: str, chosen: Any) -> None:
    # The runner takes ids only, and a reader sees labels.
    widget.__class__ = type("Clicked", (type(widget),), {name: property(lambda self: chosen)})


@pytest.mark.parametrize("page", PAGES)
def test_a_choice_survives_loading_the_page_anew(several: Path, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    """Each in one language, in turn: all are kept in the same way, and in the address stands no word of a page."""
    monkeypatch.setenv("PUBLISHED_PATH", str(several))
    lost = []
    for address in ADDRESSES.get(page, ({},)):
        for key, language in zip(widgets(open_page(page, **address)), cycle(LANGUAGES), strict=False):
            app = open_page(page, lang=language, **address)
            before = widgets(app)[key].value
            if not choose_another(widgets(app)[key]):
                continue
            app.run()
            assert not app.exception, key
            chosen = widgets(app)[key].value
            anew = widgets(open_page(page, **app.query_params))
            if chosen == before or key not in anew or anew[key].value != chosen:
                lost.append((key, before, chosen, anew[key].value if key in anew else "gone"))
    assert lost == []
