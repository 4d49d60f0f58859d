"""Confirms that figures which the current publication has are to be missing from the next one."""

from pathlib import Path

from plan_targets.publication.layout import CONFIRMED
from plan_targets.publication.notes import reason_in, write_note
from plan_targets.publication.pointer import exclusive
from plan_targets.publication.read import current_publication


def confirm_removal(published: Path, reason: str) -> str:
    """Keeps the confirmation for the publication that readers see, and returns that publication's id.

    It counts for builds that follow that publication, and for no later one: once one of them is published it is spent,
    and the next removal is stopped again. Raises NoPublicationError, BusyError and OSError.
    """
    with exclusive(published):
        build_id = current_publication(str(published)).build_id
        write_note(published / CONFIRMED, build_id, "confirmed", reason)
        return build_id


def confirmed_reason(published: Path, build_id: str) -> str | None:
    """Why figures of that publication may be missing from the next; none when nobody confirmed it."""
    return reason_in(published / CONFIRMED, build_id)
