"""What is said beside a verdict: how exact its figure is, an older verdict, a forecast that says the opposite."""

from typing import Any

from app.queries import reference
from app.queries.session import Reader
from app.texts import Texts
from app.texts.numbers import NOTHING, difference, figure, figure_digits, number, share


def status_labels(now: Reader) -> dict[str, str]:
    """What each status is called."""
    return dict(reference.statuses(now).select("status", "label").iter_rows())


def beside(now: Reader, target: dict[str, Any], labels: dict[str, str]) -> list[str]:
    """What a reader has to know beside the status; `labels` are the names of the statuses."""
    texts = now.texts
    said = []
    best, worst = target["best_status"], target["worst_status"]
    if best is not None and best != worst:
        said.append(texts("verdict.spread", best=labels[best], worst=labels[worst]))
    if target["is_inferred_figure"]:
        said.append(texts("verdict.inferred"))
    if target["is_partial_year"] and target["reason"] != "partial_year":
        said.append(texts("verdict.partial"))
    if target["last_verdict_status"] is not None and target["course"] is None:
        label = labels[target["last_verdict_status"]]
        said.append(texts("verdict.last", year=target["last_verdict_year"], status=label))
    if target["is_forecast_contrary"] and target["probability_met"] is not None:
        chance = share(target["probability_met"], 1)
        said.append(texts("verdict.contrary_forecast", status=target["status_label"], share=chance))
    return said


def why(now: Reader, target: dict[str, Any], labels: dict[str, str]) -> str:
    """The reason of the verdict and what has to be said beside it, as one line."""
    reason = [target["reason_label"]] if target["reason_label"] else []
    return now.texts("list.sentences").join([*reason, *beside(now, target, labels)]) or NOTHING


def gap_to_target(now: Reader, target: dict[str, Any]) -> str:
    """How far the latest figure is from the target, with its year; positive is headroom."""
    if target["gap_to_target"] is None:
        return NOTHING
    gap = difference(now.texts, target["gap_to_target"], target["unit"])
    return now.texts("figure.of_year", figure=gap, year=target["gap_to_target_year"])


def observed_figure(texts: Texts, target: dict[str, Any]) -> str:
    """The figure judged; one that is worked out of others has no more decimals than a gap or a path."""
    value, unit, comparator = target["latest_value"], target["unit"], target["observed_comparator"]
    return figure(texts, value, unit, comparator, digits=_digits(target))


def _digits(target: dict[str, Any]) -> int:
    return figure_digits(target["figure_count"])


def judged_figure(now: Reader, target: dict[str, Any]) -> str:
    """The figure judged, with its year and what it can stand for."""
    texts = now.texts
    if target["latest_value"] is None:
        return NOTHING
    words = observed_figure(texts, target)
    low, high = target["lowest_value"], target["highest_value"]
    if low is not None and high is not None and low != high:
        digits = _digits(target)
        words = texts("verdict.can_be", figure=words, low=number(low, digits), high=number(high, digits))
    return texts("verdict.of_year", year=target["verdict_year"], figure=words)
