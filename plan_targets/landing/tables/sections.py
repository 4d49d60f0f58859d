"""Lines that head blocks of a table's rows."""

from plan_targets.landing.grammar.header_cells import CellReader
from plan_targets.landing.grammar.lines import Said, read_lines

# Lines that say of a block of rows what its figures have in common.
SECTIONS = {"region_name_zh": "region", "indicator_zh": "indicator", "period": "period"}


def read_section(text: str, reader: CellReader) -> Said:
    """What a line that heads a block of rows says."""
    meaning = reader.read(text)
    if meaning.period or meaning.region or (meaning.indicator and not meaning.name):
        return Said(region=meaning.region, period=meaning.period, indicator=meaning.indicator, unit=meaning.unit)
    return read_lines([[text]], reader.vocabulary, "分段标题")
