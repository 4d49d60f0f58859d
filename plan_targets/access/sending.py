"""For which regions a reader may put figures into the drop folder."""

from functools import cache

from plan_targets.access.access import Access
from plan_targets.names.register import Register
from plan_targets.settings import pages_may_load


def may_send(access: Access) -> bool:
    """Whether the reader may send at all: by a role, or, seeing everything, where the pages may load."""
    return access.may_send or (access.sees_everything and pages_may_load())


def may_send_for(access: Access, region_code: str | None) -> bool:
    """Whether that region is the reader's own, or lies in one that is; who sends by no role sends for every region."""
    if not access.may_send:
        return may_send(access)
    if region_code is None:
        return False
    above = _register().above(region_code) if region_code in _register().regions else []
    return bool(access.sends_for & {region_code, *above})


@cache
def _register() -> Register:
    return Register.from_seeds()
