"""Which targets the overview is about: a plan's family, and plans and themes among it."""

import streamlit as st

from app.components import address
from app.queries import families, reference
from app.queries.progress import TargetFilter
from app.queries.session import Reader

PAGE = "overview"
# Instead of one plan's family.
ALL = "all"


def chosen_targets(now: Reader) -> tuple[str, TargetFilter]:
    """The plan whose family is shown, or all; and the filter."""
    texts = now.texts
    plans = reference.plans(now)
    names = dict(plans.select("plan_id", "plan").iter_rows())
    themes = dict(reference.themes(now).iter_rows())
    family = _family(now, names)
    members = list(names) if family == ALL else families.family_of(plans, family)
    left, right = st.columns(2)
    with left:
        key = address.prepare_many(PAGE, "plan", [], members)
        chosen_plans = st.multiselect(
            texts("filter.plan"),
            members,
            format_func=lambda plan: names.get(plan, plan),
            key=key,
            placeholder=texts("filter.all_plans"),
        )
        address.write(key, chosen_plans)
    with right:
        key = address.prepare_many(PAGE, "theme", [], list(themes))
        chosen_themes = st.multiselect(
            texts("filter.theme"),
            list(themes),
            format_func=lambda theme: themes.get(theme, theme),
            key=key,
            placeholder=texts("filter.all_themes"),
        )
        address.write(key, chosen_themes)
    shown = chosen_plans or ([] if family == ALL else members)
    return family, TargetFilter(plans=shown, themes=chosen_themes)


def _family(now: Reader, names: dict[str, str]) -> str:
    """Asks whose family is shown. An address that names plans and no family means those plans among all."""
    texts = now.texts
    options = [ALL, *names]
    default = ALL if "plan" in st.query_params else families.default_plan(now) or ALL
    key = address.prepare_one(PAGE, "family", default, options)
    chosen = st.selectbox(
        texts("overview.family.ask"),
        options,
        format_func=lambda plan: (
            texts("overview.family.all") if plan == ALL else texts("overview.family.of", plan=names.get(plan, plan))
        ),
        key=key,
        help=texts("overview.family.help"),
    )
    address.write(key, chosen)
    return str(chosen)
