"""What can keep a publication from being made, beside the machine's own faults."""

from plan_targets.files.errors import FaultError


class ConflictError(FaultError):
    """The publications changed while this one was being made."""
