"""Some two hundred ways in which somebody who may see 浙江 only would ask for 江苏, as data."""

from typing import Any

PROVINCE, CITIES = "320000", ("320100", "320200", "320500")
PLAN = "jiangsu_quality_2025"
NAMES = ("江苏省", "江苏", "南京市", "苏州市", "无锡市")

# Filters that name it, that let everything through, or that try to become SQL.
FILTERS = (
    *(f'region = "{code}"' for code in (PROVINCE, *CITIES)),
    *(f'region__name_zh = "{name}"' for name in NAMES),
    'region__name_en = "Jiangsu"',
    'region__name_en starts with "Nan"',
    'region__short_name_zh in ["江苏", "苏州"]',
    'region in ["320000", "330000"]',
    'region not in ["330000"]',
    'region != "330000"',
    'region between ["320000", "329999"]',
    'region starts with "32"',
    'region contains "2"',
    'region__name_zh contains "苏"',
    'region__parent_code = "320000"',
    'region__parent_code != "330000"',
    'region__level = "province"',
    "region is not null",
    "region__parent_code is null",
    "region = \"330000' or '1'='1\"",
    'region = "330000\\" or \\"1\\"=\\"1"',
    'region = "330000" or region = "320000"',
    'region = "330000\') union all select * from marts.fct_target --"',
    'region = "\'; drop view marts.fct_target; --"',
    "region = 320000",
    "1 = 1",
    "{{ Dimension('region') }} = '320000'",
)
OF_PLAN = (
    f'plan = "{PLAN}"',
    f'plan in ["{PLAN}", "zhejiang_quality_2025"]',
    'plan starts with "jiangsu"',
    'plan__title_zh contains "江苏"',
    'plan__region_code = "320000"',
    'plan__region_code starts with "32"',
    'plan__issuer_zh contains "江苏"',
    'plan__title_zh is not null',
)  # fmt: skip

Question = tuple[list[str], list[str], list[str], list[str]]


def questions() -> list[Question]:
    """Metrics, names to group by, filters and order, as the client and every door to it takes them."""
    counted = ["target_count"], ["region", "region__name_zh"]
    asked: list[Question] = [(*counted, [where], []) for where in FILTERS]
    asked += [(["observation_count"], ["region", "source"], [where], []) for where in FILTERS[:12]]
    asked += [(["target_count"], ["target", "plan", "region"], [where], []) for where in OF_PLAN]
    asked += [(["statement_count"], ["statement", "plan", "region__name_zh"], [where], []) for where in OF_PLAN[:4]]
    # Everything, with no filter at all.
    for metric, by in (
        ("target_count", ["target", "target__location"]),
        ("target_value", ["target", "plan__title_zh", "region__name_en"]),
        ("target_count", ["plan", "plan__title_zh", "plan__issuer_zh", "plan__region_code", "plan__note"]),
        ("statement_count", ["statement", "statement__note_zh", "statement__note_en"]),
        ("observation_count", ["region", "observation__file", "observation__note"]),
        ("observation_value", ["observation", "region", "indicator", "source__title"]),
        ("observation_count", ["source", "source__title", "source__url"]),
        ("region_rank", ["region", "indicator", "calendar_year"]),
        ("peers_median", ["region", "indicator", "calendar_year"]),
        ("figure_due_count", ["figure_due", "department", "region__name_zh"]),
        ("assignment_count", ["assignment", "department", "plan"]),
        ("department_target_count", ["target", "department"]),
        ("cascade_count", ["cascade"]),
        ("baseline_difference", ["baseline_disagreement", "plan", "indicator", "region", "observation"]),
        ("path_value", ["target_path", "target", "plan"]),
        ("value_in_year", ["progress", "target", "region", "calendar_year"]),
        ("status_change_history_count", ["status_change", "target", "status_change__replaces_target_id"]),
        ("load_count", ["load", "load__file", "load__loaded_by"]),
        ("rejected_row_count", ["rejected_row", "rejected_row__raw_value", "rejected_row__candidates"]),
        ("check_count", ["quality_result", "quality_result__sample", "quality_result__observed"]),
        ("waiting_figure_count", ["waiting_name", "waiting_name__senders"]),
        ("indicator_count", ["indicator", "indicator__note"]),
    ):
        asked.append(([metric], by, [], [f"-{metric}"]))
    # The lists that a filter offers.
    for name in ("region", "region__name_zh", "region__name_en", "region__note", "parent_region", "plan", "target",
                 "plan__title_zh", "plan__issuer_zh", "source__title", "statement", "load", "department"):  # fmt: skip
        asked.append(([], [name], [], [name]))
    return asked


SAVED = tuple(
    (name, where)
    for name, wheres in {
        "question_status": ("", OF_PLAN[0]),
        "question_lagging": ("", OF_PLAN[0]),
        "question_not_observed": ("", FILTERS[0]),
        "question_on_course": ("",),
        "question_departments": ("", OF_PLAN[0]),
        "question_series": ('indicator = "air_good_days_ratio"', FILTERS[0]),
        "question_rank": ('indicator = "air_good_days_ratio"', FILTERS[5]),
        "question_trust": ("", FILTERS[0]),
        "question_age": ("", FILTERS[0]),
        "question_checks": ("",),
        "statement_list": ("", OF_PLAN[0]),
        "rejected_row_list": ("",),
        "load_list": ("",),
        "publication_list": ("",),
        "quality_checks": ("",),
        "waiting_name_list": ("",),
    }.items()
    for where in wheres
)

# Other addresses of the endpoint: path and parameters.
ADDRESSES: tuple[tuple[str, list[tuple[str, str]]], ...] = (
    ("/catalogue", []),
    ("/catalogue", [("region", PROVINCE)]),
    ("/query", [("metric", "江苏省")]),
    ("/query", [("metric", "target_count"), ("by", "江苏")]),
    ("/query", [("metric", "target_count"), ("by", "region"), ("order_by", "-region__name_zh")]),
    ("/query", [("metric", "target_count"), ("by", "region"), ("as_of", "2024-06-30")]),
    ("/query", [("metric", "target_count"), ("by", "region"), ("limit", "100000"), ("format", "csv")]),
    ("/query", [("metric", "target_count"), ("by", "target"), ("format", "arrow")]),
    ("/query", [("metric", "target_count"), ("by", "region"), ("access", "everything")]),
    ("/query", [("metric", "target_count"), ("by", "calendar_year"), ("where", 'calendar_year = "江苏"')]),
    ("/sql", [("metric", "target_count"), ("by", "region__name_zh")]),
    ("/saved/jiangsu", []),
    ("/saved/statement_list", [("where", OF_PLAN[0]), ("format", "csv")]),
    ("/saved/load_list", [("format", "arrow")]),
)

# Tools of the MCP server and what they are given.
CALLS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("list_metrics", {"search": "江苏"}),
    ("list_metrics", {}),
    ("list_dimensions", {"metrics": ["target_count"]}),
    *(("list_values", {"dimension": name}) for name in ("region", "region__name_zh", "plan", "plan__title_zh")),
    *(("list_values", {"dimension": name}) for name in ("source__title", "load", "department", "target")),
    ("query", {"metrics": ["target_count"], "group_by": ["region__name_zh"]}),
    ("query", {"metrics": ["target_count"], "group_by": ["target"], "where": [OF_PLAN[0]], "limit": 2000}),
    ("query", {"metrics": ["observation_count"], "group_by": ["region"], "where": [FILTERS[0]]}),
    ("query", {"metrics": ["target_count"], "group_by": ["plan"], "order_by": ["-target_count"], "limit": 1}),
    ("query", {"metrics": ["target_count"], "group_by": ["region"], "as_of": "2024-06-30"}),
    *(("explain_verdict", {"target": target, "language": language})
      for target in ("{target}", PLAN, "320000", "x' or '1'='1") for language in ("zh", "en")),
    ("what_is_missing", {}),
    ("what_is_missing", {"language": "en", "limit": 2000}),
    ("what_is_missing", {"plan": PLAN}),
    *(("what_is_missing", {"region": code}) for code in (PROVINCE, *CITIES)),
    ("what_is_missing", {"department": "market_regulation"}),
    ("what_changed", {}),
    ("what_changed", {"language": "en"}),
    ("what_changed", {"since": "1"}),
    ("what_changed", {"since": PLAN}),
)  # fmt: skip

# Pages and the address that somebody wrote by hand.
PAGES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("overview", {"plan": PLAN, "family": PLAN}),
    ("overview", {"lang": "en", "target": "{target}", "status": "achieved"}),
    ("trend", {"regions": PROVINCE, "region": PROVINCE, "indicator": "air_good_days_ratio"}),
    ("regions", {"region": PROVINCE, "indicator": "air_good_days_ratio"}),
    ("plans", {"plan": PLAN, "with": PLAN}),
    ("report", {"plan": PLAN, "year": "2024"}),
    ("due", {"plan": PLAN, "region": PROVINCE}),
    ("changes", {"since": "1", "publication": "1"}),
    ("quality", {}),
    ("explore", {"metrics": "target_count", "by": "region__name_zh,plan__title_zh", "where": ['region != "330000"']}),
    ("explore", {"lang": "en", "question": "question_status", "as_of": "2024-06-30"}),
    ("names", {}),
    ("reading", {"plan": PLAN}),
    ("sending", {"region": PROVINCE}),
    ("methods", {"lang": "en", "target": "{target}"}),
)
