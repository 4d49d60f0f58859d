"""Columns in which rows of figures are told apart, whatever file they come from."""

TEXT_COLUMNS = [
    "region_name_zh", "region_code", "region_level", "indicator_zh", "indicator_label", "unit", "period", "comparator",
    "value_kind", "source_title", "source_grade", "source_url", "note", "scope", "is_break", "reported_by",
    "raw_value", "raw_published_on",
]  # fmt: skip
# What lines that head blocks of rows say, and what speaks against a row, in columns beside its cells.
SECTION = {"region_name_zh": "section_region", "indicator_zh": "section_indicator", "period": "section_period"}
SECTION_UNIT = "section_unit"
# The row of the heading above; blank above the first.
HEADED_FROM = "headed_from"
# What the heading above, which nobody understands, may be.
UNKNOWN = {"region": "unknown_region", "indicator": "unknown_indicator", "period": "unknown_period"}
ASIDE = ("aside", "aside_column", "aside_value")
# Of a row that cannot be read, so many characters are shown.
SAMPLE_LENGTH = 200
