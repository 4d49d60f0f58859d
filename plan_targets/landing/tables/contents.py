"""What a table's columns are by what they hold."""

import re
from dataclasses import dataclass

import polars as pl

from plan_targets.landing.grammar.header_cells import WHOLE_OF_A_REGION, CellReader
from plan_targets.landing.grammar.periods import read_period
from plan_targets.landing.reading.sheets import Sheet
from plan_targets.landing.tables.sections import SECTIONS, read_section

# So many rows tell what a column without a name holds.
_SAMPLE_ROWS = 200
_MOSTLY = 0.6
_NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?%?$")
_YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True)
class Contents:
    """What stands in the columns below a header."""

    sheet: Sheet
    first_row: int
    reader: CellReader

    def texts(self, cell: str) -> list[str]:
        """What stands in the column's first cells."""
        rows = self.sheet.rows[cell].slice(self.first_row, _SAMPLE_ROWS)
        return [text.strip() for text in rows.drop_nulls().to_list() if text.strip()]

    def is_in_english(self, chinese: str, other: str) -> bool:
        """Whether the second column says in English what the first says in Chinese."""
        latin = [text for text in self.texts(other) if not any("\u4e00" <= letter <= "\u9fff" for letter in text)]
        names = [text for text in self.texts(chinese) if any("\u4e00" <= letter <= "\u9fff" for letter in text)]
        is_latin = bool(latin) and len(latin) == len(self.texts(other)) and not any(text[0].isdigit() for text in latin)
        return is_latin and bool(names)

    def is_wider(self, first: str, second: str) -> bool:
        """Whether the regions of the second column lie in those beside them in the first."""
        rows = self.sheet.rows.slice(self.first_row, _SAMPLE_ROWS).select(first, second).drop_nulls()
        vocabulary = self.reader.vocabulary
        pairs = [(vocabulary.region(outer), vocabulary.region(inner)) for outer, inner in rows.iter_rows()]
        known = [(outer, inner) for outer, inner in pairs if outer and inner]
        is_wider = any(vocabulary.region_codes(outer) != vocabulary.region_codes(inner) for outer, inner in known)
        return is_wider and all(vocabulary.is_inside(inner, outer) for outer, inner in known)

    def holds(self, cell: str) -> str | None:
        """What a column is by what it holds."""
        vocabulary, texts = self.reader.vocabulary, self.texts(cell)
        tests = {
            "region_name_zh": lambda text: vocabulary.region(text) is not None or text in WHOLE_OF_A_REGION,
            "indicator_zh": lambda text: vocabulary.indicator(text)[0] is not None,
            "unit": lambda text: vocabulary.unit(text) is not None,
            "period": lambda text: _YEAR.match(read_period(text).text or "") is not None,
        }
        for name, test in tests.items():
            if texts and sum(map(test, texts)) >= _MOSTLY * len(texts):
                return name
        return None

    def is_of_numbers(self, cell: str) -> bool:
        """Whether at least half of what a column holds are figures."""
        texts = self.texts(cell)
        figures = (_NUMBER.match(text) is not None or self.reader.holds_figure(text) for text in texts)
        return bool(texts) and sum(figures) >= len(texts) / 2

    def heads_blocks(self, name: str) -> bool:
        """Whether lines that head blocks of rows say it: 太原市 over its indicators."""
        cells = self.sheet.cells
        rows = self.sheet.rows.slice(self.first_row)
        alone = rows.filter(pl.sum_horizontal(pl.col(cell).is_not_null() for cell in cells) == 1)
        texts = alone.head(_SAMPLE_ROWS).select(pl.coalesce(cells)).to_series().to_list()
        found = (getattr(read_section(text, self.reader), SECTIONS[name]) for text in texts if name in SECTIONS)
        return any(found)
