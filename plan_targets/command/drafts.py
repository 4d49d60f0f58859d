"""Says in lines what would become of files that are not loaded yet."""

from collections.abc import Iterator

from plan_targets.command.landing import Counts
from plan_targets.command.preview import TAKEN_BEFORE, Preview, Refusal

# So many figures are listed; the rest is counted.
MOST_LINES = 40
_OF_NAMES = frozenset(
    {"unmapped_indicator", "unknown_indicator", "ambiguous_indicator", "unknown_region", "ambiguous_region"}
)


def draft_lines(preview: Preview) -> Iterator[str]:
    """What of the file would be taken, what changes, what would be refused and what to do; last, the counts."""
    if preview.is_known:
        yield f"{preview.file}: 内容已经装载过，再放一次没有变化。Its content was loaded before; nothing changes."
        return
    news = [figure for figure in preview.taken if figure.before != figure.value]
    for figure in news[:MOST_LINES]:
        yield f"{preview.file}: 第 {figure.row} 行 row, {figure.text}: {figure.value}（{figure.change}）"
    if len(news) > MOST_LINES:
        yield f"{preview.file}: … {len(news) - MOST_LINES} more 另有"
    sentences = dict.fromkeys(_sentence(refusal) for refusal in preview.refused)
    for sentence in list(sentences)[:MOST_LINES]:
        yield f"{preview.file}: {sentence}"
    if len(sentences) > MOST_LINES:
        yield f"{preview.file}: … {len(sentences) - MOST_LINES} more 另有"
    if any(refusal.reason_code in _OF_NAMES for refusal in preview.refused):
        yield (
            f"{preview.file}: 名称不在清单中的：照相近的名称改正；名称无误的，请告诉管理数据的人，由其加入清单。"
            "For names that are not in the lists: use the near name; if yours is right, tell those who keep the data."
        )
    yield f"{preview.file}: {_counts(preview)}"


def _counts(preview: Preview) -> str:
    new = sum(figure.before is None for figure in preview.taken)
    changed = sum(figure.before not in (None, figure.value) for figure in preview.taken)
    unchanged = sum(refusal.reason_code == TAKEN_BEFORE for refusal in preview.refused)
    counts = Counts(len(preview.taken), len(preview.refused) - unchanged, unchanged)
    return f"{counts} ({new} new 新增, {changed} changed 更改)"


def _sentence(refusal: Refusal) -> str:
    parts = [
        f"工作表 sheet {refusal.sheet}" if refusal.sheet else "",
        f"第 {refusal.row} 行 row",
        f"“{refusal.column}”列 column" if refusal.column else "",
    ]
    value = f"（{refusal.value}）" if refusal.value else ""
    near = f" 相近的名称 near names: {refusal.candidates}" if refusal.candidates else ""
    return f"{', '.join(filter(None, parts))}{value}: {refusal.reason_zh} {refusal.reason_en}{near}"
