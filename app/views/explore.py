"""Explore: metrics, dimensions and filters of one's own choice; the answer as table, chart, SQL and file.

The address carries the whole question, so a link asks it again. Filters stand in it in the semantic layer's own text
form, such as `where=region__level in ["city"]`.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
import streamlit as st

from app.charts.explore import BAR, LINE, AnswerChart, draw_answer, is_cut
from app.charts.theme import status_style
from app.semantic import (
    Condition,
    Dimension,
    MixedFiguresError,
    SemanticError,
    parse_condition,
    write_condition,
)
from app.texts.numbers import number, share
from app.views.parts import address, downloads, figures, layout
from app.views.parts.session import Reader, reader

PAGE = "explore"
DEFAULT_METRICS = ["target_count"]
DEFAULT_DIMENSIONS = {"zh": ["plan__title_zh", "status__label_zh"], "en": ["plan__title_en", "status__label_en"]}
OWN = "own"
# What a reader picks from; the layer's other operators are understood in an address all the same.
OPERATORS = ["in", "not in", ">=", "<=", "contains", "is null", "is not null"]
LIST_OPERATORS = ("in", "not in")
BARE_OPERATORS = ("is null", "is not null")
# A list of more values than that is no help in choosing.
MOST_VALUES = 500
# Of what an address says wrongly, that many characters are repeated.
MOST_SHOWN = 80
DEFAULT_ROWS, MOST_ROWS = 1_000, 50_000
YEAR = "calendar_year"
# The figure that a reader may take for exact, and what says how far it is.
FIGURE, AGE = "observed_value", "data_age_days"
EVIDENCE = ["figure__observed_comparator", "figure__is_inferred", "source__title", "source__source_grade"]
FILTERS, WRITTEN = "explore.filters", "explore.where:written"


@dataclass(frozen=True)
class Question:
    """What is asked: of one's own making, or a saved one."""

    saved: str | None
    metrics: list[str]
    dimensions: list[str]
    where: list[Condition]
    order_by: list[str]
    limit: int


def render() -> None:
    """Draws the page."""
    now = reader()
    texts = now.texts
    layout.headline(texts("page.explore"), texts("explore.headline"))
    try:
        question = _ask(now)
        if not question.metrics and not question.dimensions and question.saved is None:
            st.info(texts("explore.choose_something"), icon=":material/info:")
            return
        answer, sql = _answer(now, question)
    except SemanticError as error:
        _refuse(now, error)
        return
    _show(now, question, answer, sql)


def _ask(now: Reader) -> Question:
    texts = now.texts
    catalogue = now.snapshot.catalogue
    questions = [query.name for query in catalogue.saved_queries.values() if query.serves == "question"]
    options: list[str] = [OWN, *questions]
    key = address.prepare_one(PAGE, "question", OWN, options)
    saved = st.selectbox(
        texts("explore.start"),
        options,
        format_func=lambda name: (
            texts("explore.own") if name == OWN else catalogue.saved_queries[name].label(now.language)
        ),
        key=key,
    )
    address.write(key, saved)
    if saved != OWN:
        query = catalogue.saved_queries[str(saved)]
        st.caption(query.description(now.language))
        return Question(query.name, list(query.metrics), list(query.group_by), [], [], DEFAULT_ROWS)
    left, right = st.columns(2)
    with left:
        metrics = _choose_metrics(now)
    available = dict(now.snapshot.dimensions_of(metrics))
    with right:
        dimensions = _choose_dimensions(now, available)
    _offer_evidence(now, metrics, dimensions, available)
    where = _choose_filters(now, available)
    order_by, limit = _choose_order(now, metrics + dimensions)
    return Question(None, metrics, dimensions, where, order_by, limit)


def _choose_metrics(now: Reader) -> list[str]:
    texts = now.texts
    metrics = {metric.name: metric for metric in now.snapshot.catalogue.shown_metrics()}
    key = address.prepare_many(PAGE, "metrics", DEFAULT_METRICS, list(metrics))
    chosen = st.multiselect(
        texts("explore.metrics"),
        list(metrics),
        format_func=lambda name: metrics[name].label(now.language),
        key=key,
        placeholder=texts("explore.choose"),
    )
    address.write(key, chosen)
    for name in chosen:
        st.caption(f"**{metrics[name].label(now.language)}** · {metrics[name].description(now.language)}")
    return list(chosen)


def _choose_dimensions(now: Reader, available: dict[str, Dimension]) -> list[str]:
    texts = now.texts
    default = [name for name in DEFAULT_DIMENSIONS[now.language] if name in available]
    key = address.prepare_many(PAGE, "by", default, list(available))
    held = st.session_state[key]
    other = "_en" if now.language == "zh" else "_zh"
    # Names in the other language double the list; those an address names stay.
    options = [name for name in available if not name.endswith(other) or name in held]
    chosen = st.multiselect(
        texts("explore.dimensions"),
        sorted(options, key=lambda name: _dimension_order(name, available[name])),
        format_func=lambda name: _dimension_label(now, name, available),
        key=key,
        placeholder=texts("explore.choose"),
    )
    address.write(key, chosen)
    for name in chosen:
        st.caption(f"**{_dimension_label(now, name, available)}** · {available[name].description(now.language)}")
    return list(chosen)


def _offer_evidence(now: Reader, metrics: list[str], dimensions: list[str], available: dict[str, Dimension]) -> None:
    """A figure says whether it is a bound or inferred, where it is from and how old it is: one click adds that."""
    if FIGURE not in metrics:
        return
    missing = [name for name in EVIDENCE if name in available and name not in dimensions]
    ages = [] if AGE in metrics else [AGE]
    if missing or ages:
        st.button(
            now.texts("explore.add_evidence"),
            icon=":material/fact_check:",
            on_click=_add_evidence,
            args=(missing, ages),
        )


def _add_evidence(dimensions: list[str], metrics: list[str]) -> None:
    _add_to(f"{PAGE}.by", dimensions)
    _add_to(f"{PAGE}.metrics", metrics)


def _dimension_order(name: str, dimension: Dimension) -> tuple[int, str, str]:
    # What people name comes first, keys after it.
    return (0 if dimension.identifies and dimension.kind != "entity" else 1, dimension.entity, name)


def _dimension_label(now: Reader, name: str, available: dict[str, Dimension]) -> str:
    label = now.snapshot.catalogue.label(name, now.language)
    twins = sum(now.snapshot.catalogue.label(other, now.language) == label for other in available)
    return f"{label} ({name})" if twins > 1 else label


def _choose_filters(now: Reader, available: dict[str, Dimension]) -> list[Condition]:
    texts = now.texts
    _take_filters_from_address(now, available)
    rows: list[int] = st.session_state[FILTERS]
    conditions = []
    for row in list(rows):
        condition = _filter_row(now, row, available)
        if condition is not None:
            conditions.append(condition)
    st.button(texts("explore.add_filter"), icon=":material/filter_alt:", on_click=_add_filter)
    written = [write_condition(condition) for condition in conditions]
    if st.query_params.get_all("where") != written:
        st.query_params["where"] = written
    st.session_state[WRITTEN] = written
    return conditions


def _take_filters_from_address(now: Reader, available: dict[str, Dimension]) -> None:
    asked = st.query_params.get_all("where")
    written = st.session_state.get(WRITTEN)
    if FILTERS in st.session_state and (asked == written or not asked):
        for row in st.session_state[FILTERS]:
            # The widgets of a page that was left are gone; what they held comes back.
            for part in ("dimension", "operator", "value"):
                kept = st.session_state.get(f"{_row(row, part)}:kept")
                if kept is not None and _row(row, part) not in st.session_state:
                    st.session_state[_row(row, part)] = kept
        return
    st.session_state[FILTERS] = []
    for text in asked:
        condition, unfit = _read_condition(now, text, available)
        if condition is None:
            # Said, and left out: the rest of the question can still be asked.
            st.warning(
                f"{layout.as_text(unfit)} {now.texts('explore.filter_ignored')}", icon=":material/filter_alt_off:"
            )
            continue
        row = _new_filter()
        operator = "in" if condition.operator == "=" else condition.operator
        st.session_state[_row(row, "dimension")] = condition.dimension
        st.session_state[_row(row, "operator")] = operator
        st.session_state[_row(row, "value")] = _held_value(operator, condition)


def _read_condition(now: Reader, text: str, available: dict[str, Dimension]) -> tuple[Condition | None, str]:
    """The condition that an address names; none, with the reason in words, when it cannot be used here."""
    try:
        condition = parse_condition(text)
        if condition.dimension not in available:
            # Raises with the nearest names, or with why it cannot be used here.
            now.snapshot.explain(group_by=[condition.dimension], where=[condition])
            return None, now.texts("explore.dimension_unfit", name=condition.dimension)
    except SemanticError as error:
        return None, error.message_zh if now.language == "zh" else error.message_en
    if condition.operator in ("=", *LIST_OPERATORS):
        # A value that is no longer there would leave its list, and the answer would be to another question.
        known = {str(value) for value in now.snapshot.values(condition.dimension)}
        unknown = [str(value) for value in condition.values if str(value) not in known]
        if unknown:
            label = now.snapshot.catalogue.label(condition.dimension, now.language)
            return None, now.texts("explore.value_unknown", name=label, values=now.texts.listed(unknown)[:MOST_SHOWN])
    return condition, ""


def _held_value(operator: str, condition: Condition) -> Any:
    if operator in LIST_OPERATORS:
        return list(condition.values)
    if operator == "between":
        return json.dumps(list(condition.values), ensure_ascii=False, default=str)
    return str(condition.value) if condition.value is not None else ""


def _add_filter() -> None:
    _new_filter()


def _new_filter() -> int:
    row = int(st.session_state.get("explore.last_filter", 0)) + 1
    st.session_state["explore.last_filter"] = row
    st.session_state.setdefault(FILTERS, []).append(row)
    return row


def _remove_filter(row: int) -> None:
    st.session_state[FILTERS] = [other for other in st.session_state[FILTERS] if other != row]


def _row(row: int, part: str) -> str:
    return f"explore.filter.{row}.{part}"


def _filter_row(now: Reader, row: int, available: dict[str, Dimension]) -> Condition | None:
    texts = now.texts
    first, second, third, last = st.columns([5, 3, 8, 1], vertical_alignment="bottom")
    names = sorted(available, key=lambda name: _dimension_order(name, available[name]))
    key = _row(row, "dimension")
    if st.session_state.get(key) not in names:
        st.session_state[key] = names[0]
    with first:
        dimension = st.selectbox(
            texts("explore.filter"),
            names,
            format_func=lambda name: _dimension_label(now, name, available),
            key=key,
        )
    key = _row(row, "operator")
    held = st.session_state.get(key, OPERATORS[0])
    operators = OPERATORS if held in OPERATORS else [*OPERATORS, held]
    st.session_state[key] = held
    with second:
        operator = st.selectbox(
            texts("explore.operator"),
            operators,
            format_func=lambda name: texts.get(f"operator.{name}", name),
            key=key,
        )
    with third:
        value = _filter_value(now, row, str(dimension), str(operator))
    with last:
        st.button(
            "×", key=_row(row, "remove"), on_click=_remove_filter, args=(row,), help=texts("explore.remove_filter")
        )
    for part, kept in (("dimension", dimension), ("operator", operator), ("value", value)):
        st.session_state[f"{_row(row, part)}:kept"] = kept
    if operator in BARE_OPERATORS:
        return Condition(str(dimension), str(operator))
    if value in (None, "", []):
        return None
    return Condition(str(dimension), str(operator), _typed(now, str(dimension), str(operator), value))


def _filter_value(now: Reader, row: int, dimension: str, operator: str) -> Any:
    texts = now.texts
    key = _row(row, "value")
    if operator in BARE_OPERATORS:
        return None
    if operator in LIST_OPERATORS:
        values = now.snapshot.values(dimension)
        if len(values) <= MOST_VALUES:
            held = st.session_state.get(key)
            # A date in an address is a text; the list has dates.
            by_text = {str(value): value for value in values}
            held = held if isinstance(held, list) else []
            st.session_state[key] = [by_text[str(value)] for value in held if str(value) in by_text]
            names = _value_names(now, dimension)
            return st.multiselect(
                texts("explore.value"),
                values,
                format_func=lambda value: names.get(value, str(value)),
                key=key,
                placeholder=texts("explore.choose"),
            )
        held = st.session_state.get(key)
        if isinstance(held, list):
            st.session_state[key] = "; ".join(str(value) for value in held)
        return st.text_input(texts("explore.value"), key=key, placeholder=texts("explore.many_values"))
    if not isinstance(st.session_state.get(key, ""), str):
        st.session_state[key] = ""
    return st.text_input(texts("explore.value"), key=key)


def _value_names(now: Reader, dimension: str) -> dict[Any, str]:
    """What a reader calls the values of a key: an indicator's name for its id."""
    known = now.snapshot.catalogue.dimensions
    names = [f"{dimension}__{kind}_{now.language}" for kind in ("name", "title", "label")]
    name = next((name for name in [*names, f"{dimension}__title"] if name in known), None)
    if name is None:
        return {}
    return {row[0]: str(row[1]) for row in now.snapshot.query(group_by=[dimension, name]).iter_rows() if row[1]}


def _typed(now: Reader, dimension: str, operator: str, value: Any) -> Any:
    """What was typed, as the kind of value that the dimension holds."""
    if isinstance(value, list):
        return tuple(value)
    if operator in LIST_OPERATORS:
        return tuple(_typed_one(now, dimension, part.strip()) for part in value.split(";") if part.strip())
    if operator == "between":
        return tuple(json.loads(value))
    return value if operator in ("contains", "starts with") else _typed_one(now, dimension, value)


def _typed_one(now: Reader, dimension: str, text: str) -> Any:
    known = next(iter(now.snapshot.values(dimension)), None)
    try:
        if isinstance(known, bool):
            return text.lower() == "true"
        if isinstance(known, int):
            return int(text)
        if isinstance(known, float):
            return float(text)
        if isinstance(known, date):
            return date.fromisoformat(text)
    except ValueError:
        # The layer says in words that the value does not fit.
        return text
    return text


def _choose_order(now: Reader, columns: list[str]) -> tuple[list[str], int]:
    texts = now.texts
    left, middle, right = st.columns([3, 2, 2])
    with left:
        key = address.prepare_one(PAGE, "order", "", ["", *columns])
        order = st.selectbox(
            texts("explore.order"),
            ["", *columns],
            format_func=lambda name: (
                now.snapshot.catalogue.label(name, now.language) if name else texts("explore.unordered")
            ),
            key=key,
        )
        address.write(key, order)
    with middle:
        key = address.prepare_one(PAGE, "direction", "desc", ["desc", "asc"])
        direction = st.selectbox(
            texts("explore.direction"),
            ["desc", "asc"],
            format_func=lambda name: texts(f"explore.{name}"),
            key=key,
            disabled=not order,
        )
        address.write(key, direction)
    with right:
        limits = ["100", "1000", "10000", "50000"]
        key = address.prepare_one(PAGE, "limit", str(DEFAULT_ROWS), limits)
        limit = st.selectbox(texts("explore.limit"), limits, format_func=lambda text: number(int(text)), key=key)
        address.write(key, limit)
    order_by = [f"-{order}" if direction == "desc" else str(order)] if order else []
    return order_by, int(str(limit))


def _answer(now: Reader, question: Question) -> tuple[pl.DataFrame, str]:
    if question.saved:
        return now.snapshot.run_saved(question.saved), now.snapshot.explain_saved(question.saved).text()
    # Rows that are equal in the chosen column keep one order, so that a link shows everyone the same.
    chosen = [name.removeprefix("-") for name in question.order_by]
    order_by = question.order_by + [name for name in question.dimensions if name not in chosen]
    asked = (question.metrics, question.dimensions, question.where, order_by, question.limit)
    return now.snapshot.query(*asked), now.snapshot.explain(*asked).text()


def _refuse(now: Reader, error: SemanticError) -> None:
    texts = now.texts
    message = error.message_zh if now.language == "zh" else error.message_en
    st.warning(layout.as_text(message), icon=":material/block:")
    if isinstance(error, MixedFiguresError) and error.suggestions:
        st.button(
            texts("explore.group_by_these", names=texts.listed([_label(now, name) for name in error.suggestions])),
            on_click=_group_by,
            args=(list(error.suggestions),),
            type="primary",
            key="explore.group_by_these",
        )


def _group_by(names: list[str]) -> None:
    _add_to(f"{PAGE}.by", names)


def _add_to(key: str, names: list[str]) -> None:
    st.session_state[key] = list(dict.fromkeys([*st.session_state.get(key, []), *names]))


def _label(now: Reader, name: str) -> str:
    return now.snapshot.catalogue.label(name, now.language)


def _labels(now: Reader, columns: list[str]) -> dict[str, str]:
    labels = {name: _label(now, name) for name in columns}
    held = list(labels.values())
    return {name: f"{label} ({name})" if held.count(label) > 1 else label for name, label in labels.items()}


def _show(now: Reader, question: Question, answer: pl.DataFrame, sql: str) -> None:
    texts = now.texts
    labels = _labels(now, answer.columns)
    title = _title(now, question)
    table, chart, code = st.tabs([texts("explore.table"), texts("explore.chart"), texts("explore.sql")])
    with table:
        if answer.is_empty():
            st.info(texts("explore.empty"), icon=":material/info:")
        st.dataframe(answer.rename(labels), hide_index=True, column_config=_column_formats(now, labels))
        st.caption(texts("explore.rows", count=number(answer.height)))
        if answer.height >= question.limit and not question.saved:
            st.caption(texts("explore.limited", count=number(question.limit)))
    with chart:
        _chart(now, question, answer, labels, title)
    with code:
        st.caption(texts("explore.sql_note"))
        st.code(sql, language="sql", wrap_lines=True)
    _downloads(now, answer, labels, title, sql)


def _title(now: Reader, question: Question) -> str:
    texts = now.texts
    if question.saved:
        return now.snapshot.catalogue.saved_queries[question.saved].label(now.language)
    metrics = texts.listed([_label(now, name) for name in question.metrics]) or texts("explore.combinations")
    if not question.dimensions:
        return metrics
    return texts(
        "explore.title", metrics=metrics, dimensions=texts.listed([_label(now, name) for name in question.dimensions])
    )


def _column_formats(now: Reader, labels: dict[str, str]) -> dict[str, Any]:
    formats: dict[str, Any] = {}
    for name, label in labels.items():
        metric = now.snapshot.catalogue.metrics.get(name)
        if metric is not None:
            form = "percent" if metric.unit == "share" else "localized"
            formats[label] = st.column_config.NumberColumn(format=form, help=metric.description(now.language))
        elif name == YEAR or name.endswith("_year"):
            formats[label] = st.column_config.NumberColumn(format="%d")
        elif name.endswith("__url"):
            formats[label] = st.column_config.LinkColumn()
    return formats


def _chart(now: Reader, question: Question, answer: pl.DataFrame, labels: dict[str, str], title: str) -> None:
    texts = now.texts
    metrics = [name for name in question.metrics if name in answer.columns]
    dimensions = [name for name in answer.columns if name not in metrics]
    if answer.is_empty() or not metrics:
        st.info(texts("explore.nothing_to_draw"), icon=":material/info:")
        return
    if not dimensions:
        for column, name in zip(st.columns(len(metrics)), metrics, strict=True):
            column.metric(labels[name], _worded(now, name, answer[name][0]))
        return
    left, right = st.columns(2)
    with left:
        key = address.prepare_one(PAGE, "value", metrics[0], metrics)
        value = str(st.selectbox(texts("explore.drawn"), metrics, format_func=lambda name: labels[name], key=key))
        address.write(key, value)
    years = [name for name in dimensions if name == YEAR or name.endswith("_year")]
    with right:
        default = LINE if years else BAR
        key = address.prepare_one(PAGE, "chart", default, [BAR, LINE])
        kind = str(
            st.selectbox(texts("explore.kind"), [BAR, LINE], format_func=lambda name: texts(f"explore.{name}"), key=key)
        )
        address.write(key, kind)
    across = years[0] if kind == LINE and years else dimensions[0]
    others = [name for name in dimensions if name != across]
    metric = now.snapshot.catalogue.metrics[value]
    wanted = AnswerChart(
        kind=kind,
        across=across,
        value=value,
        series=others[0] if others else None,
        labels=labels,
        value_format=metric.format or ",.2~f",
        title=title,
        colors=_status_colors(now) if others and others[0].startswith("status") else {},
    )
    layout.chart(draw_answer(answer, wanted), title, texts("explore.cut") if is_cut(answer, wanted) else "")


def _status_colors(now: Reader) -> dict[str, str]:
    """The colors of the statuses, by code and by label, in their order."""
    known = figures.statuses(now).select("status", "label").rows()
    return {name: status_style(status).color for status, label in known for name in (status, label)}


def _worded(now: Reader, name: str, value: Any) -> str:
    metric = now.snapshot.catalogue.metrics[name]
    return share(value, 1) if metric.unit == "share" and value is not None else number(value)


def _downloads(now: Reader, answer: pl.DataFrame, labels: dict[str, str], title: str, sql: str) -> None:
    texts = now.texts
    stem = f"plan-targets-{now.publication.build_id}"
    kinds = [
        ("CSV", "csv", "text/csv", lambda: downloads.as_csv(answer)),
        (
            "XLSX",
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            lambda: downloads.as_xlsx(now, answer, labels, title, sql),
        ),
        ("Parquet", "parquet", "application/vnd.apache.parquet", lambda: downloads.as_parquet(answer)),
    ]
    st.caption(texts("explore.download"))
    with st.container(horizontal=True):
        for name, ending, mime, make in kinds:
            st.download_button(
                name,
                data=make,
                file_name=f"{stem}.{ending}",
                mime=mime,
                icon=":material/download:",
                on_click="ignore",
                key=f"explore.download.{ending}",
            )


render()
