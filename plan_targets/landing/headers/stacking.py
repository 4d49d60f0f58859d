"""What stands over each column, where a header has several rows."""

from itertools import groupby

from plan_targets.landing.grammar.header_cells import ANCHORS, IGNORED, CellReader
from plan_targets.landing.grammar.words import find_caveats
from plan_targets.landing.headers.told import OF_THE_ROW, name_and_unit

# What stands over each column, from the top to the bottom.
Columns = tuple[tuple[str, ...], ...]
Cells = list[str | None]
# What a header may say over a group of columns that the row below tells apart.
_OVER_OTHERS = {"value", "target_value", "baseline_value", "planned", IGNORED}
# Over the members of such a column its name adds nothing to them: 年份 over the years.
OVER_MEMBERS = {"period": ("period", "part"), "indicator_zh": ("indicator",), "region_name_zh": ("region",)}
_SHORTEST_SHARED_NAME = 3


def stacked(rows: list[Cells], reader: CellReader) -> Columns | None:
    """What stands over each column; nothing where the rows cannot be one header."""
    columns: Columns = tuple((cell,) if cell else () for cell in rows[-1])
    for upper in reversed(rows[:-1]):
        joined = _joined(upper, columns, reader)
        if joined is None:
            return None
        columns = joined
    return columns


def _joined(upper: Cells, lower: Columns, reader: CellReader) -> Columns | None:
    """The upper row over what stands below it."""
    if not any(upper):
        return None
    above = _carried(upper, lower, reader)
    spread = [len(group) for _, same in groupby(above) for group in [list(same)] for _ in group]
    over_below = [(top, below[0]) for top, below in zip(above, lower, strict=True) if top and below]
    # Under a title anything may stand; under a row that names regions or indicators only what tells its groups apart.
    is_header = any(reader.read(cell).name in ANCHORS for cell in upper if cell)
    is_split = is_header and any(
        reader.read(top).period and reader.read(below).name in _OVER_OTHERS for top, below in over_below
    )
    groups: dict[str, list[tuple[str, ...]]] = {}
    for top, below in zip(above, lower, strict=True):
        if top and below:
            groups.setdefault(top, []).append(below)
    parts = [
        _over(
            top,
            below,
            reader,
            is_spread=width > 1,
            is_header=is_header,
            is_split=is_split,
            group=groups.get(top or "", []),
        )
        for top, below, width in zip(above, lower, spread, strict=True)
    ]
    columns = tuple(part for part in parts if part is not None)
    return columns if len(columns) == len(parts) else None


def _carried(upper: Cells, lower: Columns, reader: CellReader) -> Cells:
    """The upper row with what stands over several columns in each of them: unmerged, it stands in the first only."""
    above: Cells = []
    last: str | None = None
    for top, below in zip(upper, lower, strict=True):
        last = top or (last if below else None)
        name = reader.read(last).name if last else None
        if not top and name is not None and name not in _OVER_OTHERS | OVER_MEMBERS.keys():
            last = None
        above.append(last)
    return above


def _over(
    top: str | None,
    below: tuple[str, ...],
    reader: CellReader,
    *,
    is_spread: bool,
    is_header: bool,
    is_split: bool,
    group: list[tuple[str, ...]],
) -> tuple[str, ...] | None:
    """What stands over a column with what stands over that; nothing when they cannot belong together."""
    if not below or below[0] == top:
        return below or ((top,) if top else ())
    if not top:
        return below
    upper, lower = reader.read(top), reader.read(below[0])
    if upper.name is not None:
        members = OVER_MEMBERS.get(upper.name, ())
        if is_spread and (any(getattr(lower, member) for member in members) or (members and lower.reason)):
            return below
        if upper.name == lower.name:
            return (top, *below)
        return (top, *below) if is_split or upper.name in _OVER_OTHERS else None
    if upper.spans or upper.reason:
        return None if lower.name in OF_THE_ROW else (top, *below)
    if lower.name in OF_THE_ROW or not (is_header or (is_spread and lower.spans)):
        return None
    if not _heads(top, group, reader):
        return (top, *below)
    unit = name_and_unit(top, reader)[1]
    # Its unit is theirs, where they have none.
    has_unit_below = any(reader.read(part).unit or reader.unit(part) for part in below)
    return (f"({unit})", *below) if unit and not has_unit_below else below


def _heads(top: str, group: list[tuple[str, ...]], reader: CellReader) -> bool:
    """Whether a heading that nobody knows says nothing that its indicators do not: 产品合格率 over their rates."""
    brackets = top.replace("（", "(").partition("(")
    if find_caveats(top) or (brackets[1] and not reader.unit(brackets[1] + brackets[2].replace("）", ")"))):
        return False
    names = [reader.read(part).indicator or "" for parts in group for part in parts[:1]]
    return any(names) and all(_shared(brackets[0], name or parts[0]) for name, parts in zip(names, group, strict=True))


def _shared(heading: str, name: str) -> bool:
    return any(
        heading[start : start + _SHORTEST_SHARED_NAME] in name
        for start in range(max(1, len(heading) - _SHORTEST_SHARED_NAME + 1))
    )
