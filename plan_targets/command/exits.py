"""How a command ends."""

from enum import IntEnum


class Exit(IntEnum):
    """The codes a command ends with; a scheduler may rely on them."""

    DONE = 0
    # A gate or a test did not hold: the data has to be mended. Readers keep the last publication.
    STOPPED = 1
    # The command was called in a way that makes no sense: a file or an id that is not there.
    WRONG_CALL = 2
    # The machine stands in the way: the disk, a permission, another process. Running again later may help.
    ENVIRONMENT = 3
    # The project itself is wrong: a model or a setting has to be mended.
    PROJECT = 4
    # Whoever called it did not go on: a prompt that was left, or Ctrl-C.
    CANCELLED = 5


class CommandError(Exception):
    """Ends a command with a sentence and a code."""

    def __init__(self, code: Exit, english: str, chinese: str) -> None:
        """Takes the same sentence in both languages."""
        super().__init__(f"{english} {chinese}")
        self.code = code
