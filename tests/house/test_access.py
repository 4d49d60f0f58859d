"""Every mart says which of its rows a limited access leaves."""

from plan_targets.access.marts import MARTS
from tests.project import REPOSITORY


def test_every_mart_has_a_rule_in_access_marts() -> None:
    """A mart without one is refused to every limited reader: decide, in plan_targets/access/marts.py, what is left."""
    marts = {path.stem for path in (REPOSITORY / "models" / "marts").rglob("*.sql")}
    marts |= {path.stem for path in (REPOSITORY / "models" / "marts").rglob("*.py")}
    assert set(MARTS) == marts
