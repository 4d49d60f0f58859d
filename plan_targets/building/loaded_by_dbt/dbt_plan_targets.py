"""What dbt loads before it reads the project: it looks for modules whose names begin with `dbt_`."""

import gc

from dbt.plugins.manager import dbtPlugin


class SeldomGarbage(dbtPlugin):  # type: ignore[misc]
    """dbt's way in."""

    def initialize(self) -> None:
        """Has garbage looked for only when there may be much, in this project.

        Nearly all that dbt makes, of the project and then of each node, stays until its end: looking through it again
        and again took a tenth of a build.
        """
        if self.project_name == "plan_target_warehouse":
            gc.set_threshold(1_000_000)


plugins = [SeldomGarbage]
