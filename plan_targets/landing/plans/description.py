"""What a plan says of itself, looked up in the lists, and what is missing or wrong."""

import re

from plan_targets.landing.grammar.periods import read_date
from plan_targets.landing.grammar.plan_lists import Lists
from plan_targets.landing.grammar.titles import read_title
from plan_targets.landing.grammar.vocabulary import Vocabulary
from plan_targets.landing.plan_words import Cells, Problem

# What the plan itself has to say.
REQUIRED = {"title_zh": "规划名称", "region_code": "地区", "period_start": "规划起始年", "period_end": "规划结束年"}
# A plan's period inside its title.
_SPAN = re.compile(r"\d{4}\s*年?\s*[-—–－~～至到]+\s*\d{4}\s*年?")
_NAMED_SPAN = re.compile(r"[“\"]?十[一二三四五六七八九]五[”\"]?")


def texts_of_heading(heading: str | None, vocabulary: Vocabulary) -> dict[str, str]:
    """What the title above a plan's table says of it, for what the plan does not say of itself."""
    if heading is None:
        return {}
    title = read_title(heading, vocabulary)
    span = _SPAN.search(heading) or _NAMED_SPAN.search(heading)
    return {
        "title_zh": heading.strip("《》“” "),
        **({"region_name_zh": title.regions[0]} if len(set(title.regions)) == 1 else {}),
        **({"plan_period": span.group(0)} if span else {}),
    }


def read_description(texts: Cells, lists: Lists) -> tuple[dict[str, object], list[Problem]]:
    """What the plan says of itself, looked up in the lists, and what is missing or wrong."""
    described: dict[str, object] = {
        name: texts[name]
        for name in ("plan_id", "title_zh", "title_en", "issuer_zh", "note", "document")
        if name in texts
    }
    described["region_code"] = lists.region(texts.get("region_code") or texts.get("region_name_zh"))
    described["issued_on"], unreadable = read_date(texts.get("issued_on"))
    first, last = _span(texts.get("plan_period") or texts.get("period"))
    described["period_start"] = lists.year(texts.get("period_start") or first)
    described["period_end"] = lists.year(texts.get("period_end") or last)
    baseline = lists.year(texts.get("plan_baseline_year") or texts.get("baseline_year"))
    start = described["period_start"]
    described["baseline_year"] = baseline or (start - 1 if isinstance(start, int) else None)
    end = described["period_end"]
    problems: list[Problem] = [
        ("plan_incomplete", printed, texts.get("region_name_zh" if name == "region_code" else name))
        for name, printed in REQUIRED.items()
        if not described.get(name)
    ]
    if isinstance(start, int) and isinstance(end, int) and start > end:
        problems.append(("period_backwards", REQUIRED["period_end"], f"{start}-{end}"))
    issued = int(str(described["issued_on"] or start or 0)[:4])
    if unreadable is not None:
        problems.append((unreadable, "印发日期", texts.get("issued_on")))
    elif start and end and not (issued in lists.years and issued <= int(str(end))):
        problems.append(("year_out_of_plan", "印发日期", texts.get("issued_on")))
    return described, problems


def _span(text: str | None) -> tuple[str, str]:
    """The first and the last year of a plan's period; 十四五 is 2021 to 2025."""
    named = re.fullmatch(r"[“\"]?十([一二三四五六七八九])五[”\"]?(?:规划)?(?:时期|期间)?", (text or "").strip())
    if named:
        start = 1951 + 5 * (9 + "一二三四五六七八九".index(named.group(1)) + 1)
        return str(start), str(start + 4)
    found = re.fullmatch(r"(\d{4})\s*年?\s*[-—–－~～至到]+\s*(\d{4})\s*年?", (text or "").strip("()（） "))
    return (found.group(1), found.group(2)) if found else ("", "")


def one_problem(problems: list[Problem]) -> Problem | None:
    """The problems of a plan as one: all that is missing is named together."""
    if not problems:
        return None
    reason = problems[0][0]
    alike = [problem for problem in problems if problem[0] == reason]
    names = [column for _, column, _ in alike if column]
    # An office gives both ends of a period in one cell.
    if {REQUIRED["period_start"], REQUIRED["period_end"]} <= set(names):
        names = [name for name in names if name != REQUIRED["period_end"]]
        names[names.index(REQUIRED["period_start"])] = "规划期"
    return reason, "、".join(names), next((value for _, _, value in alike if value), None)


def default_plan_id(described: dict[str, object]) -> str:
    """The id of a plan that names none."""
    return f"plan_{described.get('region_code')}_{described.get('period_start')}_{described.get('period_end')}"
