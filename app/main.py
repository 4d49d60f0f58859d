"""The pages: `uv run streamlit run app/serving.py`, which is ready before its readers, shows these."""

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from app.components import address, as_of_day, entrance, layout, trouble
from app.queries.entry import entry
from app.queries.publications import has_nothing
from app.queries.session import open_reader
from app.queries.warm import warm_up
from app.texts import DEFAULT_LANGUAGE, LANGUAGE_NAMES, LANGUAGES, Texts, texts_of
from plan_targets.access.access import Access

# A file of our own: Streamlit would fetch the picture of a named icon from another host.
ICON = Path(__file__).parent / "components" / "icon.png"
# File, icon; the first is the one that opens. Titles are texts: `page.<file's name>`.
PAGES = {
    "overview": ":material/dashboard:",
    "changes": ":material/compare_arrows:",
    "trend": ":material/show_chart:",
    "regions": ":material/map:",
    "plans": ":material/account_tree:",
    "report": ":material/description:",
    "due": ":material/pending_actions:",
    "names": ":material/rule:",
    "reading": ":material/find_in_page:",
    "sending": ":material/send:",
    "quality": ":material/verified:",
    "explore": ":material/search_insights:",
    "methods": ":material/menu_book:",
}
# About the whole warehouse, and only for those who see it.
WHOLE_WAREHOUSE = ("names", "reading")


def main() -> None:
    """Opens the current publication and runs the chosen page on it."""
    st.set_page_config(page_title=texts_of(DEFAULT_LANGUAGE)("product"), page_icon=str(ICON), layout="wide")
    layout.style()
    language = _language()
    texts = texts_of(language)
    as_of, earlier = as_of_day.asked(), as_of_day.asked(as_of_day.PUBLICATION)
    entered = entry()
    page = st.navigation(
        _pages(texts, entered.access), position="sidebar" if entered.access else "hidden", expanded=True
    )
    if entered.access is None:
        entrance.show_refusal(texts, entered)
        return
    with st.sidebar:
        st.caption(texts("product_note"))
    entrance.show_reader(texts, entered)
    # A page that fails says so above what it had drawn by then.
    notice = None
    try:
        now = open_reader(language, entered.access, as_of, earlier)
        layout.publication_strip(now)
        if as_of:
            layout.as_of_banner(texts, as_of, as_of_day.leave)
        elif now.publication.is_earlier:
            layout.earlier_banner(now, as_of_day.leave)
        else:
            layout.state_banner(now)
        notice = st.empty()
        if has_nothing(now):
            layout.nothing_banner(now)
        page.run()
        warm_up(now)
    except Exception as error:
        with notice.container() if notice else st.container():
            trouble.show(texts, error, as_of, earlier)
            # Where the publication could be opened, its banner has the way back.
            if notice is None and (as_of or earlier):
                st.button(texts("as_of.leave"), on_click=as_of_day.leave, key="as_of_leave")


def _pages(texts: Texts, access: Access | None) -> list[StreamlitPage]:
    sees_everything = access is not None and access.sees_everything
    return [
        st.Page(f"views/{name}.py", title=texts(f"page.{name}"), icon=icon, url_path=name, default=name == "overview")
        for name, icon in PAGES.items()
        if sees_everything or name not in WHOLE_WAREHOUSE
    ]


def _language() -> str:
    key = address.prepare_one("app", "lang", DEFAULT_LANGUAGE, LANGUAGES)
    with st.sidebar:
        chosen = st.segmented_control(
            "语言 / Language",
            LANGUAGES,
            format_func=lambda language: LANGUAGE_NAMES[language],
            key=key,
            required=True,
            label_visibility="collapsed",
        )
    language = str(chosen or DEFAULT_LANGUAGE)
    address.write(key, language)
    return language


main()
