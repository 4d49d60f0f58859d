"""What a load's bytes are as sheets: the one way from a load to its cells."""

from plan_targets.landing.reading.formats import read_sheets
from plan_targets.landing.reading.sheets import Sheet, UnreadableFileError
from plan_targets.landing.records import Load


def sheets_of(load: Load, *, only_head: bool = False) -> list[Sheet]:
    """The load's sheets, as `read_sheets` gives them. Raises UnreadableFileError, also when it is not to be read."""
    if load.trouble is not None:
        raise UnreadableFileError(load.trouble, load.trouble_detail)
    return read_sheets(load.path, only_head=only_head)
