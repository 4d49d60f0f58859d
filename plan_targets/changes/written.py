"""The changes as Markdown, and as HTML from it, grouped by cause and plan."""

import re
from collections.abc import Iterator
from itertools import groupby

from markdown_it import MarkdownIt

from plan_targets.changes.sentences import Language, Sentences
from plan_targets.changes.told import Changes, StatusChange

# What Markdown takes for more than the sign it is.
_MARKS = re.compile(r"([\\`*_\[\]<>#|~&])")


def as_markdown(changes: Changes, language: Language, level: int = 1) -> str:
    """The changes as Markdown, its headings from that level on."""
    return "\n".join(_lines(Sentences(changes, language), level)).rstrip("\n") + "\n"


def as_html(changes: Changes, language: Language, level: int = 1) -> str:
    """The changes as a piece of HTML, without the frame of a page."""
    # This preset takes no HTML from the text.
    return str(MarkdownIt("js-default").render(as_markdown(changes, language, level)))


def as_page(changes: Changes, language: Language) -> str:
    """The changes as a whole HTML page."""
    title = MarkdownIt("js-default").renderInline(escaped(Sentences(changes, language).title))
    tongue = "zh-CN" if language == "zh" else "en"
    return (
        f'<!doctype html>\n<html lang="{tongue}">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n</head>\n'
        f"<body>\n{as_html(changes, language)}</body>\n</html>\n"
    )


def escaped(text: str) -> str:
    """The text as Markdown shows it sign by sign."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def grouped(changes: Changes) -> Iterator[tuple[str, list[tuple[StatusChange, list[StatusChange]]]]]:
    """The status changes by cause, and each cause's by plan: the first change of the plan, and all of it."""
    for cause, of_cause in groupby(changes.statuses, key=lambda change: change.cause):
        plans = [list(of_plan) for _, of_plan in groupby(of_cause, key=lambda change: change.known.get("plan_id", ""))]
        yield cause, [(plan[0], plan) for plan in plans]


def _lines(said: Sentences, level: int) -> Iterator[str]:
    changes, mark = said.changes, "#" * level
    yield from (f"{mark} {escaped(said.title)}", "", escaped(said.lead), "")
    if changes.plans_new or changes.plans_gone:
        yield from (f"{mark}# {escaped(said.text('plans'))}", "")
        yield from (f"- {escaped(said.text('plan_new', plan=said.plan(row)))}" for row in changes.plans_new)
        yield from (f"- {escaped(said.text('plan_gone', plan=said.plan(row)))}" for row in changes.plans_gone)
        yield ""
    for cause, plans in grouped(changes):
        yield from (f"{mark}# {escaped(said.group(cause))}", "")
        for first, of_plan in plans:
            if title := said.plan(first.known):
                yield from (f"**{escaped(title)}**", "")
            yield from (f"- {escaped(said.status_sentence(change))}" for change in of_plan)
            yield ""
    if changes.edits:
        yield from (f"{mark}# {escaped(said.text('edits'))}", "")
        yield from (f"- {escaped(said.edit_sentence(edit))}" for edit in changes.edits)
        yield ""
